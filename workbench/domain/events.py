"""What happened, in the past tense: the facts of an outbox row, as JSON values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParcelDue:
    """A parcel is to be delivered to one target."""

    parcel_id: str
    target: str


@dataclass(frozen=True, slots=True)
class MailDue:
    """A letter is to be sent; ``kind`` names its template, ``facts`` fill it."""

    kind: str
    to: str
    locale: str
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class ResetAsked:
    """Somebody asked for a new password; whether there is such an account is looked up after the answer."""

    email: str


Event = ParcelDue | MailDue | ResetAsked
