"""Long passwords are taken whatever they are made of; the ones others would try first are not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workbench
from workbench.domain.passwords import LONGEST, SHORTEST, bare, is_guessed, normal_password, refuse_weak
from workbench.domain.refusals import Invalid, Reason

LIST = Path(workbench.__file__).parent / "accounts" / "leaked.txt"
LEAKED = frozenset(line for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


def refusal_of(password, own=()):
    try:
        refuse_weak(password, own=own, leaked=LEAKED)
    except Invalid as refusal:
        return refusal.reason
    return None


@pytest.mark.parametrize(
    "password",
    [
        "en lang adgangskode til prøver",
        "Ilinniarfissuarmi atuartunga ukiuni",
        "kaffemik hos farmor på søndag",
        "seks kajakker under broen",
        "x9$Lq!v2@Tz7#mWp",
        "𝕓𝕝å 𝕙𝕧𝕒𝕝 𝕚 𝕗𝕛𝕠𝕣𝕕𝕖𝕟",
        "å" + "bcdxyzt hfjrlw nsk",
        "qwerty og noget helt andet",
        "blåbær " * 2 + "og ræklinger til frokost " + "og mere " * 100,
    ],
)
def test_long_passwords_are_taken_whatever_they_are_made_of(password):
    assert refusal_of(password) is None


@pytest.mark.parametrize("password", ["", "kort", "fjorten tegn..", "aaaaaaaaaaaaaa", "A1!b2@C3#d4$"])
def test_short_passwords_are_refused_whatever_they_are_made_of(password):
    assert refusal_of(password) is Reason.PASSWORD_SHORT


def test_letters_are_counted_and_not_bytes():
    assert len("æøå æøå kaffe".encode()) > SHORTEST
    assert refusal_of("æøå æøå kaffe") is Reason.PASSWORD_SHORT


def test_a_password_of_more_than_a_thousand_letters_is_refused_before_anything_is_done_with_it():
    assert refusal_of("hval " * 199 + "fjord") is not Reason.PASSWORD_LONG
    assert refusal_of("h" * (LONGEST + 1)) is Reason.PASSWORD_LONG
    assert refusal_of("ﷺ" * 400) is Reason.PASSWORD_LONG, "one sign that NFKC makes eighteen of"


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "PASSWORD PASSWORD",
        "P-a-s-s-w-o-r-d1234567",
        "123456789012345",
        "987654321098765",
        "abcdefghijklmnop",
        "qwertyuiopasdfgh",
        "1qaz2wsx3edc4rfv",
        "aaaaaaaaaaaaaaaaaaaa",
        "kaffekaffekaffekaffe",
        "correct horse battery staple",
        "Correct Horse Battery Staple!",
        "der var engang, der var engang",
        "to be or not to be",
        "3.14159265358979323846",
        "welcome welcome welcome",
        "sommersommer1234",
        "adgangskode12345",
        "...............................",
        "workbenchworkbench",
        "Arbejdsbordet123",
    ],
)
def test_passwords_that_everybody_tries_first_are_refused(password):
    assert refusal_of(password) is Reason.PASSWORD_LEAKED


@pytest.mark.parametrize(
    "password",
    ["ivalu.brandt@example.org", "Ivalu Karoline Brandt", "ivalukarolinebrandt1", "Ivalu Brandt Ivalu Brandt"],
)
def test_ones_own_name_and_address_are_no_password(password):
    assert refusal_of(password, own=("Ivalu Karoline Brandt", "ivalu.brandt@example.org")) is Reason.PASSWORD_LEAKED
    assert refusal_of(password + " og tre hundeslæder i sneen") is None


def test_the_bundled_list_is_written_bare_and_sorted_and_none_of_its_long_ones_passes():
    entries = [line for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert entries == sorted(set(entries))
    assert all(entry == bare(entry) for entry in entries)
    assert all(is_guessed(entry, LEAKED) for entry in entries)


@given(st.text(min_size=1, max_size=7), st.integers(2, 40))
def test_one_thing_repeated_is_never_a_password(unit, times):
    password = unit * times
    assert refusal_of(password) is not None


@given(st.text(max_size=60))
def test_every_keyboard_writes_the_same_password_and_nothing_falls_over(typed):
    once = normal_password(typed)
    assert normal_password(once) == once
    assert refusal_of(typed) in {None, Reason.PASSWORD_SHORT, Reason.PASSWORD_LEAKED}


@pytest.mark.parametrize(
    "letters", ["ab" * 500, "q" * 1000, "12345678901234567890" * 50, "nuuk" * 250, "hvalfjordsne" * 83]
)
def test_the_longest_password_is_looked_at_quickly(letters):
    assert refusal_of(letters[:LONGEST]) is Reason.PASSWORD_LEAKED
