"""Links by mail: made for one person and one address, kept as a hash, used once, ended after a while."""

import datetime as dt
import enum
import hashlib
import secrets

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain.refusals import Invalid, Reason
from workbench.models import MailLink, Person, now


class Purpose(enum.StrEnum):
    #: The first password of an invited person.
    INVITATION = "invitation"
    #: A new password for somebody who forgot theirs.
    RESET = "reset"


LIFETIME = {Purpose.INVITATION: dt.timedelta(days=7), Purpose.RESET: dt.timedelta(hours=1)}


def new_token() -> str:
    """Return what nobody can guess: 256 bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what a row keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(session: Session, person: Person, purpose: Purpose) -> str:
    """Return the token of a new link; the person's older links for the same purpose end."""
    end_links(session, person, purpose)
    token, at = new_token(), now()
    session.add(
        MailLink(
            token_hash=token_hash(token),
            person=person,
            purpose=purpose.value,
            email=person.email,
            made_at=at,
            ends_at=at + LIFETIME[purpose],
        )
    )
    session.flush()
    return token


def end_links(session: Session, person: Person, *purposes: Purpose) -> None:
    """End the person's open links for these purposes; for all when none is named."""
    open_links = sa.update(MailLink).where(
        MailLink.person_id == person.id,
        MailLink.used_at.is_(None),
        MailLink.ends_at > now(),
        MailLink.purpose.in_([purpose.value for purpose in purposes or Purpose]),
    )
    session.execute(open_links.values(ends_at=now()))


def open_link(session: Session, token: str, purpose: Purpose) -> MailLink:
    """Return the link; raise Invalid when it was used, has ended, or the person has another address or none now."""
    link = session.get(MailLink, token_hash(token))
    if link is None or link.purpose != purpose or link.used_at is not None or link.ends_at <= now():
        raise Invalid(Reason.LINK_ENDED)
    if link.email != link.person.email or not link.person.is_active:
        raise Invalid(Reason.LINK_ENDED)
    return link


def use_link(session: Session, token: str, purpose: Purpose) -> Person:
    """Use the link up and return whose it is; of two who try at once, one gets Invalid."""
    link = open_link(session, token, purpose)
    used = sa.update(MailLink).where(MailLink.token_hash == link.token_hash, MailLink.used_at.is_(None))
    if session.execute(used.values(used_at=now())).rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE answers with a CursorResult
        raise Invalid(Reason.LINK_ENDED)
    return link.person
