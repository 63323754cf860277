"""Remarks on words: writing, answering, settling."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain.anchors import place_of
from workbench.domain.permissions import Actor, require
from workbench.domain.refusals import Invalid, Reason, Unknown
from workbench.domain.roles import Permission
from workbench.models import Edition, Remark, Text, now
from workbench.store import texts
from workbench.store.visibility import matter_of

#: Longest remark and longest quote, in letters.
LONGEST, LONGEST_QUOTE = 4_000, 1_000


def write_remark(
    session: Session,
    actor: Actor,
    edition: Edition,
    *,
    remark_id: uuid.UUID,
    line_id: str,
    quote: str,
    words: str,
) -> Remark:
    """Say something about words of the source, or about all of it when no line is named; sent twice it stands once.

    Raises Denied, and Invalid when nothing is said or the quoted words do not stand in that line.
    """
    require(actor, Permission.REMARK_WRITE, matter_of(session, edition))
    if (known := _sent_before(session, actor, remark_id)) is not None:
        return known
    _refuse_empty(words)
    quote = " ".join(quote.split())[:LONGEST_QUOTE]
    if line_id or quote:
        line_id = _line_with(edition.source, line_id, quote)
    return _added(session, actor, edition, Remark(id=remark_id, line_id=line_id, quote=quote, words=words.strip()))


def _line_with(text: Text, line_id: str, quote: str) -> str:
    """Return the line that holds the quote: the one named, or, where none is, the first that does."""
    content = texts.content_of(text)
    lines = {texts.TITLE: content.title} | {line.id: line.words for line in content.lines if line.words.strip()}
    chosen = {line_id: lines[line_id]} if line_id in lines else {} if line_id else lines
    for found, there in chosen.items():
        if not quote or place_of(quote, there) is not None:
            return found
    raise Invalid(Reason.QUOTE_NOT_FOUND)


def answer_remark(
    session: Session, actor: Actor, edition: Edition, remark: Remark, *, answer_id: uuid.UUID, words: str
) -> Remark:
    """Answer a remark, or an answer to it: there is one thread. Raises Denied, Invalid."""
    require(actor, Permission.REMARK_WRITE, matter_of(session, edition))
    if (known := _sent_before(session, actor, answer_id)) is not None:
        return known
    _refuse_empty(words)
    first_id = remark.answers_id or remark.id
    return _added(session, actor, edition, Remark(id=answer_id, answers_id=first_id, words=words.strip()))


def settle_remark(session: Session, actor: Actor, edition: Edition, remark: Remark, *, settled: bool) -> Remark:
    """Say that a remark is done with, or that it is not after all. Raises Denied."""
    require(actor, Permission.REMARK_WRITE, matter_of(session, edition))
    if settled != (remark.resolved_at is not None):
        remark.resolved_at = now() if settled else None
        remark.resolved_by_id = actor.id if settled else None
        audit.record(
            session,
            actor.id,
            "remark:resolve" if settled else "remark:reopen",
            "remark",
            remark.id,
            text=remark.text_id,
        )
        session.flush()
    return remark


def remark_of(session: Session, edition: Edition, remark_id: uuid.UUID) -> Remark:
    """Load a remark on this edition; raises Unknown."""
    query = sa.select(Remark).where(
        Remark.id == remark_id, Remark.text_id.in_(sa.select(Text.id).where(Text.edition_id == edition.id))
    )
    remark = session.scalars(query).first()
    if remark is None:
        raise Unknown(Reason.UNKNOWN)
    return remark


def _sent_before(session: Session, actor: Actor, remark_id: uuid.UUID) -> Remark | None:
    known = session.get(Remark, remark_id)
    if known is not None and known.person_id != actor.id:
        raise Invalid(Reason.FIELD_INVALID)
    return known


def _refuse_empty(words: str) -> None:
    if not words.strip():
        raise Invalid(Reason.TEXT_EMPTY)
    if len(words) > LONGEST:
        raise Invalid(Reason.TOO_LARGE)


def _added(session: Session, actor: Actor, edition: Edition, remark: Remark) -> Remark:
    remark.text_id, remark.person_id = edition.source.id, actor.id
    session.add(remark)
    audit.record(session, actor.id, Permission.REMARK_WRITE, "remark", remark.id, text=edition.source.id)
    session.flush()
    return remark
