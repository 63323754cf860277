"""The sentence for every reason, the word for every state, role, move and cause."""

from collections.abc import Callable, Mapping
from typing import Any

from workbench.domain.checks import Check
from workbench.domain.exchange.po import PoFault
from workbench.domain.legalminimum import Minimum
from workbench.domain.refusals import Reason, Refusal
from workbench.domain.roles import Role
from workbench.domain.signatures import Capacity
from workbench.domain.states import Move, State
from workbench.models import Cause, DeliveryState, Verdict
from workbench.web.locale import t, tp


def N_(words: str) -> str:  # noqa: N802 - gettext's usual name for "collect this sentence"
    """Mark a sentence for the catalogues; it is translated when it is shown."""
    return words


REASONS: dict[Reason, str] = {
    Reason.NOT_SIGNED_IN: N_("Sign in to go on. What you have written is kept."),
    Reason.ROLE_LACKS_PERMISSION: N_("Your roles do not include this. A coordinator can tell you who can do it."),
    Reason.OWN_WORDS: N_("You have written in this text, so somebody else must vouch for it."),
    Reason.OWN_TRANSLATION: N_("You have translated this sentence, so somebody else must check it."),
    Reason.WROTE_IN_IT: N_("This person has written in the text, so somebody else must review it."),
    Reason.NOT_ASKED: N_("You have not been asked to review this text."),
    Reason.CLAIMED_BY_ANOTHER: N_("Somebody else is working on this right now."),
    Reason.NOT_CLAIMED: N_("Claim the article first, so that two people do not do the same work."),
    Reason.MOVE_NOT_POSSIBLE: N_("The article is no longer at this step. Look at where it is now."),
    Reason.TEXT_NOT_OPEN: N_("The text is not open for writing at the step it is at. Your words are kept beside it."),
    Reason.CHANGED_MEANWHILE: N_(
        "Somebody changed this after you opened the page. Look at what is new, then try again."
    ),
    Reason.UNKNOWN: N_("There is no such page, or it is not yours to see."),
    Reason.NOT_COMPLETE: N_("Something is still missing. The list shows what, and who can give it."),
    Reason.NOT_TRANSLATED: N_("Some sentences have no confirmed translation yet."),
    Reason.NOT_CHECKED: N_("Some sentences have not been checked yet."),
    Reason.FINDING_OPEN: N_("A finding is open that must be mended or dismissed with a reason first."),
    Reason.TITLE_MISSING: N_("Give the article a title first."),
    Reason.TEXT_EMPTY: N_("Write something first; there are no words yet."),
    Reason.REASON_MISSING: N_("Say why, so that the next person knows what to do."),
    Reason.FIELD_INVALID: N_("One of the fields holds something it cannot hold. Look through them once more."),
    Reason.LETTERS_NOT_STORABLE: N_("There are letters in it that cannot be stored. Type them again by hand."),
    Reason.TOO_LARGE: N_("That is more than fits here. Divide it into smaller parts."),
    Reason.BASE_UNKNOWN: N_(
        "The page does not fit the text any more. Copy your words, open the page again and put them in."
    ),
    Reason.QUOTE_NOT_FOUND: N_("The words you marked no longer stand there. Mark them again."),
    Reason.WORKSHOP_CLOSED: N_("The workshop is closed."),
    Reason.WORKSHOP_OPEN: N_("The workshop is open already."),
    Reason.ALREADY_TAKEN: N_("Somebody else has taken this article already."),
    Reason.ALREADY_THERE: N_("That is there already."),
    Reason.EDITION_OPEN: N_("There is already an open edition of this article."),
    Reason.SCOPE_MISSING: N_("Say for which organisation, workshop or language pair the role is."),
    Reason.DATE_NOT_POSSIBLE: N_("The date does not fit. It must come after the one before it."),
    Reason.SIGN_IN_FAILED: N_("E-mail and password do not fit together. Try again, or ask for a new password."),
    Reason.TOO_MANY_TRIES: N_("There have been too many tries. Wait a few minutes, then try again."),
    Reason.PASSWORD_SHORT: N_("The password is too short. Use at least 15 letters; a sentence is fine."),
    Reason.PASSWORD_LONG: N_("The password is too long. Use at most 1000 letters."),
    Reason.PASSWORD_LEAKED: N_("This password is known from leaks or easy to guess. Choose another one."),
    Reason.PASSWORDS_DIFFER: N_("The two passwords are not the same."),
    Reason.PLACEHOLDERS_DIFFER: N_("The names in braces must stand in it exactly as they do in the English words."),
    Reason.PASSWORD_WRONG: N_("This is not your present password. Type it again, or ask for a new one by letter."),
    Reason.ADDRESS_INVALID: N_("This is not an e-mail address. Write it as name@example.org."),
    Reason.ACCOUNT_CLOSED: N_("The account of this person is closed. An administrator can open it again."),
    Reason.LINK_ENDED: N_("This link has been used or has ended. Ask for a new one."),
    Reason.OWN_ADMINISTRATION: N_("You cannot take away your own administration. Another administrator can."),
    Reason.DOCUMENT_KIND: N_("Only .txt, .md and .docx files can be taken in."),
    Reason.DOCUMENT_BROKEN: N_("The file cannot be read. Save it again in its own program and try once more."),
    Reason.DOCUMENT_TOO_LARGE: N_("The file is too large for one article."),
    Reason.DOCUMENT_EMPTY: N_("There are no words in the file."),
    Reason.DOCUMENT_ENCODING: N_("The letters of the file cannot be read. Save it as UTF-8 and try once more."),
    Reason.PO_UNREADABLE: N_("The PO file cannot be read."),
    Reason.PO_ENCODING: N_("The PO file must be in UTF-8."),
    Reason.PO_TOO_LARGE: N_("The PO file is too large."),
    Reason.PO_FOREIGN: N_("The PO file belongs to another article or another language."),
    Reason.PARCEL_BROKEN: N_("The parcel does not have the form it must have."),
    Reason.FORM_NOT_OURS: N_(
        "The page was open for too long or came from elsewhere. Open it again; your words are kept."
    ),
}

