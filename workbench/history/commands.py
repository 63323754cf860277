"""Bringing an earlier version back, as new words on top of the present ones."""

import uuid

from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain import livetext
from workbench.domain.permissions import Actor
from workbench.domain.refusals import Invalid, Reason
from workbench.models import Cause, Edition, TextVersion
from workbench.store import texts
from workbench.store.sources import keep_before, locked_source, settle


def restore_version(
    session: Session, actor: Actor, edition: Edition, version: TextVersion, *, request_id: uuid.UUID
) -> TextVersion | None:
    """Make the source read as that version does; what others type meanwhile is merged as ever. Sent twice, once.

    Both the text before and the restored one are kept as versions, so it can be undone. Returns the new version,
    None when nothing had to change. Raises Denied or IllegalMove when the actor may not write now, Invalid when the
    version is one of another language.
    """
    text = locked_source(session, actor, edition)
    if version.text.language != text.language or version.text.edition.article_id != edition.article_id:
        raise Invalid(Reason.FIELD_INVALID)
    if texts.row_of(session, text, request_id):
        return None
    wanted = texts.from_values(version.content)
    update = livetext.replaced(text.state, wanted, client=texts.new_client(), new_id=texts.new_line_id)
    if not update:
        return None
    keep_before(session, text, actor.id)
    texts.append(session, text, update, person_id=actor.id, request_id=request_id, cause=Cause.RESTORE)
    settle(session, edition, text)
    audit.record(session, actor.id, "text:restore", "edition", edition.id, version=version.number)
    return texts.add_version(session, text, Cause.RESTORE, actor.id)
