"""The addresses of articles on a portal: words a person can read, and a part that never changes."""

import re
import unicodedata
from uuid import UUID

LONGEST = 60

_SPELT_OUT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ĸ": "q", "ß": "ss", "ð": "d", "þ": "th"})


def slug(title: str) -> str:
    """Return the title as small ASCII letters, digits and hyphens, at most 60 characters, cut between words.

    Empty if the title has neither letters nor digits.
    """
    spelt = unicodedata.normalize("NFC", title).casefold().replace("\u00ad", "").translate(_SPELT_OUT)
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) <= LONGEST:
        return words
    return words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]


def page_name(title: str, article_id: UUID) -> str:
    """Return the file name of an article's page: its slug and the first eight letters of its id."""
    return "-".join(filter(None, (slug(title), short_id(article_id)))) + ".html"


def short_id(article_id: UUID) -> str:
    """Return the part of an article's address that stays when its title changes."""
    return article_id.hex[:8]
