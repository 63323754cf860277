"""What a page about a public service must state by law before anyone may sign it."""

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


class Minimum(enum.StrEnum):
    #: What the citizen's rights and duties are under current law.
    RIGHTS_AND_DUTIES = "rights-and-duties"
    #: A link to current legislation.
    LAW_LINK = "law-link"
    #: The name of the authority that is responsible.
    AUTHORITY_NAME = "authority-name"
    #: The authority's postal or visiting address.
    AUTHORITY_ADDRESS = "authority-address"
    #: The authority's telephone number.
    AUTHORITY_PHONE = "authority-phone"
    #: The authority's e-mail address.
    AUTHORITY_EMAIL = "authority-email"


class Authority(Protocol):
    """What the gate needs to know of an organisation; an empty field is a missing one."""

    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def email(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Page:
    """An article as the gate sees it: per language the words of its rights and its links to laws; its authority."""

    rights: Mapping[str, str]
    law_links: Mapping[str, Sequence[str]]
    authority: Authority | None


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something the page must state and does not; ``language`` is "" where it is the same for all languages."""

    what: Minimum
    language: str = ""


_LETTER = re.compile(r"[^\W\d_]")
_LINK = re.compile(r"https?://(?:[\w-]+\.)+[^\W\d_]{2,24}(?::[0-9]+)?(?:[/?#]\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>]+@(?:[\w-]+\.)+[^\W\d_]{2,24}")
#: Greenlandic numbers have six figures; short numbers of services have three or four.
_LEAST_FIGURES = 3


def lacking(page: Page, languages: Sequence[str]) -> list[Lacking]:
    """Return what the page does not yet state, in the order of the circular; nothing means that it may be signed.

    ``languages`` are the tags in which the page must be complete, "da" and "kl" as a rule. A field counts when it holds
    what its name says: words, an address on the web, a telephone number, an e-mail address.
    Source: circular no. 16 of 27 April 2023, section 4.
    """
    stated = [Lacking(Minimum.RIGHTS_AND_DUTIES, tag) for tag in languages if not _says(page.rights.get(tag, ""))]
    linked = [Lacking(Minimum.LAW_LINK, tag) for tag in languages if not _links(page.law_links.get(tag, ()))]
    return [*stated, *linked, *(Lacking(what) for what in _authority_lacks(page.authority))]


def _says(words: str) -> bool:
    return bool(_LETTER.search(words))


def _links(addresses: Sequence[str]) -> bool:
    return any(_LINK.fullmatch(address.strip()) for address in addresses)


def _authority_lacks(authority: Authority | None) -> list[Minimum]:
    given = {
        Minimum.AUTHORITY_NAME: authority is not None and _says(authority.name),
        Minimum.AUTHORITY_ADDRESS: authority is not None and _says(authority.address),
        Minimum.AUTHORITY_PHONE: authority is not None
        and sum(letter.isdigit() for letter in authority.phone) >= _LEAST_FIGURES,
        Minimum.AUTHORITY_EMAIL: authority is not None and bool(_EMAIL.fullmatch(authority.email.strip())),
    }
    return [what for what, there in given.items() if not there]
