"""A draft as its form shows it: its fields in order, and what others wrote in them meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain.linetext import Content, Draft, Kind, Line, Run, sections, tidy
from workbench.domain.markdown import from_markdown, to_markdown
from workbench.drafting.commands import LEAD, Saved, Typed
from workbench.models import Edition, Person, Text, TextUpdate
from workbench.store import texts
from workbench.store.texts import TITLE, Base
from workbench.store.visibility import WRITING


@dataclass(frozen=True, slots=True)
class Field:
    """One section of the form; ``words`` is Markdown, ``count`` the number of its words."""

    key: str
    heading: str
    guidance: str
    is_required: bool
    words: str
    count: int


def fields_of(edition: Edition, content: Content, locale: str, typed: Mapping[str, str] | None = None) -> list[Field]:
    """Return the fields of the form in the order of the article type; ``typed`` words stand in place of the text's.

    What stands before the first section has a field of its own only when there is something. Headings are in the
    language of the text, guidance is in that of the reader.
    """
    found = {section.key: section.lines for section in sections(content.lines)}
    sent = typed or {}

    def field(key: str, heading: str, guidance: str, *, is_required: bool) -> Field:
        lines = found.get(key, ())
        return Field(key, heading, guidance, is_required, sent.get(key, to_markdown(lines)), count_words(lines))

    kinds = [
        field(kind.key, kind.name(edition.source.language), kind.guidance(locale), is_required=kind.is_required)
        for kind in edition.article.article_type.sections
    ]
    has_lead = count_words(found.get(LEAD, ())) or LEAD in sent
    return [*([field(LEAD, "", "", is_required=False)] if has_lead else []), *kinds]


def count_words(lines: Iterable[Line]) -> int:
    """Return how many words the lines hold."""
    return sum(len(line.words.split()) for line in lines)


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody wrote in a section (by key; "title" for the title) since the page was made."""

    name: str
    section: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page is told after a save: where it stands now, and what differs from what its fields hold.

    ``merged`` maps "title" and section keys to words, Markdown for sections; ``own`` is the base with nothing but the
    page's own words, ``base`` the one with everybody's.
    """

    base: Base
    own: Base
    merged: Mapping[str, str]
    others: Sequence[Other]


def answer_to(session: Session, saved: Saved, typed: Typed) -> Answer:
    """Return what to tell the page that sent ``typed``."""
    before = texts.content_at(saved.before)
    now = texts.content_of(saved.text)
    return Answer(
        base=Base(saved.text.seq),
        own=saved.own,
        merged=_merged(before, now, typed),
        others=others_since(session, saved.text, saved.own, before, now),
    )


def _merged(before: Content, now: Content, typed: Typed) -> dict[str, str]:
    """Return the parts that hold something else than the page does; unlike spaces and empty lines are no difference."""
    was, present = ({section.key: section.lines for section in sections(one.lines)} for one in (before, now))
    merged = {
        key: to_markdown(present.get(key, ()))
        for key in present | was
        if key not in typed.sections and present.get(key) != was.get(key)
    }
    for key, words in typed.sections.items():
        lines = present.get(key, ())
        if _shapes(lines) != _shapes(from_markdown(words)):
            merged[key] = to_markdown(lines)
    title = before.title if typed.title is None else typed.title
    return merged | ({TITLE: now.title} if " ".join(title.split()) != " ".join(now.title.split()) else {})


def _shapes(lines: Iterable[Line | Draft]) -> list[tuple[Kind, tuple[Run, ...]]]:
    return [(line.kind, tidy(line.runs)) for line in lines if line.words.strip()]


def others_since(session: Session, text: Text, own: Base, before: Content, now: Content) -> list[Other]:
    """Return who wrote in which section since the base, without what came from the page itself; each pair once."""
    if own == Base(text.seq):
        return []
    rows = session.execute(
        sa.select(Person.name, TextUpdate.touched, TextUpdate.removed)
        .join(Person, Person.id == TextUpdate.person_id)
        .where(
            TextUpdate.text_id == text.id,
            TextUpdate.seq > own.seq,
            TextUpdate.seq.not_in(own.own),
            TextUpdate.cause.in_(WRITING),
        )
        .order_by(TextUpdate.seq)
    )
    places = _places(before) | _places(now) | {TITLE: TITLE}
    found = (
        Other(name, places[line_id])
        for name, touched, removed in rows
        for line_id in (*touched, *removed)
        if line_id in places
    )
    return list(dict.fromkeys(found))


def _places(content: Content) -> dict[str, str]:
    return {line.id: section.key for section in sections(content.lines) for line in section.lines}
