"""The page on which a translator works, put together."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, make_response, url_for
from markupsafe import Markup

from workbench.domain.facts import facts
from workbench.domain.markdown import inline_markdown, parse_inline
from workbench.domain.markup import inline_html
from workbench.domain.permissions import Decision, may_there
from workbench.domain.refusals import Reason, Refusal
from workbench.domain.roles import Permission
from workbench.domain.signatures import Capacity
from workbench.domain.states import Move, State
from workbench.extensions import db
from workbench.models import Claim, Edition, Segment
from workbench.store import texts
from workbench.store.bases import token_of
from workbench.store.claims import claim_of
from workbench.store.editions import readable
from workbench.store.memory import matches_for
from workbench.store.segments import composed
from workbench.store.texts import Base
from workbench.store.visibility import place_of
from workbench.translation.late import Late, Typed, edition_for_translator, keep_late_words, late_words_of
from workbench.translation.queries import last_move
from workbench.translation.sentences import Sentence, Sheet, Standing, by_section, sheet_of
from workbench.web.access import current_actor, current_person
from workbench.web.errors import STATUS
from workbench.web.locale import locale, t
from workbench.web.reading import Shown, citizen_html, plain_words
from workbench.web.rendering import page
from workbench.web.transactions import commit
from workbench.web.words import sentence

blueprint = Blueprint("translation", __name__, url_prefix="/translation")

SHOWS = ("all", "open", "findings", "preview")
#: Standing -> sign and colour; the words beside them say the same.
LOOKS = {
    Standing.MISSING: ("open", None),
    Standing.BEGUN: ("p-drafting", "drafting"),
    Standing.OUTDATED: ("history", "warn"),
    Standing.RETURNED: ("p-returned", "returned"),
    Standing.FOUND: ("warn", "warn"),
    Standing.READY: ("check", "approved"),
}


def standing_words() -> dict[Standing, str]:
    """Return what the signs beside the sentences say."""
    return {
        Standing.MISSING: t("not translated yet"),
        Standing.BEGUN: t("begun, not confirmed"),
        Standing.OUTDATED: t("the source has changed"),
        Standing.RETURNED: t("returned by the checker"),
        Standing.FOUND: t("a finding is open"),
        Standing.READY: t("confirmed"),
    }


def as_html(words: str) -> Markup:
    """Return a sentence with its marks as they are read."""
    return Markup(inline_html(parse_inline(words)))  # noqa: S704 - built from escaped words and plain tags only


def facts_of(words: str, language: str) -> list[str]:
    """Return what of a source sentence must stand in its translation as well: numbers, dates, links, each once."""
    plain = plain_words(words)
    linked = [inline_markdown([run]) for run in parse_inline(words) if run.link]
    found = [plain[fact.start : fact.end] for fact in facts(plain, language)]
    return list(dict.fromkeys([*found, *linked]))


def section_names(edition: Edition) -> dict[str, str]:
    """Return what the sections are called in the language of the reader, by key."""
    kinds = {kind.key: kind.name(locale()) for kind in edition.article.article_type.sections}
    return {"": "", texts.TITLE: t("Title"), **kinds}


@dataclass(frozen=True, slots=True)
class Turn:
    """Who holds the edition: whether the reader does, and whether they could take it."""

    claim: Claim | None
    is_mine: bool
    may_claim: Decision


def turn_of(edition: Edition, capacity: Capacity, permission: Permission, state: State) -> Turn:
    """Return how the reader stands to the claim in that capacity."""
    claim = claim_of(db.session(), edition, capacity)
    may_work = may_there(current_actor(), permission, place_of(edition.article))
    if edition.state is not state:
        return Turn(None, is_mine=False, may_claim=Decision(Reason.TEXT_NOT_OPEN))
    is_mine = claim is not None and claim.person_id == current_actor().id and bool(may_work)
    return Turn(claim, is_mine, Decision(Reason.CLAIMED_BY_ANOTHER) if claim and not is_mine else may_work)


def editor_page(
    edition: Edition, *, key: str = "", show: str = "all", sent: Typed | None = None, refusal: Refusal | None = None
) -> Response:
    """Answer with the document and one sentence of it under work; what was typed stays where a save was refused."""
    session = db.session()
    sheet = sheet_of(session, edition)
    turn = turn_of(edition, Capacity.TRANSLATOR, Permission.TRANSLATION_WRITE, State.IN_TRANSLATION)
    current = sheet.row(sent.key if sent else key) or (
        sheet.after("", lambda row: row.is_open) if turn.is_mine else None
    )
    return page(
        "translation/edit.html",
        status=STATUS[type(refusal)] if refusal else 200,
        edition=edition,
        article=edition.article,
        source_language=edition.article.source_language,
        target_language=edition.article.target_language,
        sheet=sheet,
        turn=turn,
        is_chosen=bool(key or sent),
        now=current,
        groups=by_section(_shown(sheet, show, current)),
        show=show,
        typed=sent.words if sent else None,
        problem=sentence(refusal) if refusal else "",
        base=token_of(edition.target, Base(edition.target.seq)) if edition.target else "",
        request_id=uuid.uuid4(),
        offers=matches_for(
            session, edition, sheet.segments, [row.segment for row in sheet.open] + _under_work(current)
        ),
        facts=facts_of(current.segment.source, edition.article.source_language) if current else [],
        late=_late(edition, sheet, turn),
        hand_in=hand_in_decision(sheet, turn),
        returned=last_move(session, edition, Move.RETURN) if edition.state is State.IN_TRANSLATION else None,
        preview=_preview(edition, sheet) if show == "preview" else None,
        sections=section_names(edition),
        address=_addresses(edition, show),
        looks=LOOKS,
        standing_words=standing_words(),
        as_html=as_html,
        is_open=_is_open,
        has_findings=_has_findings,
    )


def _is_open(row: Sentence) -> bool:
    return row.is_open


def _has_findings(row: Sentence) -> bool:
    return bool(row.findings)


def _under_work(current: Sentence | None) -> list[Segment]:
    return [current.segment] if current else []


def _addresses(edition: Edition, show: str) -> Callable[[Sentence], str]:
    """Return where a sentence is opened for work; keys are plain letters, so a long article needs no building."""
    kept = show if show in {"open", "findings"} else None
    page_address = url_for("translation.edit", article_id=edition.article_id, show=kept)
    return lambda row: f"{page_address}{'&' if kept else '?'}segment={row.key}"


def _shown(sheet: Sheet, show: str, current: Sentence | None) -> list[Sentence]:
    if show == "open":
        return [row for row in sheet.rows if row.is_open or row is current]
    if show == "findings":
        return [row for row in sheet.rows if row.findings or row is current]
    return list(sheet.rows)


def _late(edition: Edition, sheet: Sheet, turn: Turn) -> Sequence[Late]:
    """Return late words as far as the reader may see them: all of them goes on with the text, else one's own."""
    segments = [*sheet.segments, *sheet.gone]
    return late_words_of(db.session(), edition, segments, None if turn.is_mine else current_actor().id)


