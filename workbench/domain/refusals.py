"""The ways a rule of the field says no. A refusal carries its reason; the words for it are found in web/words.py."""

import enum
from collections.abc import Mapping


class Reason(enum.StrEnum):
    #: Nobody is signed in, or the login has ended.
    NOT_SIGNED_IN = "not-signed-in"
    #: No role of this person carries the permission here.
    ROLE_LACKS_PERMISSION = "role-lacks-permission"
    #: Nobody vouches for their own words.
    OWN_WORDS = "own-words"
    #: Nobody checks their own translation.
    OWN_TRANSLATION = "own-translation"
    #: The person to be asked has written in the text.
    WROTE_IN_IT = "wrote-in-it"
    #: This person was not asked to review the text.
    NOT_ASKED = "not-asked"
    #: Somebody else has claimed this.
    CLAIMED_BY_ANOTHER = "claimed-by-another"
    #: This must be claimed before one works on it.
    NOT_CLAIMED = "not-claimed"
    #: The edition is not in a state from which this move starts.
    MOVE_NOT_POSSIBLE = "move-not-possible"
    #: The text is not open for writing in the state the edition is in.
    TEXT_NOT_OPEN = "text-not-open"
    #: Somebody saved a newer version after this page was opened.
    CHANGED_MEANWHILE = "changed-meanwhile"
    #: There is no such thing, or not for this person; the two look the same from outside.
    UNKNOWN = "unknown"
    #: Signatures, sentences or the legal minimum are missing.
    NOT_COMPLETE = "not-complete"
    #: Some sentences have no translation.
    NOT_TRANSLATED = "not-translated"
    #: Some sentences have not been checked.
    NOT_CHECKED = "not-checked"
    #: A blocking finding is open.
    FINDING_OPEN = "finding-open"
    #: A title is needed first.
    TITLE_MISSING = "title-missing"
    #: There are no words yet.
    TEXT_EMPTY = "text-empty"
    #: A reason must be given.
    REASON_MISSING = "reason-missing"
    #: A field is empty that must not be, or holds what it may not.
    FIELD_INVALID = "field-invalid"
    #: The words hold letters no database can keep: NUL or half a surrogate.
    LETTERS_NOT_STORABLE = "letters-not-storable"
    #: More words than one section or file may hold.
    TOO_LARGE = "too-large"
    #: The page names a base of this text that does not exist.
    BASE_UNKNOWN = "base-unknown"
    #: The quoted words do not stand in that line.
    QUOTE_NOT_FOUND = "quote-not-found"
    #: The workshop is closed.
    WORKSHOP_CLOSED = "workshop-closed"
    WORKSHOP_OPEN = "workshop-open"
    #: The article is already on a list or being written.
    ALREADY_TAKEN = "already-taken"
    #: The same thing stands there already.
    ALREADY_THERE = "already-there"
    #: An edition of this article is already open.
    EDITION_OPEN = "edition-open"
    #: The role needs an organisation, a workshop or a language pair.
    SCOPE_MISSING = "scope-missing"
    #: The date lies in the past or before the one it must follow.
    DATE_NOT_POSSIBLE = "date-not-possible"
    #: E-mail or password is wrong, or there is no such account; the three look the same from outside.
    SIGN_IN_FAILED = "sign-in-failed"
    #: Too many tries; wait.
    TOO_MANY_TRIES = "too-many-tries"
    #: The password has too few letters.
    PASSWORD_SHORT = "password-short"  # noqa: S105 - a reason, not a password
    #: The password has too many letters.
    PASSWORD_LONG = "password-long"  # noqa: S105 - a reason, not a password
    #: The password stands on the list of leaked ones, or is the person's name or address.
    PASSWORD_LEAKED = "password-leaked"  # noqa: S105 - a reason, not a password
    #: The two passwords differ.
    PASSWORDS_DIFFER = "passwords-differ"
    #: The names in braces of a sentence of the interface are not the ones that get filled.
    PLACEHOLDERS_DIFFER = "placeholders-differ"
    #: The present password, asked for before a new one, is not right.
    PASSWORD_WRONG = "password-wrong"  # noqa: S105 - a reason, not a password
    #: What was typed is no e-mail address.
    ADDRESS_INVALID = "address-invalid"
    #: The account of that address is closed.
    ACCOUNT_CLOSED = "account-closed"
    #: The link has been used, has ended, or was never made.
    LINK_ENDED = "link-ended"
    #: One cannot take away one's own administration.
    OWN_ADMINISTRATION = "own-administration"
    #: A file of another kind than .txt, .md and .docx.
    DOCUMENT_KIND = "document-kind"
    #: The file cannot be read as what its name says.
    DOCUMENT_BROKEN = "document-broken"
    #: The file is larger than a draft may be.
    DOCUMENT_TOO_LARGE = "document-too-large"
    #: The file holds no words.
    DOCUMENT_EMPTY = "document-empty"
    #: The letters of the file are in no encoding we know.
    DOCUMENT_ENCODING = "document-encoding"
    #: The PO file cannot be read.
    PO_UNREADABLE = "po-unreadable"
    #: The PO file is not UTF-8.
    PO_ENCODING = "po-encoding"
    #: The PO file is too large.
    PO_TOO_LARGE = "po-too-large"
    #: The PO file belongs to another article or language.
    PO_FOREIGN = "po-foreign"
    #: The parcel does not have the form it must have.
    PARCEL_BROKEN = "parcel-broken"
    #: The portal has a newer payload than this one.
    #: The page was sent from elsewhere or its form is too old; it has to be sent again.
    FORM_NOT_OURS = "form-not-ours"


class Refusal(Exception):
    """No, with the reason; ``details`` fill the placeholders of its sentence and name the field it concerns."""

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details: Mapping[str, object] = details


class NotSignedIn(Refusal):
    """Nobody is signed in."""


class Denied(Refusal):
    """The person may not do it."""


class Unknown(Refusal):
    """There is no such thing for this person."""


class IllegalMove(Refusal):
    """The thing is not in a state for this."""


class StaleVersion(Refusal):
    """Somebody was quicker; what the person saw is no longer so."""


class Invalid(Refusal):
    """What was typed or sent cannot be taken as it is."""


class TooMany(Refusal):
    """Too many tries in too short a time."""
