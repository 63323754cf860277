"""Acts of people on their own account: signing in and out, passwords, language, name."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit, outbox
from workbench.accounts.limits import DAY, Limit, is_reached, note_try
from workbench.domain.events import MailDue, ResetAsked
from workbench.domain.refusals import Invalid, Reason
from workbench.models import Login, Person, now
from workbench.store.links import Purpose, end_links, make_link, new_token, token_hash, use_link
from workbench.store.moves import refuse_stale
from workbench.store.people import person_by_email

RESETS_A_DAY = 5
#: Ended logins are kept so long, for the words of people whose login ended while they wrote.
KEPT = dt.timedelta(days=30)


def start_login(session: Session, person: Person) -> str:
    """Begin a login of the person; return the token that the cookie carries."""
    token = new_token()
    session.execute(sa.delete(Login).where(Login.started_at < now() - KEPT))
    session.add(Login(token_hash=token_hash(token), person=person))
    audit.record(session, person.id, "login:start", "person", person.id)
    return token


def note_failed_sign_in(session: Session, person_id: int | None) -> None:
    """Write down that somebody tried to sign in and could not; ``person_id`` is whose account it was about."""
    audit.record(session, None, "login:refuse", "person", person_id or "")


def end_login(session: Session, person_id: int, ended: str) -> None:
    """End one login, by its hash."""
    mine = sa.update(Login).where(Login.token_hash == ended, Login.person_id == person_id, Login.ended_at.is_(None))
    if session.execute(mine.values(ended_at=now())).rowcount:  # type: ignore[attr-defined]  # an UPDATE answers with a CursorResult
        audit.record(session, person_id, "login:end", "person", person_id)


def end_logins(session: Session, actor_id: int | None, person: Person, *, but: str = "") -> None:
    """End all logins of the person, except the one of that hash."""
    theirs = sa.update(Login).where(Login.person_id == person.id, Login.ended_at.is_(None), Login.token_hash != but)
    session.execute(theirs.values(ended_at=now()))
    audit.record(session, actor_id, "login:end-others" if but else "login:end-all", "person", person.id)


def keep_password_hash(session: Session, person: Person, new_hash: str) -> None:
    """Keep the same password under a newer hash."""
    person.password_hash = new_hash
    session.flush()


def set_password(session: Session, person: Person, new_hash: str) -> None:
    """Give the person a new password: every login and every open link of theirs ends."""
    person.password_hash = new_hash
    session.flush()
    end_logins(session, person.id, person)
    end_links(session, person)
    audit.record(session, person.id, "password:change", "person", person.id)


def set_password_by_link(session: Session, token: str, purpose: Purpose, new_hash: str) -> Person:
    """Use the link up for a new password; raise Invalid when it has been used or has ended."""
    person = use_link(session, token, purpose)
    set_password(session, person, new_hash)
    return person


def ask_for_reset(session: Session, email: str, key: str) -> None:
    """Ask for a link for a new password, five a day at most.

    Whether there is such an account is looked up by the worker, so that not even the time of the answer tells.
    """
    reached = is_reached(session, Limit(key, RESETS_A_DAY, DAY))
    note_try(session, key)
    if not reached:
        outbox.put(session, ResetAsked(email))


def send_reset(session: Session, email: str) -> None:
    """Send the link that was asked for, if there is such an account and it is open."""
    try:
        person = person_by_email(session, email)
    except Invalid:
        return
    if person is None or not person.is_active:
        return
    purpose = Purpose.RESET if person.password_hash else Purpose.INVITATION
    facts = {"name": person.name, "token": make_link(session, person, purpose), "inviter": "", "occasion": ""}
    outbox.put(session, MailDue(purpose.value, person.email, person.locale, facts))
    audit.record(session, None, "password:ask", "person", person.id)


def save_settings(session: Session, person: Person, *, name: str, locale: str, seen_version: int | None) -> None:
    """Keep name and language; raise StaleVersion when somebody changed the person meanwhile."""
    refuse_stale(seen_version, person.version)
    if not name:
        raise Invalid(Reason.FIELD_INVALID)
    person.name, person.locale = name, locale
    session.flush()
    audit.record(session, person.id, "person:edit", "person", person.id, locale=locale)


def choose_language(session: Session, person: Person, locale: str) -> None:
    """Keep the language chosen on a device as the person's own."""
    if person.locale != locale:
        person.locale = locale
        session.flush()
