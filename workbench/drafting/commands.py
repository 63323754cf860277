"""Acts on a draft: saving what was typed, whoever else types, and handing the draft to its reviewers."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workbench.domain import livetext
from workbench.domain.linetext import Kind, clean
from workbench.domain.markdown import from_markdown
from workbench.domain.permissions import Actor, require
from workbench.domain.refusals import Invalid, Reason
from workbench.domain.roles import Permission
from workbench.domain.states import Move
from workbench.models import Cause, Edition, Text
from workbench.store import texts
from workbench.store.bases import base_of
from workbench.store.moves import make_move, refuse_stale
from workbench.store.progress import advance, locked_edition
from workbench.store.sources import locked_source, settle
from workbench.store.texts import Base
from workbench.store.visibility import matter_of

#: What one section may hold: about forty pages.
SECTION_BYTES = 64 * 1024
TITLE_LETTERS = 300
#: The section that stands before the first heading of the article type.
LEAD = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a page sends: the token of its base, its own number, and what its fields hold; None for no title field."""

    base: str
    request_id: uuid.UUID
    sections: Mapping[str, str]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save: what the page was made from, and the base it stands on with its own words."""

    text: Text
    #: The text as it was at the base.
    before: bytes
    own: Base


def save_text(session: Session, actor: Actor, edition: Edition, typed: Typed) -> Saved:
    """Write what was typed into the source text, beside what others wrote since the page was made.

    Sent twice it counts once. Raises Denied or IllegalMove when the actor may not write now, Invalid when the words
    do not fit or the page stands on no base of this text.
    """
    refuse_unfit(edition, typed)
    text = locked_source(session, actor, edition)
    base = base_of(text, typed.base)
    before = texts.state_at(session, text, base)
    own, request_id, seen, update = _play(session, text, base, before, typed)
    if update:
        spaces = livetext.spaced(text.state, seen, update, client=texts.new_client()) if seen != text.state else b""
        row = texts.append(session, text, update, person_id=actor.id, request_id=request_id, cause=Cause.SAVE)
        own = own.grown(row.seq)
        if spaces:
            # Two who replaced the same word would else have theirs run together.
            texts.append(session, text, spaces, person_id=None, request_id=uuid.uuid4(), cause=Cause.REPAIR)
        settle(session, edition, text)
    return Saved(text, before, own)


def refuse_unfit(edition: Edition, typed: Typed) -> None:
    """Raise Invalid when a section or the title is too large, or there is no such section."""
    known = {LEAD, *texts.section_keys(edition)}
    for key, words in typed.sections.items():
        if key not in known:
            raise Invalid(Reason.FIELD_INVALID, field=key)
        if len(words.encode("utf-8", "replace")) > SECTION_BYTES:
            raise Invalid(Reason.TOO_LARGE, field=key)
    if typed.title is not None and len(typed.title) > TITLE_LETTERS:
        raise Invalid(Reason.TOO_LARGE, field=texts.TITLE)


def _play(session: Session, text: Text, base: Base, seen: bytes, typed: Typed) -> tuple[Base, uuid.UUID, bytes, bytes]:
    """Return base, number, the text at the base and update of the save; no update when all of it is there already.

    A number that has been here before is the same save again, or, after a step back in the browser, the same page
    with more words: that one goes on from what it saved before.
    """
    request_id, tries = typed.request_id, 0
    while row := texts.row_of(session, text, request_id):
        base, tries = base.grown(row.seq), tries + 1
        seen = texts.state_at(session, text, base)
        if not (update := _operations(seen, typed)):
            return base, request_id, seen, update
        request_id = uuid.uuid5(typed.request_id, str(tries))
    return base, request_id, seen, _operations(seen, typed)


def _operations(state: bytes, typed: Typed) -> bytes:
    changes = {key: from_markdown(words) for key, words in typed.sections.items()}
    title = None if typed.title is None else " ".join(clean(typed.title).split())
    return livetext.saved(state, changes, title, client=texts.new_client(), new_id=texts.new_line_id)


def submit_edition(session: Session, actor: Actor, edition: Edition, *, seen_version: int | None) -> list[Move]:
    """Hand the draft to its reviewers; where all of it is signed already it goes on at once. Returns the moves made.

    Raises Invalid when there is no title or no word yet.
    """
    edition = locked_edition(session, edition)
    require(actor, Permission.EDITION_SUBMIT, matter_of(session, edition))
    refuse_stale(seen_version, edition.version)
    refuse_empty(edition)
    make_move(session, edition, Move.SUBMIT, person_id=actor.id)
    texts.add_version(session, edition.source, Cause.SUBMIT, actor.id)
    return [Move.SUBMIT, *advance(session, edition, actor.id)]


def refuse_empty(edition: Edition) -> None:
    """Raise Invalid when the source has no title or no words."""
    if reason := lacks_for_submission(edition):
        raise Invalid(reason)


def lacks_for_submission(edition: Edition) -> Reason | None:
    """Return why the draft cannot be handed on yet, None when it can."""
    content = texts.content_of(edition.source)
    if not content.title.strip():
        return Reason.TITLE_MISSING
    has_words = any(line.words.strip() for line in content.lines if line.kind is not Kind.SECTION)
    return None if has_words else Reason.TEXT_EMPTY
