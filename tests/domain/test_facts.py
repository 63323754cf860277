"""Facts of a sentence, the same in both languages however they are written."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.facts import FactKind, address_key, facts, plain_number

SAME = [
    # what it says in Danish, in Kalaallisut, and the values of both
    ("Det koster 12.500 kr.", "Akia kr. 12.500", [("amount", "12500")]),
    ("12.500 kroner", "12.500 koruunit", [("amount", "12500")]),
    ("12 500 kr.", "12.500,00 kr.-it", [("amount", "12500")]),
    ("8,5 mio. kr.", "8,5 millionit koruunit", [("amount", "8500000")]),
    ("100-200 kr.", "100 kr.-niit 200 kr.-nut", [("amount", "100"), ("amount", "200")]),
    ("Et beløb på 250,-", "250 kr.-nik", [("amount", "250")]),
    ("25 %", "25 %-imik", [("percent", "25")]),
    ("25 procent", "25 pct.-imik", [("percent", "25")]),
    ("0,2 % eller 0.2 %", "0,2 %-it imaluunniit 0,20 %", [("percent", "0.2"), ("percent", "0.2")]),
    ("61-68 %", "61-68 %-it", [("percent", "61"), ("percent", "68")]),
    ("1,5 eller 1,50", "1,5 imaluunniit 1.5", [("number", "1.5"), ("number", "1.5")]),
    ("1.234.567,89", "1.234.567,89-inik", [("number", "1234567.89")]),
    ("14 dage", "ullut 14-it", [("number", "14")]),
    ("i 2025", "2025-mi", [("number", "2025")]),
    ("fra 2023-2026", "2023-mit 2026-mut", [("number", "2023"), ("number", "2026")]),
    ("den 1. maj 2026", "1. maaji 2026-mi", [("date", "2026-05-01")]),
    ("01.05.2026", "2026-05-01", [("date", "2026-05-01")]),
    ("1/5 2026", "maajip 1-at 2026", [("date", "2026-05-01")]),
    ("den 27. august 2026", "2026-mi aggustip 27-ani", [("date", "2026-08-27")]),
    ("30. januar", "30. januaarimi", [("date", "--01-30")]),
    ("senest 31. marts", "kingusinnerpaamik martsip 31-ani", [("date", "--03-31")]),
    ("i maj 2026", "2026-mi maajimi", [("date", "2026-05")]),
    ("April 2023", "Apriili-mi 2023-mi", [("date", "2023-04")]),
    ("1.-15. juni 2026", "1.-15. juuni 2026", [("date", "2026-06-01"), ("date", "2026-06-15")]),
    ("kl. 9-15", "nal. 9-15", [("time", "09:00"), ("time", "15:00")]),
    ("kl. 9.00-15.30", "nal. 9.00-imiit 15.30-imut", [("time", "09:00"), ("time", "15:30")]),
    ("klokken 9 til 15", "nal. 9-mit 15-imut", [("time", "09:00"), ("time", "15:00")]),
    ("9.00", "09:00", [("time", "09:00")]),
    ("tlf. 701234", "oqarasuaat 70 12 34", [("phone", "701234")]),
    ("70 12 34", "+299 701234", [("phone", "701234")]),
    ("+45 33 12 34 56", "+45 33123456", [("phone", "+4533123456")]),
    ("skriv til Post@Nanoq.gl.", "post@nanoq.gl-imut", [("email", "post@nanoq.gl")]),
    ("se www.nanoq.gl", "nanoq.gl-imi takuuk", [("address", "nanoq.gl")]),
    ("https://www.nanoq.gl/Nuuk/.", "https://nanoq.gl/nuuk", [("address", "nanoq.gl/nuuk")]),
    ("§ 6, stk. 2", "§ 6, imm. 2-mi", [("law", "§6 stk2")]),
    ("§ 6, stk. 2, nr. 3", "§ 6-imi imm. 2-mi nr. 3-mi", [("law", "§6 stk2 nr3")]),
    ("§ 19 b", "§ 19b", [("law", "§19b")]),
    ("§§ 4-6", "§§ 4 aamma 6", [("law", "§4"), ("law", "§6")]),
    ("efter stk. 5-9", "imm. 5-9 malillugit", [("law", "stk5-9")]),
    (
        "lov nr. 553 af 7. maj 2019",
        "inatsit nr. 553, 7. maj 2019-imeersoq",
        [("law", "nr553"), ("date", "2019-05-07")],
    ),
]


@pytest.mark.parametrize(("danish", "kalaallisut", "values"), SAME)
def test_both_languages_say_the_same_value(danish, kalaallisut, values):
    here = [(fact.kind, fact.value) for fact in facts(danish, "da")]
    there = [(fact.kind, fact.value) for fact in facts(kalaallisut, "kl")]

    assert here == values
    assert sorted(there) == sorted(values)


@pytest.mark.parametrize(
    ("words", "endings"),
    [
        ("2025-mi", ["mi"]),
        ("30.-at", ["at"]),
        ("250 kr.-it", ["it"]),
        ("25 %-imik", ["imik"]),
        ("17 pct.-mik", ["mik"]),
        ("1. maaji 2026-mi", ["mi"]),
        ("§ 6, imm. 2 -mi", ["mi"]),
        ("apn@nanoq.gl-imut", ["imut"]),
        ("14 ullut", [""]),
    ],
)
def test_case_endings_hang_on_the_fact_and_are_no_part_of_it(words, endings):
    found = facts(words, "kl")

    assert [fact.ending for fact in found] == endings
    assert all("-m" not in words[fact.start : fact.end] for fact in found)


@pytest.mark.parametrize("words", ["PDF-imi atuaruk", "Du kan søge hos kommunen.", "A4", "CO2", "marts", "majs"])
def test_words_that_are_no_facts_stay_words(words):
    assert facts(words, "da") == ()


@pytest.mark.parametrize(
    ("words", "kind", "marked"),
    [
        ("Prisen er 12.500 kr. om året", FactKind.AMOUNT, "12.500 kr."),
        ("Åbent fra kl. 9-15 hver dag", FactKind.TIME, "9"),
        ("5 marsvin", FactKind.NUMBER, "5"),
        ("3900 Nuuk", FactKind.NUMBER, "3900"),
        ("§ 4 i loven", FactKind.LAW, "§ 4"),
        ("afsnit 3.1.2", FactKind.NUMBER, "3.1.2"),
        ("kr. 12.500,- i alt", FactKind.AMOUNT, "kr. 12.500,-"),
        ("(se nanoq.gl)", FactKind.ADDRESS, "nanoq.gl"),
    ],
)
def test_a_fact_knows_where_it_stands(words, kind, marked):
    first = facts(words, "da")[0]

    assert (first.kind, words[first.start : first.end]) == (kind, marked)


def test_no_two_facts_overlap_and_reading_order_holds():
    words = (
        "Den 1. maj 2026 kl. 9-15 koster § 6, stk. 2 12.500 kr. eller 25 % på tlf. 70 12 34, nanoq.gl, a@b.gl, nr. 5."
    )
    found = facts(words, "da")

    assert {fact.kind for fact in found} == set(FactKind) - {FactKind.NUMBER}
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@given(st.text(alphabet="0123456789.,-:%§ krmajn@glst/+æĸ\u00a0\u00ad\n", max_size=60))
def test_whatever_is_typed_facts_lie_inside_it_and_apart(words):
    found = facts(words, "kl")

    assert all(0 <= fact.start < fact.end <= len(words) and fact.value for fact in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=1, max_value=99))
def test_a_number_has_one_value_however_it_is_written(whole, decimals):
    danish = f"{whole:,}".replace(",", ".") + f",{decimals:02}"
    spaced = f"{whole:,}".replace(",", "\u00a0") + f",{decimals:02}"

    assert plain_number(danish) == plain_number(spaced) == plain_number(f"{whole},{decimals:02}0")
    assert float(plain_number(danish)) == pytest.approx(whole + decimals / 100)


@given(st.dates())
def test_a_date_has_one_value_however_it_is_written(day):
    if day.year < 1900 or day.year > 2199:
        return
    written = (f"{day.day}.{day.month}.{day.year}", day.isoformat(), f"{day.day}/{day.month} {day.year}")

    assert {facts(form, "da")[0].value for form in written} == {day.isoformat()}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.gl/side?sc_lang=da", "https://www.a.gl/side?sc_lang=kl-GL", True),
        ("https://a.gl/da/side/", "https://a.gl/kl/side", True),
        ("https://a.gl/side", "https://a.gl/Side/", True),
        ("https://a.gl/side", "https://a.gl/andet", False),
        ("https://a.gl/dansk", "https://a.gl/kunst", False),
    ],
)
def test_a_page_is_one_page_in_whatever_language(one, other, same):
    assert (address_key(one) == address_key(other)) is same


@pytest.mark.parametrize(
    "piece", ["1 ", "1.", "a.", "12:", "kr.", "§ 1", "a@", "www.", "maj ", "http://(", "+45 1", "2026-mi "]
)
def test_hostile_text_is_read_all_the_same(piece):
    text = piece * 20_000

    found = facts(text, "kl")

    assert all(text[one.start : one.end] for one in found)
