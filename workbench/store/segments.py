"""The segments of an edition: cut from its source, kept through its changes, answered line by line in the target."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain import livetext
from workbench.domain.alignment import Change, Fresh, Known, align
from workbench.domain.linetext import Content, Kind, Line, Run, section_key, sections
from workbench.domain.markdown import inline_markdown, parse_inline
from workbench.domain.segmentation import segments as cut
from workbench.domain.sentences import signature_hash
from workbench.models import Cause, Edition, Origin, Segment, Text, now
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

    Makes the target text if there is none yet. Returns the current segments in reading order.
    """
    source = edition.source
    fresh = sentences_of(texts.content_of(source), source.language)
    known = segments_of(session, edition)
    placed = align(
        [Known(segment.key, segment.line_id, segment.source) for segment in known],
        [Fresh(sentence.line_id, sentence.words) for sentence in fresh],
    )
    unused = {segment.key: segment for segment in known}
    gone = {segment.source_hash: segment for segment in segments_of(session, edition, also_gone=True)}
    for position, (sentence, place) in enumerate(zip(fresh, placed.placed, strict=True)):
        # Of sentences that were divided or joined, the first keeps the translation: shown as made from another wording.
        key = place.key or next((old for old in place.group if old in unused), "")
        segment = unused.pop(key, None) or _come_back(gone, sentence)
        if segment is None:
            segment = Segment(edition_id=edition.id, key=_new_key(sentence), source="", source_hash="")
            session.add(segment)
        _place(segment, sentence, position, changed=place.change in {Change.CHANGED, Change.GROUPED})
    for segment in unused.values():
        segment.is_current = False
    _open_target(session, edition)
    session.flush()
    return segments_of(session, edition)


def _come_back(gone: dict[str, Segment], sentence: Sentence) -> Segment | None:
    """Return the segment of a sentence that was taken away and stands there again, with its translation."""
    segment = gone.pop(sentence.hash, None)
    return segment if segment is not None and not segment.is_current else None


def _new_key(sentence: Sentence) -> str:
    return TITLE if sentence.line_id == TITLE else texts.new_line_id()


def _place(segment: Segment, sentence: Sentence, position: int, *, changed: bool) -> None:
    if changed and segment.target and segment.source_hash != sentence.hash and segment.made_from == segment.source_hash:
        segment.previous_source = segment.source
    segment.is_current = True
    segment.position = position
    segment.line_id = sentence.line_id
    segment.section_key = sentence.section_key
    segment.kind = sentence.kind
    segment.source = sentence.words
    segment.source_hash = sentence.hash


def _open_target(session: Session, edition: Edition) -> Text:
    if edition.target is not None:
        return edition.target
    first = livetext.opened("", [], client=texts.new_client())
    language = edition.article.target_language
    return texts.open_text(session, edition, language, first, is_source=False, person_id=None)


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
    target = _locked_target(session, edition)
    if row := texts.row_of(session, target, request_id):
        return Saved(segment, base.grown(row.seq), merged=False)
    runs = parse_inline(" ".join(words.split()))
    state = texts.state_at(session, target, base)
    update = livetext.saved_line(state, segment.key, runs, client=texts.new_client())
    if update:
        row = texts.append(session, target, update, person_id=person_id, request_id=request_id, cause=cause)
        base = base.grown(row.seq)
    now_there = words_of_line(texts.content_of(target), segment.key)
    if now_there != segment.target or segment.is_outdated:
        remember_target(segment, now_there, person_id=person_id, origin=origin, at=now())
    session.flush()
    return Saved(segment, base, merged=now_there != inline_markdown(runs))


def _locked_target(session: Session, edition: Edition) -> Text:
    return texts.locked(session, _open_target(session, edition))


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