_STATES: dict[State, Callable[[], str]] = {
    State.DRAFTING: lambda: tp("state", "Being written"),
    State.IN_REVIEW: lambda: tp("state", "In review"),
    State.IN_TRANSLATION: lambda: tp("state", "In translation"),
    State.IN_CHECKING: lambda: tp("state", "Being checked"),
    State.AWAITING_APPROVAL: lambda: tp("state", "Awaiting approval"),
    State.APPROVED: lambda: tp("state", "Approved"),
    State.PUBLISHED: lambda: tp("state", "Published"),
    State.SUPERSEDED: lambda: tp("state", "Superseded"),
    State.WITHDRAWN: lambda: tp("state", "Withdrawn"),
}

_ROLES: dict[Role, Callable[[], str]] = {
    Role.PARTICIPANT: lambda: tp("role", "Participant"),
    Role.FACILITATOR: lambda: tp("role", "Facilitator"),
    Role.REVIEWER: lambda: tp("role", "Reviewer"),
    Role.TRANSLATOR: lambda: tp("role", "Translator"),
    Role.CHECKER: lambda: tp("role", "Checker"),
    Role.MUNICIPAL_EDITOR: lambda: tp("role", "Municipal editor"),
    Role.APPROVER: lambda: tp("role", "Approver"),
    Role.COORDINATOR: lambda: tp("role", "Coordinator"),
    Role.ADMINISTRATOR: lambda: tp("role", "Administrator"),
    Role.READER: lambda: tp("role", "Reader"),
}

_MOVES: dict[Move, Callable[[], str]] = {
    Move.SUBMIT: lambda: tp("move", "Submitted for review"),
    Move.REQUEST_CHANGES: lambda: tp("move", "Changes requested"),
    Move.ACCEPT: lambda: tp("move", "Accepted"),
    Move.HAND_IN: lambda: tp("move", "Translation handed in"),
    Move.RETURN: lambda: tp("move", "Returned to the translator"),
    Move.CHECK: lambda: tp("move", "Translation checked"),
    Move.APPROVE: lambda: tp("move", "Approved"),
    Move.PUBLISH: lambda: tp("move", "Published"),
    Move.SUPERSEDE: lambda: tp("move", "Superseded"),
    Move.WITHDRAW: lambda: tp("move", "Withdrawn"),
    Move.REOPEN: lambda: tp("move", "Reopened"),
}

_CAPACITIES: dict[Capacity, Callable[[], str]] = {
    Capacity.PEER: lambda: tp("capacity", "Peer"),
    Capacity.LEGAL: lambda: tp("capacity", "Lawyer"),
    Capacity.TRANSLATOR: lambda: tp("capacity", "Translator"),
    Capacity.CHECKER: lambda: tp("capacity", "Checker"),
    Capacity.APPROVER: lambda: tp("capacity", "Approver"),
}

