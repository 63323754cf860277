"""The segments of an edition: cut from its source, kept through its changes, answered line by line in the target."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain import livetext
from workbench.domain.alignment import Fresh, Known, align
from workbench.domain.linetext import Content, Kind, Line, Run, section_key, sections
from workbench.domain.markdown import inline_markdown, parse_inline
from workbench.domain.segmentation import segments as cut
from workbench.domain.sentences import signature_hash
from workbench.models import Cause, Edition, Origin, Segment, Text, TextUpdate, now
from workbench.store import texts
from workbench.store.texts import TITLE, Base


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text in reading order; ``words`` is inline Markdown."""

    line_id: str
    ordinal: int
    section_key: str
    kind: str
    words: str
    hash: str


def sentences_of(content: Content, language: str) -> list[Sentence]:
    """Cut a text into its sentences, the title first. Section lines belong to the article type and are left out."""
    found = [_sentence(TITLE, 0, "", TITLE, (Run(content.title.strip()),))] if content.title.strip() else []
    for section in sections(content.lines):
        for line in section.lines:
            for ordinal, runs in enumerate(cut(line, language)):
                found.append(_sentence(line.id, ordinal, section.key, line.kind.value, runs))
    return found


def _sentence(line_id: str, ordinal: int, section: str, kind: str, runs: Sequence[Run]) -> Sentence:
    words = inline_markdown(runs)
    return Sentence(line_id, ordinal, section, kind, words, signature_hash(words))


def segments_of(session: Session, edition: Edition, *, also_gone: bool = False) -> list[Segment]:
    """Return the edition's segments in reading order."""
    query = sa.select(Segment).where(Segment.edition_id == edition.id).order_by(Segment.position, Segment.id)
    if not also_gone:
        query = query.where(Segment.is_current)
    return list(session.scalars(query))


def sync_segments(session: Session, edition: Edition) -> list[Segment]:
    """Bring the segments up to the source as it is; unchanged ones keep all, changed ones show their old wording.

    Makes the target text if there is none yet, and in it a line for every segment, so that every base handed out
    later knows the lines. Returns the current segments in reading order.
    """
    source = edition.source
    fresh = sentences_of(texts.content_of(source), source.language)
    everything = segments_of(session, edition, also_gone=True)
    known = [segment for segment in everything if segment.is_current]
    placed = align(
        [Known(segment.key, segment.line_id, segment.source) for segment in known],
        [Fresh(sentence.line_id, sentence.words) for sentence in fresh],
    )
    unused = {segment.key: segment for segment in known}
    gone = {segment.source_hash: segment for segment in everything if not segment.is_current}
    for position, (sentence, place) in enumerate(zip(fresh, placed.placed, strict=True)):
        # Of sentences that were divided or joined, the first keeps the translation: shown as made from another wording.
        key = place.key or next((old for old in place.group if old in unused), "")
        segment = unused.pop(key, None) or gone.pop(sentence.hash, None)
        if segment is None:
            segment = Segment(edition_id=edition.id, key=texts.new_line_id(), source="", source_hash="")
            session.add(segment)
        _place(segment, sentence, position)
    for segment in unused.values():
        segment.is_current = False
    session.flush()
    current = segments_of(session, edition)
    _open_lines(session, edition, [segment.key for segment in current])
    return current


def _place(segment: Segment, sentence: Sentence, position: int) -> None:
    if segment.source_hash != sentence.hash and segment.target and segment.made_from == segment.source_hash:
        segment.previous_source = segment.source
    segment.is_current = True
    segment.position = position
    segment.line_id = sentence.line_id
    segment.section_key = sentence.section_key
    segment.kind = sentence.kind
    segment.source = sentence.words
    segment.source_hash = sentence.hash


