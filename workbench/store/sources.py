"""The source text while it is written: who may write now, what is put right after a merge, what can be undone."""

import uuid
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from workbench.domain import livetext
from workbench.domain.linetext import Content, Kind, section_key
from workbench.domain.permissions import Actor, may
from workbench.domain.refusals import Denied, IllegalMove, Reason
from workbench.domain.roles import Permission
from workbench.models import Article, Cause, Edition, Text, TextVersion
from workbench.store import texts
from workbench.store.visibility import matter_of


def locked_source(session: Session, actor: Actor, edition: Edition) -> Text:
    """Lock the source text for the actor to write in until the commit.

    Asked after the lock, so that nothing is written behind the back of whoever hands the text on. Raises as
    ``require_open``.
    """
    text = texts.locked(session, edition.source)
    session.refresh(edition, ["state", "version"])
    require_open(session, actor, edition)
    return text


def require_open(session: Session, actor: Actor, edition: Edition) -> None:
    """Raise Denied when the actor's roles do not let them write here, IllegalMove when nobody can now."""
    reason = may(actor, Permission.TEXT_WRITE, matter_of(session, edition)).reason
    if reason is Reason.TEXT_NOT_OPEN:
        raise IllegalMove(reason)
    if reason is not None:
        raise Denied(reason)


def settle(session: Session, edition: Edition, text: Text) -> None:
    """Repair what two together can break, and let the article carry the title of its source, the last there was."""
    keys = texts.section_keys(edition)
    if _is_broken(texts.content_of(text), keys):
        repair = livetext.repaired(text.state, keys, client=texts.new_client(), new_id=texts.new_line_id)
        texts.append(session, text, repair, person_id=None, request_id=uuid.uuid4(), cause=Cause.REPAIR)
    if text.title and text.title != edition.article.title:
        # Not through the row's version: words are merged, so whoever edits the article's facts has lost nothing.
        session.execute(sa.update(Article).where(Article.id == edition.article_id).values(title=text.title))
        set_committed_value(edition.article, "title", text.title)


def _is_broken(content: Content, section_keys: Sequence[str]) -> bool:
    """Tell whether a section is missing or holds words on its line, or a line has no id of its own (read with a ~)."""
    found = {section_key(line) for line in content.lines}
    odd = any("~" in line.id or (line.kind is Kind.SECTION and line.words) for line in content.lines)
    return odd or not found.issuperset(section_keys)


def keep_before(session: Session, text: Text, person_id: int | None) -> TextVersion | None:
    """Keep the text as it is, if no version holds it yet: so that what comes next can be undone."""
    kept = session.scalar(sa.select(sa.func.max(TextVersion.seq)).where(TextVersion.text_id == text.id))
    return None if kept == text.seq else texts.add_version(session, text, Cause.SAVE, person_id)
