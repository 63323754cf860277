"""The gate of circular 16 of 2023, section 4: what a page must state before anyone may sign it."""

from dataclasses import dataclass, replace

import pytest

from workbench.domain.legalminimum import Lacking, Minimum, Page, lacking


@dataclass(frozen=True)
class Office:
    name: str = "Kommunen"
    address: str = "Hovedvejen 1, 3900 Nuuk"
    phone: str = "+299 70 12 34"
    email: str = "post@kommunen.gl"


WHOLE = Page(
    rights={"da": "Du har ret til hjælp.", "kl": "Ikiorneqarnissannut pisinnaatitaavutit."},
    law_links={"da": ["https://love.gl/1"], "kl": ["https://love.gl/1?sc_lang=kl-GL"]},
    authority=Office(),
)


def with_office(**fields):
    return replace(WHOLE, authority=Office(**fields))


TABLE = [
    ("a whole page lacks nothing", WHOLE, []),
    ("no rights in kl", replace(WHOLE, rights={"da": "Du har ret."}), [Lacking(Minimum.RIGHTS_AND_DUTIES, "kl")]),
    (
        "rights without a word",
        replace(WHOLE, rights={"da": " \u00a0\n- ", "kl": "Pisinnaavutit."}),
        [Lacking(Minimum.RIGHTS_AND_DUTIES, "da")],
    ),
    (
        "no law at all",
        replace(WHOLE, law_links={}),
        [Lacking(Minimum.LAW_LINK, "da"), Lacking(Minimum.LAW_LINK, "kl")],
    ),
    (
        "a law that is no address",
        replace(WHOLE, law_links={"da": ["lov nr. 5"], "kl": ["", "https://love.gl/1"]}),
        [Lacking(Minimum.LAW_LINK, "da")],
    ),
    (
        "a law behind a script",
        replace(WHOLE, law_links={"da": ["javascript:alert(1)"], "kl": ["https://love.gl"]}),
        [Lacking(Minimum.LAW_LINK, "da")],
    ),
    ("no name", with_office(name=" "), [Lacking(Minimum.AUTHORITY_NAME)]),
    ("no address", with_office(address=""), [Lacking(Minimum.AUTHORITY_ADDRESS)]),
    ("no phone", with_office(phone="ring"), [Lacking(Minimum.AUTHORITY_PHONE)]),
    ("a short phone number will do", with_office(phone="113"), []),
    ("no e-mail", with_office(email="post at kommunen.gl"), [Lacking(Minimum.AUTHORITY_EMAIL)]),
    (
        "no authority",
        replace(WHOLE, authority=None),
        [
            Lacking(Minimum.AUTHORITY_NAME),
            Lacking(Minimum.AUTHORITY_ADDRESS),
            Lacking(Minimum.AUTHORITY_PHONE),
            Lacking(Minimum.AUTHORITY_EMAIL),
        ],
    ),
]


@pytest.mark.parametrize(("page", "missing"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_a_page_lacks_what_the_circular_asks_for(page, missing):
    assert lacking(page, ("da", "kl")) == missing


def test_a_page_is_asked_only_for_the_languages_it_is_to_appear_in():
    assert lacking(replace(WHOLE, rights={"da": "Du har ret."}), ("da",)) == []
