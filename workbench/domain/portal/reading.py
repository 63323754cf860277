"""What makes a parcel whole: its shape, and the rules that no shape can say."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime

from workbench.domain.linetext import Kind
from workbench.domain.portal.parcel import LANGUAGES, SCHEMA, Parcel, ParcelKind, Text, canonical
from workbench.domain.portal.shape import Fault, reader
from workbench.domain.refusals import Invalid, Reason

#: What words in a text may lead to; anything else (scripts above all) never reaches a page.
LINK = re.compile(r"https?://[^\s<>\"'\\]+|mailto:[^\s@<>\"']+@[^\s@<>\"']+|tel:\+?[0-9-]+")

#: Where, and why.
Objections = Iterator[tuple[str, str]]


def parse(raw: bytes) -> Parcel:
    """Read a parcel from JSON; raises Invalid(PARCEL_BROKEN) with ``where`` and ``why`` unless it is sound."""
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        raise Invalid(Reason.PARCEL_BROKEN, where="", why="is not JSON in UTF-8") from None
    return from_payload(value)


def from_payload(value: object) -> Parcel:
    """Read a parcel from its JSON object; raises Invalid(PARCEL_BROKEN) as ``parse`` does."""
    try:
        parcel: Parcel = reader(Parcel)(value)
    except Fault as fault:
        raise Invalid(Reason.PARCEL_BROKEN, where="/".join(fault.where), why=fault.why) from None
    for rule in RULES:
        for where, why in rule(parcel):
            raise Invalid(Reason.PARCEL_BROKEN, where=where, why=why)
    return parcel


def checked(parcel: Parcel) -> Parcel:
    """Return the parcel as a receiver would read it; raises Invalid(PARCEL_BROKEN) where it is not whole and valid."""
    return parse(canonical(parcel))


def _form_is_known(parcel: Parcel) -> Objections:
    if parcel.schema != SCHEMA:
        yield "schema", f"must be {SCHEMA}"


def _dates_follow_each_other(parcel: Parcel) -> Objections:
    for where in ("published", "updated"):
        try:
            datetime.fromisoformat(getattr(parcel, where))
        except ValueError:
            yield where, "is no date"
    if parcel.updated[:10] < parcel.published[:10]:
        yield "updated", "lies before the first publication"


def _all_languages_travel_together(parcel: Parcel) -> Objections:
    if parcel.kind is ParcelKind.VANISH:
        return
    for language in LANGUAGES:
        if language not in parcel.texts:
            yield f"texts/{language}", "is missing"
        if language not in parcel.owner.names:
            yield f"owner/names/{language}", "is missing"
        for topic in parcel.topics:
            if language not in topic.names:
                yield f"topics/{topic.key}/names/{language}", "is missing"


def _shown_articles_say_something(parcel: Parcel) -> Objections:
    if not parcel.is_shown:
        return
    if not parcel.topics:
        yield "topics", "is missing"
    for field in ("address", "phone", "email"):
        if not getattr(parcel.owner, field).strip():
            yield f"owner/{field}", "is missing"
    for language, text in parcel.texts.items():
        if not any(line.words.strip() for section in text.sections for line in section.lines):
            yield f"texts/{language}/sections", "holds no words"


def _texts_are_sound(parcel: Parcel) -> Objections:
    for language, text in parcel.texts.items():
        for where, why in (*_keys_stand_once(text), *_lines_are_sound(text)):
            yield f"texts/{language}/{where}", why


def _keys_stand_once(text: Text) -> Objections:
    keys = [section.key for section in text.sections]
    ids = [line.id for section in text.sections for line in section.lines]
    if len(set(keys)) < len(keys) or len(set(ids)) < len(ids):
        yield "sections", "holds a key twice"


def _lines_are_sound(text: Text) -> Objections:
    for section in text.sections:
        for line in section.lines:
            if line.kind is Kind.SECTION:
                yield f"sections/{section.key}", "holds a line that opens a section"
            for run in line.runs:
                if run.link and not LINK.fullmatch(run.link):
                    yield f"sections/{section.key}", "holds a link that leads nowhere safe"


def _successor_belongs_to_a_redirect(parcel: Parcel) -> Objections:
    if (parcel.successor is not None) != (parcel.kind is ParcelKind.REDIRECT):
        yield "successor", "belongs to a redirect, and to nothing else"
    if parcel.successor == parcel.article_id:
        yield "successor", "is the article itself"


RULES: tuple[Callable[[Parcel], Objections], ...] = (
    _form_is_known,
    _dates_follow_each_other,
    _all_languages_travel_together,
    _shown_articles_say_something,
    _texts_are_sound,
    _successor_belongs_to_a_redirect,
)
