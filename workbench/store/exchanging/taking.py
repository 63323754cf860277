"""A bundle of another workbench, taken in: once, whole, and nothing of it lost."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from workbench import audit
from workbench.domain.exchange.bundle import VERSION, BundleError, Entry
from workbench.domain.exchange.keys import fingerprint
from workbench.domain.refusals import Reason
from workbench.models import Article, Edition, Peer, PeerBundle, PeerCursor, RowAside, Text, Workshop
from workbench.store.exchanging.frame import Frame
from workbench.store.exchanging.giving import acknowledge
from workbench.store.exchanging.names import Names
from workbench.store.exchanging.rows import Row, Taking, aside_of, row_of_entry
from workbench.store.exchanging.wishes import take_wish

Report = dict[str, int]


def take_bundle(
    session: Session, peer: Peer, bundle: uuid.UUID, entries: Sequence[Entry], own: str, pause: Callable[[], None]
) -> Report:
    """Take in what a peer, which is locked, has sent; the same bundle again changes nothing and answers the same.

    ``own`` is our fingerprint. ``pause`` commits: it is called between texts, so that those who write here meanwhile
    need not wait for all of it; broken off there, the same bundle goes on. Raises BundleError, with one sentence, when
    it is not for us or cannot be understood; the caller must roll back then.
    """
    known = session.get(PeerBundle, bundle)
    if known is not None:
        return dict(known.report)
    try:
        report = _taken(session, peer, entries, Names(session, own), pause)
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, BundleError):
            raise
        raise BundleError("The exchange holds something this workbench does not understand.") from error
    session.add(PeerBundle(id=bundle, peer_id=peer.id, report=report))
    session.flush()
    return report


def _taken(session: Session, peer: Peer, entries: Sequence[Entry], names: Names, pause: Callable[[], None]) -> Report:
    name = _workshop_of(entries)
    is_home = name[0] == names.own
    _refuse_strangers(peer, name, is_home=is_home)
    people = 0
    if not is_home:
        frame = Frame(session, names)
        frame.put_up(entries, str(name[0]))
        people = frame.people
    number = names.number(Workshop, name)
    workshop = session.get(Workshop, number) if number is not None else None
    if workshop is None:
        raise BundleError("There is no such workshop here any more.")
    taking = Taking(session, peer, workshop, names, is_home)
    for facts, rows in _texts(entries):
        _take_text(taking, facts, rows)
        pause()
    wanted = sum(take_wish(session, names, workshop, entry) for entry in entries if entry["is"] == "wanted")
    _again(taking)
    report = {**asdict(taking.count), "people": people, "wanted": wanted}
    audit.record(session, None, "workshop:exchange", "workshop", workshop.id, peer=peer.id, **report)
    return report


def _workshop_of(entries: Sequence[Entry]) -> list[str | int]:
    head = entries[0] if entries else {}
    if head.get("is") != "exchange" or head["version"] != VERSION:
        raise BundleError("The other workbench is of another version; bring both up to the same one.")
    origin, number = head["workshop"]
    return [str(origin), int(number)]


def _refuse_strangers(peer: Peer, name: list[str | int], *, is_home: bool) -> None:
    if is_home and name[1] not in peer.workshop_ids:
        raise BundleError(f"{peer.name} may not carry this workshop: name it when pairing.")
    if not is_home and name[0] != fingerprint(peer.public_key):
        raise BundleError(f"{peer.name} is not where this workshop is at home.")


def _texts(entries: Iterable[Entry]) -> Iterable[tuple[Entry, list[Row]]]:
    facts: Entry | None = None
    rows: list[Row] = []
    for entry in entries:
        if entry["is"] == "edition":
            if facts is not None:
                yield facts, rows
            facts, rows = entry, []
        elif entry["is"] == "row":
            rows.append(row_of_entry(entry))
    if facts is not None:
        yield facts, rows


def _take_text(taking: Taking, facts: Entry, rows: list[Row]) -> None:
    if not rows:
        return
    text = _text_of(taking.session, facts)
    seq = text.seq if text else 0
    place = (uuid.UUID(facts["article"]), int(facts["number"]), str(facts["language"]))
    waits = {row.request_id for row in rows if aside_of(taking.session, *place, row)}
    for row, reason in taking.take(facts, [row for row in rows if row.request_id not in waits]):
        _put_aside(taking, place, facts, row, reason)
    taking.count.aside += len(waits)
    _note_cursor(taking, _text_of(taking.session, facts), seq)


def _text_of(session: Session, facts: Entry) -> Text | None:
    return session.scalars(
        sa.select(Text)
        .join(Text.edition)
        .join(Edition.article)
        .where(
            Article.id == uuid.UUID(facts["article"]),
            Edition.number == int(facts["number"]),
            Text.language == str(facts["language"]),
        )
    ).first()


def _note_cursor(taking: Taking, text: Text | None, seq: int) -> None:
    """Where the peer had all that was here before, it has all that came from it, too."""
    if text is None:
        return
    cursor = taking.session.get(PeerCursor, (taking.peer.id, text.id))
    if (cursor.seq if cursor else 0) == seq and taking.mended.get(text.id, text.seq) > seq:
        acknowledge(taking.session, taking.peer, {text.id: taking.mended.get(text.id, text.seq)})


def _put_aside(taking: Taking, place: tuple[uuid.UUID, int, str], facts: Entry, row: Row, reason: Reason) -> None:
    article_id, number, language = place
    taking.session.add(
        RowAside(
            peer_id=taking.peer.id,
            workshop_id=taking.workshop.id,
            article_id=article_id,
            number=number,
            language=language,
            request_id=row.request_id,
            email=row.email,
            cause=row.cause,
            reason=reason.value,
            update=row.update,
            facts=dict(facts),
        )
    )
    taking.session.flush()
    taking.count.aside += 1


def take_again(session: Session, workshop: Workshop, own: str) -> Report:
    """Try once more what waits aside: a person may have come since, or a role, or the rows it builds on."""
    names = Names(session, own)
    peers = session.scalars(
        sa.select(Peer).where(Peer.id.in_(sa.select(RowAside.peer_id).where(RowAside.workshop_id == workshop.id)))
    ).all()
    total: Report = {}
    for peer in peers:
        taking = Taking(session, peer, workshop, names, names.of(workshop)[0] == own)
        _again(taking)
        total = {name: total.get(name, 0) + value for name, value in asdict(taking.count).items()}
    if total.get("rows"):
        audit.record(session, None, "workshop:exchange", "workshop", workshop.id, **total)
    return total


def _again(taking: Taking) -> None:
    """Go on as long as something of what waits can be taken in."""
    has_moved = True
    while has_moved:
        has_moved = False
        for facts, waiting in _waiting(taking):
            rows = [Row(each.request_id, each.email, each.cause, each.update) for each in waiting]
            late = taking.count.late
            refused = {row.request_id: reason for row, reason in taking.take(facts, rows)}
            taking.count.late = late
            for each in waiting:
                if each.request_id in refused:
                    each.reason = refused[each.request_id].value
                else:
                    taking.session.delete(each)
                    taking.count.aside = max(0, taking.count.aside - 1)
                    has_moved = True
            taking.session.flush()


def _waiting(taking: Taking) -> list[tuple[dict[str, Any], list[RowAside]]]:
    rows = taking.session.scalars(
        sa.select(RowAside)
        .where(RowAside.workshop_id == taking.workshop.id, RowAside.peer_id == taking.peer.id)
        .options(undefer(RowAside.update))
        .order_by(RowAside.id)
    )
    found: dict[tuple[uuid.UUID, int, str], list[RowAside]] = {}
    for row in rows:
        found.setdefault((row.article_id, row.number, row.language), []).append(row)
    return [(its[0].facts, its) for its in found.values()]