def _open_lines(session: Session, edition: Edition, keys: Sequence[str]) -> None:
    """Make the target text with its lines, all of them empty, or those lines it does not have yet."""
    if edition.target is None:
        lines = tuple(Line(key, Kind.PARAGRAPH, ()) for key in keys)
        first = livetext.opened_with(Content("", lines), client=texts.new_client())
        language = edition.article.target_language
        texts.open_text(session, edition, language, first, is_source=False, person_id=None)
        return
    target = texts.locked(session, edition.target)
    if update := livetext.with_lines(target.state, keys, client=texts.new_client()):
        texts.append(session, target, update, person_id=None, request_id=uuid.uuid4(), cause=Cause.OPEN)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a translated sentence: its words now, the page's next base, whether another's words are in it."""

    segment: Segment
    base: Base
    merged: bool


def save_target(
    session: Session,
    edition: Edition,
    segment: Segment,
    words: str,
    *,
    base: Base,
    request_id: uuid.UUID,
    person_id: int,
    cause: Cause = Cause.SAVE,
    origin: Origin = Origin.HUMAN,
) -> Saved:
    """Write one sentence of the translation through the log of the target text; sent twice, it counts once.

    ``words`` is inline Markdown; what others wrote in the sentence since ``base`` stays.
    """
    target = texts.locked(session, _target(session, edition))
    runs = parse_inline(" ".join(words.split()))
    base, request_id, update = _play(session, target, segment.key, runs, base, request_id)
    if update:
        row = _append(session, target, base, update, person_id=person_id, request_id=request_id, cause=cause)
        base = base.grown(row.seq)
    now_there = words_of_line(texts.content_of(target), segment.key)
    if now_there != segment.target or segment.is_outdated:
        remember_target(segment, now_there, person_id=person_id, origin=origin, at=now())
    session.flush()
    return Saved(segment, base, merged=now_there != inline_markdown(runs))


def _append(
    session: Session, target: Text, base: Base, update: bytes, *, person_id: int, request_id: uuid.UUID, cause: Cause
) -> TextUpdate:
    """Add the save to the log, and a space where it ran together with what others wrote since its base."""
    present, seen = target.state, texts.state_at(session, target, base)
    row = texts.append(session, target, update, person_id=person_id, request_id=request_id, cause=cause)
    if seen != present and (space := livetext.spaced(present, seen, update, client=texts.new_client())):
        texts.append(session, target, space, person_id=None, request_id=uuid.uuid4(), cause=Cause.REPAIR)
    return row


def _target(session: Session, edition: Edition) -> Text:
    if edition.target is None:
        sync_segments(session, edition)
        session.refresh(edition, ["texts"])
    assert edition.target is not None  # noqa: S101 - just made
    return edition.target


def _play(
    session: Session, target: Text, key: str, runs: Sequence[Run], base: Base, request_id: uuid.UUID
) -> tuple[Base, uuid.UUID, bytes]:
    """Return the base, the number and the update of the save; no update when all of it is there already.

    A number that has been here before is the same save again, or, after a step back in the browser, the same page
    with other words: that one goes on from what it saved before.
    """
    number, tries = request_id, 0
    while row := texts.row_of(session, target, number):
        base, tries = base.grown(row.seq), tries + 1
        if not (update := _operations(session, target, base, key, runs)):
            return base, number, update
        number = uuid.uuid5(request_id, str(tries))
    return base, number, _operations(session, target, base, key, runs)


def _operations(session: Session, target: Text, base: Base, key: str, runs: Sequence[Run]) -> bytes:
    return livetext.saved_line(texts.state_at(session, target, base), key, runs, client=texts.new_client())


def remember_target(segment: Segment, words: str, *, person_id: int, origin: Origin, at: dt.datetime) -> None:
    """Bring the segment's cache up to the words in the target text; whatever was confirmed of other words is not."""
    segment.target = words
    segment.target_hash = signature_hash(words) if words else ""
    segment.made_from = segment.source_hash if words else ""
    segment.is_confirmed = False
    segment.origin = origin if words else None
    segment.translator_id = person_id
    segment.translated_at = at


def words_of_line(content: Content, line_id: str) -> str:
    """Return the words of that line as inline Markdown, "" when there is none."""
    return next((inline_markdown(line.runs) for line in content.lines if line.id == line_id), "")


def composed(source: Content, segments: Sequence[Segment]) -> Content:
    """Put the translation together as a citizen reads it: the source's lines and kinds, the target's sentences.

    Section lines keep their ids and get no words: their headings belong to the article type.
    """
    answers: dict[str, list[str]] = {}
    for segment in segments:
        if segment.is_current and segment.target:
            answers.setdefault(segment.line_id, []).append(segment.target)
    lines = [
        Line(line.id, line.kind, () if section_key(line) else parse_inline(" ".join(answers.get(line.id, []))))
        for line in source.lines
    ]
    kept = [line for line in lines if line.kind is Kind.SECTION or line.words.strip()]
    return Content(" ".join(answers.get(TITLE, [])), tuple(kept))