_CAUSES: dict[Cause, Callable[[], str]] = {
    Cause.OPEN: lambda: tp("cause", "Opened"),
    Cause.SAVE: lambda: tp("cause", "Saved"),
    Cause.SYNC: lambda: tp("cause", "Written together"),
    Cause.SUGGEST: lambda: tp("cause", "Proposed and remarked"),
    Cause.IMPORT: lambda: tp("cause", "Imported from a file"),
    Cause.RESTORE: lambda: tp("cause", "Restored"),
    Cause.SUBMIT: lambda: tp("cause", "Submitted for review"),
    Cause.ACCEPT: lambda: tp("cause", "Accepted by the reviewers"),
    Cause.HAND_IN: lambda: tp("cause", "Translation handed in"),
    Cause.CHECK: lambda: tp("cause", "Translation checked"),
    Cause.APPROVE: lambda: tp("cause", "Approved"),
    Cause.REPAIR: lambda: tp("cause", "Repaired by the workbench"),
}

_VERDICTS: dict[Verdict, Callable[[], str]] = {
    Verdict.ACCEPT: lambda: tp("verdict", "Accepted"),
    Verdict.REQUEST_CHANGES: lambda: tp("verdict", "Changes requested"),
}

_DELIVERIES: dict[DeliveryState, Callable[[], str]] = {
    DeliveryState.WAITING: lambda: tp("delivery", "On its way"),
    DeliveryState.VERIFIED: lambda: tp("delivery", "Arrived, read back and equal"),
    DeliveryState.DIFFERS: lambda: tp("delivery", "The portal shows something else"),
    DeliveryState.FAILED: lambda: tp("delivery", "Did not arrive; it is tried again"),
    DeliveryState.REFUSED: lambda: tp("delivery", "Not taken; somebody must look"),
    DeliveryState.OVERTAKEN: lambda: tp("delivery", "A newer one was there first"),
}

_MINIMUM: dict[Minimum, Callable[[], str]] = {
    Minimum.RIGHTS_AND_DUTIES: lambda: tp("minimum", "Rights and duties"),
    Minimum.LAW_LINK: lambda: tp("minimum", "Link to the law in force"),
    Minimum.AUTHORITY_NAME: lambda: tp("minimum", "Name of the authority"),
    Minimum.AUTHORITY_ADDRESS: lambda: tp("minimum", "Address of the authority"),
    Minimum.AUTHORITY_PHONE: lambda: tp("minimum", "Phone of the authority"),
    Minimum.AUTHORITY_EMAIL: lambda: tp("minimum", "E-mail of the authority"),
}

_CHECKS: dict[Check, Callable[[], str]] = {
    Check.EMPTY_TARGET: lambda: t("There is no translation."),
    Check.SAME_AS_SOURCE: lambda: t("The translation is the source, letter for letter."),
    Check.WRONG_LANGUAGE: lambda: t("The words seem to be in another language."),
    Check.LEFT_IN_SOURCE_LANGUAGE: lambda: t("A word stands there untranslated."),
    Check.LENGTH: lambda: t("The translation is much shorter or longer than usual."),
    Check.MARKUP: lambda: t("Bold, italic or a link is not the same on both sides."),
    Check.RAW_HTML: lambda: t("There is HTML among the words."),
    Check.PLACEHOLDER: lambda: t("A placeholder is not the same on both sides."),
    Check.LINK_TARGET: lambda: t("The link leads to another page."),
    Check.LINK_LANGUAGE: lambda: t("The link leads to the page in another language."),
    Check.LINK_ADDRESS: lambda: t("The address of the link cannot be right, or is not encrypted."),
    Check.AMOUNT: lambda: t("An amount is not the same on both sides."),
    Check.NUMBER: lambda: t("A number is not the same on both sides."),
    Check.NUMBER_WORD: lambda: t("A number written as a word has no counterpart."),
    Check.PERCENT: lambda: t("A percentage is not the same on both sides."),
    Check.DATE: lambda: t("A date is not the same on both sides."),
    Check.TIME: lambda: t("A time of day is not the same on both sides."),
    Check.PHONE: lambda: t("A phone number is not the same on both sides."),
    Check.EMAIL: lambda: t("An e-mail address is not the same on both sides."),
    Check.ADDRESS: lambda: t("A web address is not the same on both sides."),
    Check.LAW: lambda: t("A reference to a law is not the same on both sides."),
    Check.CPR_NUMBER: lambda: t("This looks like somebody's CPR number."),
    Check.UNSEEN_LETTER: lambda: t("There is a letter that nobody sees."),
    Check.LOOK_ALIKE: lambda: t("A letter of another alphabet looks like one of ours."),
    Check.OLD_SPELLING: lambda: t("This is spelled as before 1973."),
    Check.GLUED_ENDING: lambda: t("An ending hangs on a number or an abbreviation without a hyphen."),
    Check.DOUBLE_SPACE: lambda: t("There are two spaces where one belongs."),
    Check.DOUBLED_WORD: lambda: t("The same word stands there twice."),
    Check.BRACKETS: lambda: t("A bracket or a quotation mark has no partner."),
    Check.BEGINNING: lambda: t("The sentence begins with another sign than the source."),
    Check.END: lambda: t("The sentence ends with another sign than the source."),
}

