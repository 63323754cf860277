"""The list of a workshop, both ways: articles wanted, and which article came of each."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain.exchange.bundle import Entry
from workbench.models import Article, ArticleType, Topic, WantedArticle, Workshop, now
from workbench.store.exchanging.names import Names, known_person


def take_wish(session: Session, names: Names, workshop: Workshop, entry: Entry) -> bool:
    """Put a wanted article on the list, or note what came of it; return whether it is new here.

    Where two have begun an article of it, both articles stay, and the list keeps the one that it has.
    """
    number = names.number(WantedArticle, entry["name"])
    wanted = session.get(WantedArticle, number) if number is not None else None
    is_new = wanted is None and _may_come(session, names, entry)
    if is_new:
        wanted = _added(session, names, workshop, entry)
    if wanted is not None and wanted.workshop_id == workshop.id:
        _claim(session, workshop, wanted, entry)
    return is_new


def _may_come(session: Session, names: Names, entry: Entry) -> bool:
    # What was born here and is gone was taken away by somebody.
    kind = session.get(ArticleType, entry["facts"]["article_type_key"])
    return entry["name"][0] != names.own and kind is not None


def _added(session: Session, names: Names, workshop: Workshop, entry: Entry) -> WantedArticle:
    its = entry["facts"]
    topic = session.get(Topic, its["topic_key"]) if its["topic_key"] else None
    wanted = WantedArticle(
        programme_id=workshop.programme_id,
        workshop_id=workshop.id,
        title=str(its["title"]).replace("\0", ""),
        note=str(its["note"]).replace("\0", ""),
        article_type_key=its["article_type_key"],
        topic_key=topic.key if topic else None,
        source_language="kl" if its["source_language"] == "kl" else "da",
        segment="business" if its["segment"] == "business" else "citizen",
    )
    session.add(wanted)
    session.flush()
    names.bind(wanted, entry["name"])
    return wanted


def _claim(session: Session, workshop: Workshop, wanted: WantedArticle, entry: Entry) -> None:
    if wanted.article_id is not None or not entry["article"]:
        return
    article = session.get(Article, uuid.UUID(entry["article"]))
    if article is None or article.workshop_id != workshop.id or _is_taken(session, article):
        return
    wanted.article_id, wanted.claimed_at = article.id, now()
    if wanted.writer_id is None and entry["writer"]:
        writer = known_person(session, entry["writer"])
        wanted.writer_id = writer.id if writer else None
    session.flush()


def _is_taken(session: Session, article: Article) -> bool:
    taken = sa.select(WantedArticle.id).where(WantedArticle.article_id == article.id)
    return session.scalar(taken) is not None
