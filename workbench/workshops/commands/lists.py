"""What a workshop is to write: put on its list, taken by a writer, given to one."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from workbench import audit, outbox
from workbench.domain.events import MailDue
from workbench.domain.permissions import Actor, Place, may_there, require_there
from workbench.domain.refusals import Invalid, Reason, StaleVersion
from workbench.domain.roles import Permission
from workbench.models import Article, ArticleType, Organisation, Person, Topic, WantedArticle, Workshop, now
from workbench.store.articles import Beginning, begin_article
from workbench.store.moves import refuse_stale
from workbench.store.visibility import actor_of
from workbench.store.workshops import place_of_workshop
from workbench.workshops.commands.programmes import Wish, want, wanted_of
from workbench.workshops.commands.workshops import refuse_closed


def put_on_list(session: Session, actor: Actor, workshop: Workshop, wanted_ids: Iterable[int]) -> int:
    """Put articles that the programme wants on the workshop's list; return how many.

    Raises StaleVersion when one of them is on a list already or being written.
    """
    require_there(actor, Permission.WORKSHOP_EDIT, place_of_workshop(workshop))
    refuse_closed(workshop)
    chosen = sorted(set(wanted_ids))
    if not chosen:
        raise Invalid(Reason.FIELD_INVALID)
    for wanted_id in chosen:
        wanted = wanted_of(session, workshop.programme, wanted_id)
        if wanted.workshop_id == workshop.id:
            continue
        if wanted.workshop_id is not None or wanted.article_id is not None:
            raise StaleVersion(Reason.ALREADY_TAKEN)
        wanted.workshop_id = workshop.id
    audit.record(session, actor.id, "workshop:list", "workshop", workshop.id, wanted=chosen)
    session.flush()
    return len(chosen)


def add_to_list(session: Session, actor: Actor, workshop: Workshop, wish: Wish) -> WantedArticle:
    """Put an article that nobody had thought of on the list; those who run the workshop and those who write may."""
    place = place_of_workshop(workshop)
    if not may_there(actor, Permission.WANTED_CLAIM, place):
        require_there(actor, Permission.WORKSHOP_EDIT, place)
    refuse_closed(workshop)
    wanted = want(session, actor.id, workshop.programme, wish)
    wanted.workshop_id = workshop.id
    session.flush()
    return wanted


def take_off_list(
    session: Session, actor: Actor, workshop: Workshop, wanted_id: int, *, seen_version: int | None
) -> WantedArticle:
    """Give an article that nobody has begun back to the programme's list."""
    require_there(actor, Permission.WORKSHOP_EDIT, place_of_workshop(workshop))
    wanted = _on_list(session, workshop, wanted_id)
    refuse_stale(seen_version, wanted.version)
    if wanted.article_id is not None:
        raise StaleVersion(Reason.ALREADY_TAKEN)
    wanted.workshop_id = None
    audit.record(session, actor.id, "workshop:unlist", "workshop", workshop.id, wanted=wanted.id)
    session.flush()
    return wanted


def claim_wanted(
    session: Session, actor: Actor, workshop: Workshop, wanted_id: int, *, owner: Organisation | None = None
) -> Article:
    """Take an article of the list to write it oneself: it begins, with its text and oneself as contact person.

    Of several people who claim at once one wins; the others meet StaleVersion with ALREADY_TAKEN. Whoever claims
    twice gets the same article. ``owner`` is the programme's organisation where nobody says otherwise.
    """
    wanted = _on_list(session, workshop, wanted_id)
    beginning = _beginning(session, workshop, wanted, actor.id, owner)
    require_there(actor, Permission.WANTED_CLAIM, beginning.place)
    if wanted.article is not None and wanted.writer_id == actor.id:
        return wanted.article
    _refuse_taken(wanted)
    return _begin(session, actor, wanted, beginning, Permission.WANTED_CLAIM)


def assign_wanted(
    session: Session,
    actor: Actor,
    workshop: Workshop,
    wanted_id: int,
    writer: Person,
    *,
    seen_version: int | None,
    owner: Organisation | None = None,
) -> Article:
    """Give an article of the list to a writer, or from one writer to the next; they are told by letter.

    Raises Invalid when the writer may not write in the workshop.
    """
    require_there(actor, Permission.WORKSHOP_EDIT, place_of_workshop(workshop))
    wanted = _on_list(session, workshop, wanted_id)
    refuse_stale(seen_version, wanted.version)
    beginning = _beginning(session, workshop, wanted, writer.id, owner)
    _refuse_stranger(writer, beginning.place)
    if wanted.article is None:
        article = _begin(session, actor, wanted, beginning, "wanted:assign")
    else:
        article = _hand_over(session, actor, wanted, wanted.article, writer)
    if writer.id != actor.id:
        _tell(session, actor, writer, workshop, article)
    return article


def _on_list(session: Session, workshop: Workshop, wanted_id: int) -> WantedArticle:
    """Lock an entry of the list; what a closing that was quicker has changed is seen, too."""
    wanted = wanted_of(session, workshop.programme, wanted_id)
    session.refresh(workshop, ["closed_at"])
    refuse_closed(workshop)
    if wanted.workshop_id != workshop.id:
        raise StaleVersion(Reason.CHANGED_MEANWHILE)
    return wanted


def _beginning(
    session: Session, workshop: Workshop, wanted: WantedArticle, writer_id: int, owner: Organisation | None
) -> Beginning:
    topic = session.get(Topic, wanted.topic_key) if wanted.topic_key else None
    return Beginning(
        title=wanted.title,
        owner=owner or workshop.programme.organisation,
        article_type=session.get_one(ArticleType, wanted.article_type_key),
        source_language=wanted.source_language,
        segment=wanted.segment,
        topics=[topic] if topic else [],
        programme=workshop.programme,
        workshop=workshop,
        contact_person_id=writer_id,
        is_example=workshop.is_example,
    )


def _refuse_taken(wanted: WantedArticle) -> None:
    if wanted.article_id is not None:
        raise StaleVersion(Reason.ALREADY_TAKEN)


def _refuse_stranger(writer: Person, place: Place) -> None:
    if not may_there(actor_of(writer), Permission.TEXT_WRITE, place):
        raise Invalid(Reason.FIELD_INVALID, field="writer")


def _begin(session: Session, actor: Actor, wanted: WantedArticle, beginning: Beginning, action: str) -> Article:
    article = begin_article(session, actor.id, beginning)
    wanted.article_id = article.id
    wanted.writer_id = beginning.contact_person_id
    wanted.claimed_at = now()
    audit.record(
        session, actor.id, action, "wanted_article", wanted.id, article=str(article.id), writer=wanted.writer_id
    )
    session.flush()
    return article


def _hand_over(session: Session, actor: Actor, wanted: WantedArticle, article: Article, writer: Person) -> Article:
    if article.contact_person_id == wanted.writer_id:
        article.contact_person_id = writer.id
    before, wanted.writer_id, wanted.claimed_at = wanted.writer_id, writer.id, now()
    audit.record(
        session,
        actor.id,
        "wanted:assign",
        "wanted_article",
        wanted.id,
        article=str(article.id),
        writer=writer.id,
        before=before,
    )
    session.flush()
    return article


def _tell(session: Session, actor: Actor, writer: Person, workshop: Workshop, article: Article) -> None:
    facts = {
        "name": writer.name,
        "inviter": session.get_one(Person, actor.id).name,
        "title": article.title,
        "workshop": workshop.title,
        "article_id": str(article.id),
    }
    outbox.put(session, MailDue("article_assignment", writer.email, writer.locale, facts))
