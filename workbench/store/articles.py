"""Beginning an article: the row, its first edition and the source text with its empty sections, in one act."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain import livetext
from workbench.domain.permissions import Actor, Place, require_there
from workbench.domain.refusals import Invalid, Reason
from workbench.domain.roles import Permission
from workbench.models import Article, ArticleType, Edition, Organisation, Programme, Topic, Workshop
from workbench.store import texts

SEGMENTS = ("citizen", "business")
SOURCES = ("da", "kl")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What an article begins with; ``title`` is in the source language, ``contact_person_id`` the one who writes."""

    title: str
    owner: Organisation
    article_type: ArticleType
    source_language: str = "da"
    segment: str = "citizen"
    topics: Sequence[Topic] = field(default=())
    programme: Programme | None = None
    workshop: Workshop | None = None
    contact_person_id: int | None = None
    is_example: bool = False

    @property
    def place(self) -> Place:
        """Where the article will be: what the roles of whoever begins it must cover."""
        target = "kl" if self.source_language == "da" else "da"
        workshop_id = self.workshop.id if self.workshop else None
        return Place(frozenset({self.owner.id}), workshop_id, (self.source_language, target))


def create_article(session: Session, actor: Actor, beginning: Beginning) -> Article:
    """Begin an article; raise Denied when the actor may not there, Invalid when a fact of it is none of ours."""
    require_there(actor, Permission.ARTICLE_CREATE, beginning.place)
    return begin_article(session, actor.id, beginning)


def begin_article(session: Session, person_id: int | None, beginning: Beginning) -> Article:
    """Begin an article for a caller that has asked already whether the person may: a claim, an assignment, the demo.

    Makes the article, edition 1 in drafting, and its source text. Raises Invalid when a fact of it is none of ours.
    """
    title = beginning.title.strip()
    if not title:
        raise Invalid(Reason.TITLE_MISSING)
    if beginning.source_language not in SOURCES or beginning.segment not in SEGMENTS:
        raise Invalid(Reason.FIELD_INVALID)
    article = Article(
        title=title,
        owner=beginning.owner,
        contact_person_id=beginning.contact_person_id,
        article_type=beginning.article_type,
        programme=beginning.programme,
        workshop=beginning.workshop,
        segment=beginning.segment,
        source_language=beginning.source_language,
        topics=list(beginning.topics),
        is_example=beginning.is_example,
    )
    edition = Edition(article=article, number=1, opened_by_id=person_id)
    session.add_all([article, edition])
    session.flush()
    first = livetext.opened(title, texts.section_keys(edition), client=texts.new_client())
    texts.open_text(session, edition, article.source_language, first, is_source=True, person_id=person_id)
    audit.record(
        session,
        person_id,
        Permission.ARTICLE_CREATE,
        "article",
        article.id,
        owner=beginning.owner.id,
        workshop=beginning.place.workshop_id,
        contact_person=beginning.contact_person_id,
    )
    return article
