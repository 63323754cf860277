"""A new edition of an article that is out: its words, its sentences and what was signed of them go along."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain import livetext
from workbench.domain.refusals import IllegalMove, Reason
from workbench.models import Article, Edition, Segment, Text
from workbench.store import texts
from workbench.store.segments import segments_of

#: What a sentence takes along into the next edition: all that does not belong to the row itself.
_KEPT = tuple(
    column.key
    for column in sa.inspect(Segment).column_attrs
    if column.key not in {"id", "edition_id", "version", "returned_reason"}
)


def next_edition(session: Session, earlier: Edition, *, person_id: int | None, change_note: str = "") -> Edition:
    """Open the edition that follows; both texts begin as copies, with the ids of their lines.

    Sentences keep their keys and hashes, so translations and signatures of unchanged ones go on to count.
    Raises IllegalMove(EDITION_OPEN) while an edition of the article is open; of two who try at once, one succeeds.
    """
    article = session.get_one(Article, earlier.article_id, with_for_update=True, populate_existing=True)
    numbers = session.execute(
        sa.select(sa.func.max(Edition.number), sa.func.count(Edition.is_open)).where(Edition.article_id == article.id)
    ).one()
    if numbers[1]:
        raise IllegalMove(Reason.EDITION_OPEN)
    edition = Edition(article=article, number=numbers[0] + 1, opened_by_id=person_id, change_note=change_note.strip())
    session.add(edition)
    session.flush()
    for text in earlier.texts:
        _copy_text(session, text, edition, person_id)
    for segment in segments_of(session, earlier):
        kept = {name: getattr(segment, name) for name in _KEPT}
        session.add(Segment(edition_id=edition.id, **kept))
    audit.record(
        session, person_id, "edition:open", "edition", edition.id, article=str(article.id), number=numbers[0] + 1
    )
    session.flush()
    return edition


def _copy_text(session: Session, text: Text, edition: Edition, person_id: int | None) -> None:
    first = livetext.opened_with(texts.content_of(text), client=texts.new_client())
    texts.open_text(session, edition, text.language, first, is_source=text.is_source, person_id=person_id)
