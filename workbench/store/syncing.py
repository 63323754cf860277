"""What a browser that writes sends and is answered: its update into the log, what is new back, who else is there."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain import livechanges
from workbench.domain.livechanges import Change, TooMuchError
from workbench.domain.livedoc import merged
from workbench.domain.permissions import Actor, may, may_there
from workbench.domain.refusals import Reason
from workbench.domain.roles import Permission
from workbench.domain.states import State
from workbench.domain.wire import Answer, Ask, Nearby, Request, Say
from workbench.models import Cause, Edition, Person, Presence, Text, TextClient, TextUpdate, now
from workbench.store import texts
from workbench.store.quarantine import keep_late_update
from workbench.store.sources import settle
from workbench.store.visibility import matter_of, place_of

_NAMES = uuid.UUID("0d4a6f0e-3d5c-4a51-8f0b-0a6de9b4f1c7")
#: Where somebody is is written at most so often, and told so long.
PRESENCE_EVERY, PRESENCE_LASTS = dt.timedelta(seconds=15), dt.timedelta(minutes=10)
#: Seconds to the next request of a browser that has nothing to send, by how long ago the text was changed.
_PACE = ((dt.timedelta(minutes=2), 5), (dt.timedelta(minutes=10), 15))
_SLOW = 60
_MOST_NEARBY = 255


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do with a text now; ``reason`` is why they may not write."""

    reads: bool
    writes: bool
    suggests: bool
    reason: Reason | None

    @property
    def says(self) -> Say:
        """Return what an answer says of them."""
        if self.writes:
            return Say(0)
        return Say.SUGGEST_ONLY if self.suggests else Say.READ_ONLY


def rights_of(session: Session, actor: Actor, edition: Edition, text: Text) -> Rights:
    """Decide what the actor may do with a text of the article whose newest edition is ``edition``.

    Writers write while it is drafted; those asked to review it propose and remark while it is in review.
    """
    matter = matter_of(session, edition)
    reads = bool(may(actor, Permission.ARTICLE_READ, matter)) or bool(
        may_there(actor, Permission.TEXT_WRITE, place_of(edition.article))
    )
    if text.id != edition.source.id:
        return Rights(reads, writes=False, suggests=False, reason=Reason.TEXT_NOT_OPEN)
    reason = may(actor, Permission.TEXT_WRITE, matter).reason
    suggests = edition.state is State.IN_REVIEW and bool(may(actor, Permission.REVIEW_GIVE, matter))
    return Rights(reads, writes=reason is None, suggests=suggests, reason=reason)


def has_to_note(session: Session, text: Text, actor: Actor, request: Request) -> bool:
    """Tell whether it is time to note where somebody is; without that, a request with no update changes nothing."""
    return bool(request.line_id) and not _is_noted(session.get(Presence, (text.id, actor.id)))


def _is_noted(presence: Presence | None) -> bool:
    return presence is not None and now() - presence.at < PRESENCE_EVERY


def take(session: Session, edition: Edition, text: Text, actor: Actor, request: Request) -> Answer:
    """Take what a browser sends, for ``text``, into the text or beside it, and answer; sent twice it counts once.

    ``edition`` is the newest of the article. Nothing is refused: what may not be in the text is kept as late words.
    The answer must be sent after the commit only.
    """
    text = texts.locked(session, text)
    session.refresh(edition, ["state", "version"])
    rights = rights_of(session, actor, edition, text)
    says, own_seq = rights.says, 0
    if request.update:
        kept, own_seq = _taken(session, edition, text, actor, rights, request)
        # What was there already is taken, whatever the rights are now: the browser may forget it.
        says = (says | kept) if kept else says & ~Say.READ_ONLY
    if rights.reads and request.line_id:
        _note(session, text, actor, request.line_id)
    return answer_to(session, text, actor, rights, request, says=says, own_seq=own_seq)


def _taken(
    session: Session, edition: Edition, text: Text, actor: Actor, rights: Rights, request: Request
) -> tuple[Say, int]:
    """Return what to say of the update, and the row it is, 0 for none."""
    request_id = uuid.uuid5(_NAMES, f"{text.id} {hashlib.sha256(request.update).hexdigest()}")
    if row := texts.row_of(session, text, request_id):
        return Say(0), row.seq
    change, reason = _change(text, rights, request)
    if change is not None and reason is None:
        if change.committed.gap:
            return Say.GAP, 0
        if not change.is_news:
            return Say(0), 0
        reason = _bound(session, text, actor, request, change)
    if change is None or reason is not None:
        keep_late_update(session, actor.id, edition, text, request.update, reason or Reason.LETTERS_NOT_STORABLE)
        return Say.QUARANTINED, 0
    return Say(0), _append(session, edition, text, actor, request, change, request_id)