def hand_in_decision(sheet: Sheet, turn: Turn) -> Decision:
    """Decide whether the translation can be handed in, and say why not."""
    if not turn.is_mine:
        return turn.may_claim if not turn.may_claim else Decision(Reason.NOT_CLAIMED)
    if not sheet.rows or sheet.open:
        return Decision(Reason.NOT_TRANSLATED)
    return Decision(Reason.FINDING_OPEN if sheet.blocked else None)


def _preview(edition: Edition, sheet: Sheet) -> Shown:
    content = composed(texts.content_of(edition.source), sheet.segments)
    return citizen_html(readable(edition, content, edition.article.target_language))


def written_edition(article_id: uuid.UUID) -> Edition:
    """Load the edition for words that somebody sends, also for who may not any longer read it."""
    person = current_person()
    assert person is not None  # noqa: S101 - the view lets in nobody who is not signed in
    return edition_for_translator(db.session(), current_actor(), person, article_id)


def keep_too_late(article_id: uuid.UUID, sent: Typed, refusal: Refusal, *, as_json: bool = False) -> Response:
    """Keep words that came too late, in a transaction of their own, and answer with them and with why.

    The refusal has taken back everything else.
    """
    db.session.rollback()
    words = keep_late_words(db.session(), current_actor().id, written_edition(article_id), sent, refusal.reason)
    commit()
    if as_json:
        return make_response(jsonify(message=sentence(refusal)), STATUS[type(refusal)])
    return page(
        "translation/late.html",
        status=STATUS[type(refusal)],
        language=written_edition(article_id).article.target_language,
        problem=sentence(refusal),
        words=words,
    )
