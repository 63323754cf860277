"""PO files: an edition's sentences out to another program, and back: first what would change, then whole or not at all.

A sentence is taken in as if it were typed in the editor, by whoever holds the claim. Where somebody saved newer words
since the file was written, both stand side by side and a person chooses; what is not chosen stays beside the sentence.
Words made of an earlier wording of the source are kept as such, to be compared and confirmed in the editor.
"""

import enum
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain import livetext
from workbench.domain.exchange.po import PoFault, PoFile, PoHeader, PoUnit, read_po, write_po
from workbench.domain.linetext import Content
from workbench.domain.markdown import inline_markdown, parse_inline
from workbench.domain.permissions import Actor
from workbench.domain.refusals import Invalid, Reason, StaleVersion
from workbench.domain.sentences import signature_hash
from workbench.domain.signatures import OF_SOURCE
from workbench.models import Edition, Origin, Segment, TextVersion
from workbench.store import texts
from workbench.store.bases import base_of, token_of
from workbench.store.segments import segments_of, words_of_line
from workbench.store.signatures import signed_of
from workbench.store.texts import Base
from workbench.translation.commands import LONGEST, MadeOf, require_turn, save_segment, target_of
from workbench.translation.late import Typed, keep_late_words


class Fate(enum.StrEnum):
    #: There was no translation; the file has one.
    NEW = "new"
    #: The file has other words, and nobody has written here since.
    CHANGED = "changed"
    #: The same words, confirmed in the file.
    CONFIRMED = "confirmed"
    #: Somebody has saved other words here since the file was written.
    CONFLICT = "conflict"
    #: The source has other words now: the translation comes in as one of the earlier wording.
    OUTDATED = "outdated"
    #: Somebody has signed the sentence as it stands; a file does not change it.
    SIGNED = "signed"
    #: The source has no such sentence any more.
    GONE = "gone"
    #: The file says nothing new.
    UNCHANGED = "unchanged"


class Misfit(enum.StrEnum):
    #: No sentence of the article has this msgctxt.
    KEY_UNKNOWN = "key-unknown"
    #: The msgid is not what was sent out.
    SOURCE_EDITED = "source-edited"
    #: More words than a sentence may have.
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line of the file."""

    line: int
    what: PoFault | Misfit
    key: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What the file would do to one sentence; ``words`` are the file's."""

    fate: Fate
    segment: Segment
    words: str
    unit: PoUnit

    @property
    def is_of_earlier_source(self) -> bool:
        return signature_hash(self.unit.source) != self.segment.source_hash


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would change, or why it cannot be taken; ``seq`` is the state of the translation it was held to."""

    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    seq: int

    def of(self, fate: Fate) -> list[Change]:
        return [change for change in self.changes if change.fate is fate]

    @property
    def has_news(self) -> bool:
        return any(change.fate in _TAKEN for change in self.changes)


_TAKEN = frozenset({Fate.NEW, Fate.CHANGED, Fate.CONFIRMED, Fate.CONFLICT, Fate.OUTDATED})


def written_po(session: Session, edition: Edition) -> bytes:
    """Write the edition's sentences with their translations; raises Invalid(BASE_UNKNOWN) before it is translated."""
    article, target = edition.article, target_of(edition)
    headings = {kind.key: kind.name(article.source_language) for kind in article.article_type.sections}
    version = session.scalar(sa.select(sa.func.max(TextVersion.number)).where(TextVersion.text_id == edition.source.id))
    header = PoHeader(
        edition=f"{article.id}/{edition.number}",
        version=version or 0,
        source=article.source_language,
        target=article.target_language,
        title=article.title,
        base=token_of(target, Base(target.seq)),
    )
    units = [
        PoUnit(
            key=segment.key,
            source=segment.source,
            target=segment.target,
            heading=headings.get(segment.section_key, ""),
            previous=segment.previous_source if not segment.is_ready else "",
            confirmed=segment.is_ready,
            source_hash=segment.source_hash,
        )
        for segment in segments_of(session, edition)
    ]
    return write_po(header, units)


def plan_of(session: Session, edition: Edition, raw: bytes) -> Plan:
    """Hold a file against the edition; nothing is changed.

    Raises Invalid when it is no PO file of ours at all, or one of another article or language (PO_FOREIGN).
    """
    file = read_po(raw)
    target = target_of(edition)
    _refuse_foreign(edition, file)
    faults = [Fault(refusal.line, refusal.code, refusal.key) for refusal in file.refusals]
    segments = {segment.key: segment for segment in segments_of(session, edition, also_gone=True)}
    faults += [fault for unit in file.units for fault in _misfits(unit, segments)]
    if faults:
        return Plan((), tuple(sorted(faults, key=lambda fault: fault.line)), target.seq)
    before = _sent_out(session, edition, file.header)
    signed = {
        (each.source_hash, each.target_hash) for each in signed_of(session, edition) if each.capacity not in OF_SOURCE
    }
    changes = [_change(unit, segments[unit.key], before, signed) for unit in file.units]
    return Plan(tuple(sorted(changes, key=lambda change: change.segment.position)), (), target.seq)


