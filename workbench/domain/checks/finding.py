"""What a quality check says: which check, how grave, and which letters of which side it is about."""

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Severity(enum.StrEnum):
    #: Stops handing in and signing until it is fixed or dismissed with a reason.
    BLOCKING = "blocking"
    #: Shown beside the sentence.
    WARNING = "warning"
    #: Listed only.
    INFO = "info"


class Check(enum.StrEnum):
    #: The sentence has no translation.
    EMPTY_TARGET = "empty-target"
    #: The translation is the source, letter for letter.
    SAME_AS_SOURCE = "same-as-source"
    #: The words are in another language than the field they stand in.
    WRONG_LANGUAGE = "wrong-language"
    #: A word of the source stands untranslated in the translation.
    LEFT_IN_SOURCE_LANGUAGE = "left-in-source-language"
    #: The translation is much shorter or longer than translations of such sentences are.
    LENGTH = "length"
    #: Bold or italic words, or a link, were lost or added.
    MARKUP = "markup"
    #: There are HTML tags among the words.
    RAW_HTML = "raw-html"
    #: A placeholder was lost, doubled or changed.
    PLACEHOLDER = "placeholder"
    #: A link leads to another page than in the source.
    LINK_TARGET = "link-target"
    #: A link leads to the page in another language than that of the words.
    LINK_LANGUAGE = "link-language"
    #: An address cannot be one, or is not encrypted.
    LINK_ADDRESS = "link-address"
    #: An amount of money differs.
    AMOUNT = "amount"
    #: A number differs.
    NUMBER = "number"
    #: A number written as a word has no counterpart.
    NUMBER_WORD = "number-word"
    #: A percentage differs.
    PERCENT = "percent"
    #: A date differs.
    DATE = "date"
    #: A time of day differs.
    TIME = "time"
    #: A telephone number differs.
    PHONE = "phone"
    #: An e-mail address differs.
    EMAIL = "email"
    #: A web address among the words differs.
    ADDRESS = "address"
    #: A reference to a law differs: paragraph, part or number.
    LAW = "law"
    #: A number looks like a person's CPR number.
    CPR_NUMBER = "cpr-number"
    #: A control character or a letter that nobody sees.
    UNSEEN_LETTER = "unseen-letter"
    #: A letter of another alphabet that looks like a Latin one.
    LOOK_ALIKE = "look-alike"
    #: Kra, or an accent of the spelling before 1973.
    OLD_SPELLING = "old-spelling"
    #: A case ending without its hyphen after a number or an abbreviation.
    GLUED_ENDING = "glued-ending"
    #: Two spaces where one belongs.
    DOUBLE_SPACE = "double-space"
    #: The same word twice in a row.
    DOUBLED_WORD = "doubled-word"
    #: A bracket or a quotation mark is opened and not closed, or the other way round.
    BRACKETS = "brackets"
    #: The sentence begins with another sign than the source.
    BEGINNING = "beginning"
    #: The sentence ends with another sign than the source.
    END = "end"


#: Grave first by translation study, section 6.
SEVERITIES: Mapping[Check, Severity] = {
    **dict.fromkeys(
        (
            Check.EMPTY_TARGET,
            Check.WRONG_LANGUAGE,
            Check.MARKUP,
            Check.RAW_HTML,
            Check.PLACEHOLDER,
            Check.LINK_TARGET,
            Check.AMOUNT,
            Check.NUMBER,
            Check.PERCENT,
            Check.DATE,
            Check.TIME,
            Check.PHONE,
            Check.EMAIL,
            Check.ADDRESS,
            Check.LAW,
            Check.CPR_NUMBER,
            Check.UNSEEN_LETTER,
            Check.LOOK_ALIKE,
            Check.OLD_SPELLING,
        ),
        Severity.BLOCKING,
    ),
    **dict.fromkeys(
        (
            Check.SAME_AS_SOURCE,
            Check.LEFT_IN_SOURCE_LANGUAGE,
            Check.LENGTH,
            Check.LINK_LANGUAGE,
            Check.LINK_ADDRESS,
            Check.NUMBER_WORD,
            Check.GLUED_ENDING,
            Check.DOUBLE_SPACE,
            Check.DOUBLED_WORD,
            Check.BRACKETS,
            Check.BEGINNING,
            Check.END,
        ),
        Severity.WARNING,
    ),
}


class Span(NamedTuple):
    """From the letter ``start`` up to and without the letter ``end``, counted in characters of the sentence given."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Languages:
    """Tags of the source and the target, such as "da" and "kl-GL"; only the part before the hyphen counts."""

    source: str
    target: str

    @property
    def pair(self) -> tuple[str, str]:
        """The two languages without region or script, in small letters."""
        return self.source.partition("-")[0].lower(), self.target.partition("-")[0].lower()


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may know beyond the two sentences."""

    #: One translation answers several sentences, or several answer one: length and signs at the ends say nothing.
    grouped: bool = False
    #: Names of people, places and authorities, which stay as they are in every language.
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; a side without a span has nothing to mark.

    ``key`` is 32 hexadecimal digits that stay the same as long as both sentences do, so a dismissal kept under it
    ends when either changes.
    """

    check: Check
    severity: Severity
    source_span: Span | None
    target_span: Span | None
    key: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What a check has seen before its finding gets severity and key."""

    check: Check
    source: Span | None = None
    target: Span | None = None


def found(mark: Mark, source: str, target: str) -> Finding:
    """Make a finding of what a check has seen in these two sentences."""
    told = "\x1f".join((mark.check, source, target, repr(mark.source), repr(mark.target)))
    key = hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return Finding(mark.check, SEVERITIES[mark.check], mark.source, mark.target, key)