def _change(text: Text, rights: Rights, request: Request) -> tuple[Change | None, Reason | None]:
    """Look what the update would do, and why it may not."""
    may_not = None if rights.writes or rights.suggests else rights.reason
    try:
        change = Change(text.state, request.update)
    except TooMuchError:
        return None, may_not or Reason.TOO_LARGE
    except ValueError:
        return None, may_not or Reason.LETTERS_NOT_STORABLE
    if change.committed.gap:
        # A browser that has sent all it has and still lacks something cannot be helped by asking once more.
        return change, may_not or (Reason.BASE_UNKNOWN if Ask.HEAL in request.asks else None)
    if not change.is_news:
        return change, None
    if may_not is None and not rights.writes and change.changes_words:
        may_not = rights.reason
    return change, may_not


def _bound(session: Session, text: Text, actor: Actor, request: Request, change: Change) -> Reason | None:
    """Bind client ids to whoever sends their first work; return a reason where some are another's."""
    grown = change.began | change.went_on
    rows = session.scalars(
        sa.select(TextClient).where(TextClient.text_id == text.id, TextClient.client.in_(sorted(grown)))
    )
    owners = {row.client: row.person_id for row in rows}
    is_heal = Ask.HEAL in request.asks
    if not is_heal and any(owner != actor.id for owner in owners.values()):
        return Reason.FORM_NOT_OURS
    if is_heal:
        # It may bring back what others wrote, when the server has lost it: theirs stays theirs.
        audit.record(session, actor.id, "text:heal", "edition", text.edition_id, text=text.id, clients=len(grown))
        grown &= frozenset(request.clients)
    _bind(session, text, actor, grown - owners.keys())
    return None


def _bind(session: Session, text: Text, actor: Actor, clients: Iterable[int]) -> None:
    session.add_all(TextClient(text_id=text.id, client=client, person_id=actor.id) for client in sorted(clients))
    session.flush()


def _append(
    session: Session,
    edition: Edition,
    text: Text,
    actor: Actor,
    request: Request,
    change: Change,
    request_id: uuid.UUID,
) -> int:
    changes_words = change.changes_words
    row = texts.append(
        session,
        text,
        request.update,
        person_id=actor.id,
        request_id=request_id,
        cause=Cause.SYNC if changes_words else Cause.SUGGEST,
        merged=change.committed.state,
    )
    if changes_words:
        settle(session, edition, text)
    return row.seq


def _note(session: Session, text: Text, actor: Actor, line_id: str) -> None:
    presence = session.get(Presence, (text.id, actor.id))
    if presence is None:
        session.add(Presence(text_id=text.id, person_id=actor.id, line_id=line_id))
    elif not _is_noted(presence):
        presence.line_id, presence.at = line_id, now()
    session.flush()


def answer_to(
    session: Session,
    text: Text,
    actor: Actor,
    rights: Rights,
    request: Request,
    *,
    says: Say | None = None,
    own_seq: int = 0,
) -> Answer:
    """Return what a browser is told: what is new since its last row, without the row ``own_seq`` it has just sent.

    Where nothing was sent and nothing is new, what stands for the whole text. Somebody who may not read the text any
    more learns nothing of it.
    """
    saying = rights.says if says is None else says
    saved = _saved(session, text, actor)
    if not rights.reads:
        return Answer(request.seq, _SLOW, saved, says=saying)
    if request.seq > text.seq:
        # The server was set back to an earlier day.
        saying |= Say.GAP
    is_quiet = not request.update and request.seq == text.seq
    return Answer(
        seq=text.seq,
        wait=_wait(text),
        saved=saved,
        update=b"" if is_quiet else _news(session, text, request.seq, own_seq),
        nearby=_nearby(session, text, actor),
        hash=livechanges.hash_of(text.state) if is_quiet else None,
        says=saying,
    )


def _saved(session: Session, text: Text, actor: Actor) -> int:
    at = session.scalar(
        sa.select(TextUpdate.at)
        .where(TextUpdate.text_id == text.id, TextUpdate.person_id == actor.id)
        .order_by(TextUpdate.seq.desc())
        .limit(1)
    )
    return int(at.timestamp()) if at else 0


def _wait(text: Text) -> int:
    rest = now() - text.updated_at
    return next((seconds for limit, seconds in _PACE if rest < limit), _SLOW)


def _news(session: Session, text: Text, seq: int, own_seq: int) -> bytes:
    """Return the rows after ``seq`` as one update, or the whole text where that is smaller."""
    if seq == 0 or seq > text.seq:
        return text.state
    rows = session.scalars(
        sa.select(TextUpdate.update)
        .where(TextUpdate.text_id == text.id, TextUpdate.seq > seq, TextUpdate.seq != own_seq)
        .order_by(TextUpdate.seq)
    ).all()
    if sum(map(len, rows)) > len(text.state):
        return text.state
    return merged(rows)


def _nearby(session: Session, text: Text, actor: Actor) -> tuple[Nearby, ...]:
    at = now()
    rows = session.execute(
        sa.select(Person.name, Presence.line_id, Presence.at)
        .join(Person, Person.id == Presence.person_id)
        .where(Presence.text_id == text.id, Presence.person_id != actor.id, Presence.at > at - PRESENCE_LASTS)
        .order_by(Presence.at.desc())
        .limit(_MOST_NEARBY)
    )
    return tuple(Nearby(name, line_id, max(0, int((at - seen).total_seconds()))) for name, line_id, seen in rows)