_PO_FAULTS: dict[PoFault, Callable[[], str]] = {
    PoFault.LINE: lambda: t("This line is neither a comment, a keyword nor a string."),
    PoFault.STRING_OPEN: lambda: t("The string does not end on its line."),
    PoFault.QUOTE: lambda: t("A quotation mark inside the string lacks its backslash."),
    PoFault.ESCAPE: lambda: t("A backslash stands before a letter that means nothing there."),
    PoFault.ORDER: lambda: t("This must not stand at this place."),
    PoFault.TRANSLATION_MISSING: lambda: t("The sentence has no place for its translation."),
    PoFault.PLURAL: lambda: t("There are plural forms; sentences have none."),
    PoFault.KEY_MISSING: lambda: t("The sentence has no msgctxt, so nobody knows where it belongs."),
    PoFault.KEY_DOUBLED: lambda: t("The same msgctxt stands there twice."),
    PoFault.SOURCE_EMPTY: lambda: t("The sentence has no source."),
    PoFault.LETTER: lambda: t("There is a letter that cannot be stored."),
    PoFault.STRING_LONG: lambda: t("The string is longer than any sentence."),
    PoFault.TOO_MANY: lambda: t("There are more sentences than an article has."),
    PoFault.HEADER_MISSING: lambda: t("There is no header before the first sentence."),
    PoFault.HEADER_DOUBLED: lambda: t("There is a second header."),
    PoFault.HEADER_UNKNOWN: lambda: t("This line of the header is unknown or stands there twice."),
    PoFault.HEADER_INCOMPLETE: lambda: t("The header does not say which article and which languages these are."),
    PoFault.CHARSET: lambda: t("The header names another encoding than UTF-8."),
    PoFault.PLURAL_FORMS: lambda: t("The header names plural forms that cannot be."),
}

_LANGUAGES: dict[str, Callable[[], str]] = {
    "da": lambda: tp("language", "Danish"),
    "kl": lambda: tp("language", "Kalaallisut"),
    "en": lambda: tp("language", "English"),
}

_SEGMENTS: dict[str, Callable[[], str]] = {
    "citizen": lambda: tp("segment", "Citizens"),
    "business": lambda: tp("segment", "Businesses"),
}

WORDS: tuple[Mapping[Any, Callable[[], str]], ...] = (
    _STATES,
    _ROLES,
    _MOVES,
    _CAPACITIES,
    _CAUSES,
    _VERDICTS,
    _DELIVERIES,
    _MINIMUM,
    _CHECKS,
    _PO_FAULTS,
)


def word(member: object) -> str:
    """Return the words for a state, role, move, capacity, cause, verdict, delivery, point of law, check or fault."""
    kind = type(member)
    for words in WORDS:
        if kind is type(next(iter(words))):
            return words[member]()
    raise KeyError(member)


def language_word(language: str) -> str:
    """Return the name of a language in the language of the answer."""
    return _LANGUAGES[language]()


def segment_word(segment: str) -> str:
    """Return the word for whom an article is for: citizens or businesses."""
    return _SEGMENTS[segment]()


def reason_sentence(reason: Reason) -> str:
    """Return the sentence for a reason in the language of the answer."""
    return t(REASONS[reason])


def sentence(refusal: Refusal) -> str:
    """Return what a refusal says to the person."""
    return reason_sentence(refusal.reason)
