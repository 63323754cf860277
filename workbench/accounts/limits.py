"""How often something may be tried: counted in the database, so that all processes count together."""

import datetime as dt
import hashlib
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain.refusals import Reason, TooMany
from workbench.models import Attempt, now

WINDOW = dt.timedelta(minutes=5)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many tries within the window; ``key`` is a hash and tells nothing of whom it is about."""

    key: str
    tries: int
    window: dt.timedelta = WINDOW


def key_of(secret: str, kind: str, what: str) -> str:
    """Return the key under which tries are counted; without the secret nobody can find out whose it is."""
    return hashlib.blake2b(f"{kind}:{what}".encode(), key=secret.encode()[:64], digest_size=20).hexdigest()


def is_reached(session: Session, limit: Limit) -> bool:
    """Tell whether there have been as many tries as there may be."""
    counted = session.scalar(
        sa.select(sa.func.count()).where(Attempt.key == limit.key, Attempt.at > now() - limit.window)
    )
    return (counted or 0) >= limit.tries


def refuse_too_many(session: Session, *limits: Limit) -> None:
    """Raise TooMany when one of the limits is reached."""
    if any(is_reached(session, limit) for limit in limits):
        raise TooMany(Reason.TOO_MANY_TRIES)


def note_try(session: Session, *keys: str) -> None:
    """Count a try; forget those that no limit asks for any more."""
    session.execute(sa.delete(Attempt).where(Attempt.at < now() - DAY))
    session.add_all(Attempt(key=key) for key in keys)
    session.flush()


def forget_tries(session: Session, key: str) -> None:
    """Begin counting anew."""
    session.execute(sa.delete(Attempt).where(Attempt.key == key))