def _refuse_foreign(edition: Edition, file: PoFile) -> None:
    if file.header is None:
        return
    article = edition.article
    languages = tuple(tag.partition("-")[0].lower() for tag in (file.header.source, file.header.target))
    if file.header.edition.partition("/")[0] != str(article.id) or languages != article.pair:
        raise Invalid(Reason.PO_FOREIGN)


def _misfits(unit: PoUnit, segments: Mapping[str, Segment]) -> Iterable[Fault]:
    """Say what of a sentence does not fit: our file carries the hash of every source, so an edited one is found."""
    segment = segments.get(unit.key)
    if segment is None:
        yield Fault(unit.line, Misfit.KEY_UNKNOWN, unit.key)
    elif signature_hash(unit.source) not in {unit.source_hash, segment.source_hash}:
        yield Fault(unit.line, Misfit.SOURCE_EDITED, unit.key)
    if len(unit.target) > LONGEST:
        yield Fault(unit.line, Misfit.TOO_LONG, unit.key)


def _sent_out(session: Session, edition: Edition, header: PoHeader | None) -> Content | None:
    """Return the translation as it was when the file was written; None when nobody knows."""
    target = target_of(edition)
    try:
        base = base_of(target, header.base if header else "")
    except Invalid:
        return None
    return livetext.read(texts.state_at(session, target, base))


def _change(unit: PoUnit, segment: Segment, before: Content | None, signed: set[tuple[str, str]]) -> Change:
    words = inline_markdown(parse_inline(" ".join(unit.target.split())))
    known = None if before is None else words_of_line(before, segment.key)
    return Change(_fate(unit, segment, words, known, signed), segment, words, unit)


def _fate(unit: PoUnit, segment: Segment, words: str, known: str | None, signed: set[tuple[str, str]]) -> Fate:
    """Say what becomes of the file's ``words``; ``known`` are those that were sent out, None when nobody knows."""
    is_old = signature_hash(unit.source) != segment.source_hash
    if not words or (segment.is_current and words in {known, segment.target}):
        is_news = words and words == segment.target and unit.confirmed and not is_old and not segment.is_ready
        return Fate.CONFIRMED if is_news else Fate.UNCHANGED
    if not segment.is_current:
        return Fate.GONE
    if segment.is_ready and (segment.source_hash, segment.target_hash) in signed:
        return Fate.SIGNED
    if segment.target and segment.target != known:
        return Fate.CONFLICT
    return Fate.OUTDATED if is_old else Fate.CHANGED if segment.target else Fate.NEW


def take_po(
    session: Session,
    actor: Actor,
    edition: Edition,
    raw: bytes,
    *,
    from_file: Sequence[str],
    seen_seq: int | None,
    request_id: uuid.UUID,
) -> Plan:
    """Take a file in, whole or not at all; of conflicts, those sentences (by key) that were chosen from the file.

    Raises what ``save_segment`` raises, StaleVersion when the translation is no longer the one the report was about,
    Invalid(PO_UNREADABLE) when something in the file is wrong.
    """
    edition = require_turn(session, actor, edition)
    plan = plan_of(session, edition, raw)
    if plan.faults:
        raise Invalid(Reason.PO_UNREADABLE)
    if seen_seq != plan.seq:
        raise StaleVersion(Reason.CHANGED_MEANWHILE)
    for change in plan.changes:
        number = uuid.uuid5(request_id, change.segment.key)
        if change.fate is Fate.CONFLICT and change.segment.key not in from_file:
            beside = Typed("", number, change.segment.key, change.words)
            keep_late_words(session, actor.id, edition, beside, Reason.CHANGED_MEANWHILE)
        elif change.fate in _TAKEN:
            _take(session, actor, edition, change, number)
    return plan


def _take(session: Session, actor: Actor, edition: Edition, change: Change, number: uuid.UUID) -> None:
    is_old = change.is_of_earlier_source
    save_segment(
        session,
        actor,
        edition,
        change.segment,
        change.words,
        base=Base(target_of(edition).seq),
        request_id=number,
        confirm=change.unit.confirmed and not is_old,
        origin=Origin.IMPORT,
        made_of=MadeOf(change.unit.source) if is_old else None,
    )
