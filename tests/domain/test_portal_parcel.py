"""A parcel is whole and sound, or it is refused with the place and the reason."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.parcels import OWNER, danish, kalaallisut, line, parcel, titled, withdrawal
from workbench.domain.linetext import Kind
from workbench.domain.portal.parcel import (
    LawLink,
    Link,
    Owner,
    ParcelKind,
    Section,
    Text,
    canonical,
    content_hash,
    payload,
    sentences_hash,
)
from workbench.domain.portal.reading import checked, from_payload, parse
from workbench.domain.portal.schema import parcel_schema
from workbench.domain.refusals import Invalid, Reason

SCHEMA = Path(__file__).parents[2] / "docs" / "parcel.schema.json"


def objection(broken):
    with pytest.raises(Invalid) as refused:
        checked(broken)
    assert refused.value.reason is Reason.PARCEL_BROKEN
    return refused.value.details["where"], refused.value.details["why"]


def spoilt(*path, value=None, without=False):
    """The JSON of a good parcel with one thing changed or taken away."""
    whole = payload(parcel())
    place = whole
    for step in path[:-1]:
        place = place[step]
    if without:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return json.dumps(whole).encode()


def test_a_parcel_is_read_as_it_was_written():
    sent = parcel()

    assert parse(canonical(sent)) == sent
    assert from_payload(payload(sent)) == sent
    assert canonical(parse(canonical(sent))) == canonical(sent)


@pytest.mark.parametrize("kind", [ParcelKind.WITHDRAW, ParcelKind.VANISH])
def test_a_withdrawal_is_read_as_it_was_written(kind):
    sent = withdrawal(parcel(), version=2, kind=kind)

    assert parse(canonical(sent)) == sent


def test_the_same_words_in_another_order_of_keys_have_the_same_hash():
    sent = parcel()
    shuffled = json.dumps(dict(reversed(payload(sent).items())), indent=2).encode()

    assert content_hash(parse(shuffled)) == content_hash(sent)


def test_one_letter_changes_the_hash():
    assert content_hash(parcel(texts=titled("A", "B"))) != content_hash(parcel(texts=titled("A", "b")))


def test_the_hash_of_the_sentences_depends_on_their_order():
    said = danish().sentences

    assert sentences_hash(said) != sentences_hash(reversed(said))
    assert sentences_hash(said) == parcel().signatures[0].covers["da"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1).filter(str.strip))
def test_whatever_people_write_arrives_letter_by_letter(words):
    section = Section("how", words, (line("a", words),))
    sent = parcel(texts={"da": Text(words, (section,)), "kl": kalaallisut()})

    assert parse(canonical(sent)) == sent


def test_a_parcel_stays_small_enough_for_a_radio_link():
    assert len(canonical(parcel())) < 12_000


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (b"", ""),
        (b"[]", ""),
        (b"\xff\xfe", ""),
        (b"[" * 100_000, ""),
        (spoilt("schema", value=2), "schema"),
        (spoilt("schema", without=True), "schema"),
        (spoilt("owner", without=True), "owner"),
        (spoilt("surprise", value=1), "surprise"),
        (spoilt("article_id", value="5B0F"), "article_id"),
        (spoilt("edition", value=0), "edition"),
        (spoilt("edition", value=True), "edition"),
        (spoilt("payload_version", value="1"), "payload_version"),
        (spoilt("kind", value="burn"), "kind"),
        (spoilt("topics", value={}), "topics"),
        (spoilt("topics", 0, "names", value="Bolig"), "topics/0/names"),
        (spoilt("texts", "da", "title", value=" "), "texts/da/title"),
        (spoilt("texts", "da", "title", value="a\u0000b"), "texts/da/title"),
        (spoilt("texts", "da", "title", value="a\ud800b"), "texts/da/title"),
        (spoilt("texts", "da", "sections", 1, "lines", 0, "kind", value="table"), "texts/da/sections/1/lines/0/kind"),
        (spoilt("texts", "da", "self_service", 0, "address", value="javascript:1"), "texts/da/self_service/0/address"),
        (spoilt("texts", "da", "laws", 0, "address", value="/lov"), "texts/da/laws/0/address"),
        (spoilt("owner", "email", value="bolig at havnebyen"), "owner/email"),
        (spoilt("signatures", 0, "covers", "da", value="abc"), "signatures/0/covers/da"),
    ],
)
def test_what_has_another_shape_is_refused_with_its_place(raw, where):
    with pytest.raises(Invalid) as refused:
        parse(raw)

    assert refused.value.reason is Reason.PARCEL_BROKEN
    assert refused.value.details["where"] == where


def test_both_languages_travel_together_or_not_at_all():
    assert objection(parcel(texts={"da": danish()})) == ("texts/kl", "is missing")


def test_a_withdrawal_also_speaks_both_languages():
    gone = withdrawal(parcel(), version=2)

    assert objection(replace(gone, texts={"kl": gone.texts["kl"]})) == ("texts/da", "is missing")


def test_a_text_without_words_cannot_be_shown():
    empty = Text("Titel", (Section("how", "Sådan", (line("a", "  "),)),))

    assert objection(parcel(texts={"da": empty, "kl": kalaallisut()}))[0] == "texts/da/sections"


@pytest.mark.parametrize("field", ["address", "phone", "email"])
def test_readers_can_always_reach_the_authority(field):
    assert objection(parcel(owner=replace(OWNER, **{field: ""}))) == (f"owner/{field}", "is missing")


def test_the_authority_and_the_topics_have_names_in_both_languages():
    nameless = Owner("x", {"da": "Kommunen"}, "Vej 1", "1", "a@b")

    assert objection(parcel(owner=nameless)) == ("owner/names/kl", "is missing")
    assert objection(parcel(topics=())) == ("topics", "is missing")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "//other.example", 'https://a"b', "tel:1 2"]
)
def test_words_lead_nowhere_unsafe(link):
    section = Section("how", "Sådan", (line("a", "Klik", link=link),))

    assert objection(parcel(texts={"da": Text("T", (section,)), "kl": kalaallisut()}))[0] == "texts/da/sections/how"


@pytest.mark.parametrize(
    "link", ["https://a.example/x?y=1#z", "http://a.example", "mailto:a@b.example", "tel:+299001234"]
)
def test_words_may_lead_to_pages_letters_and_phones(link):
    section = Section("how", "Sådan", (line("a", "Klik", link=link),))

    assert checked(parcel(texts={"da": Text("T", (section,)), "kl": kalaallisut()}))


def test_keys_stand_once_in_a_text():
    twice = Section("how", "Sådan", (line("a", "En"), line("a", "To")))
    opening = Section("how", "Sådan", (line("a", "En", Kind.SECTION),))

    assert objection(parcel(texts={"da": Text("T", (twice,)), "kl": kalaallisut()}))[1] == "holds a key twice"
    assert objection(parcel(texts={"da": Text("T", (opening,)), "kl": kalaallisut()}))[0] == "texts/da/sections/how"


def test_dates_are_dates_and_follow_each_other():
    assert objection(parcel(published="2026-13-01"))[0] == "published"
    assert objection(parcel(published="2026-12-24"))[0] == "updated"


def test_only_a_redirect_has_a_successor_and_never_itself():
    one, other = parcel(1), parcel(2)

    assert objection(replace(one, successor=other.article_id))[0] == "successor"
    assert objection(withdrawal(one, version=2, kind=ParcelKind.REDIRECT))[0] == "successor"
    itself = withdrawal(one, version=2, kind=ParcelKind.REDIRECT, successor=one.article_id)
    assert objection(itself) == ("successor", "is the article itself")
    assert checked(withdrawal(one, version=2, kind=ParcelKind.REDIRECT, successor=other.article_id))


def test_no_person_is_named_in_a_parcel():
    assert {"person", "name", "author"}.isdisjoint(payload(parcel())["signatures"][0])


def test_links_know_the_day_a_law_was_read():
    assert LawLink("Lov", "https://lov.example").read == ""
    assert Link("Blanket", "https://a.example").words == "Blanket"


def test_the_written_schema_is_the_one_that_is_read():
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == parcel_schema()
