"""Parcels made from editions: what was signed, whole, in both languages, under one hash."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from workbench import audit, outbox
from workbench.domain.events import ParcelDue
from workbench.domain.linetext import Run
from workbench.domain.markdown import parse_inline
from workbench.domain.portal import parcel as form
from workbench.domain.portal.parcel import ParcelKind, content_hash, payload, sentences_hash
from workbench.domain.portal.reading import checked
from workbench.domain.signatures import OF_SOURCE
from workbench.domain.states import Move
from workbench.models import Article, Delivery, Edition, EditionMove, Parcel, Segment, Signature, now
from workbench.store.editions import Readable, links_in, readable_contents
from workbench.store.segments import segments_of

#: Where parcels go; both are there in every instance.
TARGETS = ("portal", "files")


def send_parcel(
    session: Session, edition: Edition, kind: ParcelKind, *, person_id: int, notes: Mapping[str, str] | None = None
) -> Parcel:
    """Make the edition's parcel and put it on its way to every target, in the transaction of the act that asked for it.

    Parcels of one article go out in the order they were made; ``notes`` tells readers, by language, why one was
    taken out. Raises Invalid(PARCEL_BROKEN) when it is not whole.
    """
    article = session.get_one(Article, edition.article_id, with_for_update=True)
    newest = session.scalar(sa.select(sa.func.max(Parcel.payload_version)).where(Parcel.article_id == article.id))
    made = checked(parcel_of(session, edition, kind, version=(newest or 0) + 1, notes=notes or {}))
    row = Parcel(
        id=made.parcel_id,
        article_id=article.id,
        edition_id=edition.id,
        payload_version=made.payload_version,
        kind=kind.value,
        content_hash=content_hash(made),
        payload=payload(made),
        made_by_id=person_id,
        deliveries=[Delivery(target=target) for target in TARGETS],
    )
    session.add(row)
    for target in TARGETS:
        outbox.put(
            session,
            ParcelDue(str(made.parcel_id), target),
            stream=f"parcel/{target}/{article.id}",
            key=f"{made.parcel_id}/{target}",
        )
    audit.record(session, person_id, "parcel:send", "article", article.id, parcel=str(row.id), kind=kind.value)
    session.flush()
    return row


def parcel_of(
    session: Session, edition: Edition, kind: ParcelKind, *, version: int, notes: Mapping[str, str]
) -> form.Parcel:
    """Put the parcel together; ``version`` rises with every parcel of the article."""
    segments = segments_of(session, edition)
    first, last = _moments(session, edition.article)
    return replace(
        unsigned_parcel(edition, segments, kind, version=version, notes=notes),
        published=first.isoformat(timespec="seconds"),
        updated=last.isoformat(timespec="seconds"),
        signatures=tuple(_signatures(session, edition, segments)),
    )


def unsigned_parcel(
    edition: Edition, segments: Sequence[Segment], kind: ParcelKind, *, version: int, notes: Mapping[str, str]
) -> form.Parcel:
    """Put the words of the parcel together, as if it were approved now: what a gate looks at before anybody signs."""
    article, contents = edition.article, readable_contents(edition, segments)
    sentences = {
        article.source_language: [_sentence(each.key, each.source, each.source_hash) for each in segments],
        article.target_language: [
            _sentence(each.key, each.target, each.target_hash) for each in segments if each.target
        ],
    }
    moment = now().isoformat(timespec="seconds")
    return form.Parcel(
        parcel_id=uuid.uuid4(),
        article_id=article.id,
        edition=edition.number,
        payload_version=version,
        kind=kind,
        published=moment,
        updated=moment,
        segment=form.Segment(article.segment),
        topics=tuple(form.Topic(each.key, each.key, _names(each)) for each in article.topics),
        owner=_owner(article),
        texts={tag: _text(contents[tag], sentences[tag], notes.get(tag, "")) for tag in article.pair},
    )


def _names(thing: object) -> dict[str, str]:
    return {tag: thing.name(tag) for tag in form.LANGUAGES}  # type: ignore[attr-defined]  # whatever is Named


def _moments(session: Session, article: Article) -> tuple[dt.datetime, dt.datetime]:
    """Return when the article was approved first and last."""
    query = (
        sa.select(sa.func.min(EditionMove.at), sa.func.max(EditionMove.at))
        .join(Edition, Edition.id == EditionMove.edition_id)
        .where(Edition.article_id == article.id, EditionMove.move == Move.APPROVE)
    )
    first, last = session.execute(query).one()
    return first or now(), last or now()


def _owner(article: Article) -> form.Owner:
    owner = article.owner
    return form.Owner(
        id=str(owner.id),
        names=_names(owner),
        address=owner.address,
        phone=owner.phone,
        email=owner.email,
        website=owner.website,
        area=owner.municipality_code or "GL",
    )


def _sentence(key: str, words: str, its_hash: str) -> form.Sentence:
    return form.Sentence(key, "".join(run.words for run in _runs(words)), its_hash)


def _runs(words: str) -> tuple[Run, ...]:
    return parse_inline(words)


def _text(content: Readable, sentences: Sequence[form.Sentence], note: str) -> form.Text:
    return form.Text(
        title=content.title,
        sections=tuple(
            form.Section(key or "lead", heading or content.title, lines) for key, _, heading, lines in content.sections
        ),
        laws=tuple(form.LawLink(words, address) for words, address in _web_links(content, "law")),
        self_service=tuple(form.Link(words, address) for words, address in _web_links(content, "selfservice")),
        sentences=tuple(sentences),
        note=note,
    )


def _web_links(content: Readable, role: str) -> list[tuple[str, str]]:
    found = links_in(content.lines_with_role(role))
    return [(words, address) for words, address in found if address.startswith(("http://", "https://"))]


def _signatures(session: Session, edition: Edition, segments: Sequence[Segment]) -> list[form.Signature]:
    """Return who vouched for what of the present sentences, by capacity and organisation, without names of people."""
    rows = session.scalars(
        sa.select(Signature)
        .join(Edition, Edition.id == Signature.edition_id)
        .where(Edition.article_id == edition.article_id)
        .options(selectinload(Signature.sentences), selectinload(Signature.organisation))
        .order_by(Signature.id)
    )
    found = []
    for row in rows:
        covers = _covered(row, segments, edition.article)
        if covers:
            name = row.organisation.name("da") if row.organisation else edition.article.owner.name("da")
            found.append(form.Signature(row.capacity, name, row.at.isoformat(timespec="seconds"), covers))
    return found


def _covered(row: Signature, segments: Sequence[Segment], article: Article) -> Mapping[str, str]:
    forms = {(each.source_hash, each.target_hash) for each in row.sentences}
    if row.capacity in OF_SOURCE:
        its = [each for each in segments if (each.source_hash, "") in forms]
        return (
            {article.source_language: _hash_of([(each.key, each.source, each.source_hash) for each in its])}
            if its
            else {}
        )
    its = [each for each in segments if (each.source_hash, each.target_hash) in forms]
    if not its:
        return {}
    return {
        article.source_language: _hash_of([(each.key, each.source, each.source_hash) for each in its]),
        article.target_language: _hash_of([(each.key, each.target, each.target_hash) for each in its]),
    }


def _hash_of(sentences: Sequence[tuple[str, str, str]]) -> str:
    return sentences_hash([_sentence(*each) for each in sentences])
