"""The page of a review, to which its acts come back."""

import uuid
from dataclasses import dataclass

from flask import Blueprint, Response, url_for

from workbench.domain.diffing import Comparison, Stretch, compare, folded
from workbench.domain.linetext import Content
from workbench.domain.permissions import Actor, Decision, Matter, may, may_there
from workbench.domain.refusals import Reason
from workbench.domain.roles import Permission
from workbench.domain.signatures import Capacity
from workbench.domain.states import State
from workbench.extensions import db
from workbench.models import Edition, Review
from workbench.review import queries
from workbench.review.commands import SIGNABLE
from workbench.review.forms import AnswerForm, ReadForm, RemarkForm, VerdictForm
from workbench.review.reading import Page, page_of
from workbench.store import texts
from workbench.store.editions import with_headings
from workbench.store.reviews import reviews_of
from workbench.store.visibility import WITH_WORDS, edition_and_matter, place_of
from workbench.web.access import current_actor
from workbench.web.hypermedia import go_to
from workbench.web.rendering import page
from workbench.web.words import word

blueprint = Blueprint("review", __name__)


@dataclass(frozen=True, slots=True)
class Typed:
    """Forms that come back as they were sent; ``since`` is what the reader had read when sending."""

    remark: RemarkForm | None = None
    verdict: VerdictForm | None = None
    answer: AnswerForm | None = None
    answers_id: uuid.UUID | None = None
    since: Content | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What is other than when the reader read it last."""

    comparison: Comparison
    stretches: tuple[Stretch, ...]


UNTOUCHED = Typed()


def edition_here(article_id: uuid.UUID) -> tuple[Edition, Matter]:
    """Load the newest edition of the article with its words, for whoever may read it, and how the rules see it."""
    return edition_and_matter(db.session(), current_actor(), article_id, also=WITH_WORDS)


def asked_as(capacity: str) -> str:
    """Return the word for the capacity somebody was asked in."""
    return word(Capacity(capacity))


def back_to(article_id: uuid.UUID, anchor: str = "") -> Response:
    """Go to the page of the review."""
    return go_to(url_for("review.show", article_id=article_id, _anchor=anchor or None))


def review_page(edition: Edition, matter: Matter, typed: Typed = UNTOUCHED, status: int = 200) -> Response:
    """Answer with the page of the review."""
    session, actor = db.session(), current_actor()
    content = texts.content_of(edition.source)
    reading = queries.last_reading(session, actor, edition)
    shown = page_of(edition, content, queries.remarks_on(session, edition.source))
    earlier = typed.since or (reading.content if reading and not reading.is_present else None)
    asked, reviews = queries.asked_of(session, actor), reviews_of(session, edition)
    mine = queries.my_review(actor, reviews)
    return page(
        "review/show.html",
        "main",
        status,
        edition=edition,
        article=edition.article,
        language=edition.article.source_language,
        shown=shown,
        reading=reading,
        asked_as=asked_as,
        news=_news(edition, earlier, content) if earlier is not None else None,
        reviews=reviews,
        following=next((one for one in asked if one.can_be_read and one.article_id != edition.article_id), None),
        may_ask=bool(may_there(actor, Permission.REVIEW_ASK, place_of(edition.article))),
        may_remark=bool(may(actor, Permission.REMARK_WRITE, matter)),
        may_write=bool(may(actor, Permission.TEXT_WRITE, matter)),
        mine=mine,
        decision=_decision(actor, matter),
        verdict=typed.verdict or fresh_verdict(edition, mine),
        **_forms(edition, shown, typed),
    )


def _news(edition: Edition, earlier: Content, content: Content) -> News:
    language = edition.article.source_language
    comparison = compare(*(with_headings(edition, each, language) for each in (earlier, content)))
    return News(comparison, folded(comparison.rows))


def _decision(actor: Actor, matter: Matter) -> Decision:
    """Say whether a verdict can be given now; the command asks everything again."""
    decision = may(actor, Permission.REVIEW_GIVE, matter)
    return Decision(Reason.MOVE_NOT_POSSIBLE) if decision and matter.state not in SIGNABLE else decision


def fresh_verdict(edition: Edition, mine: Review | None) -> VerdictForm:
    """Return the form of a verdict on the words as they stand."""
    return verdict_form(edition, formdata=None, version=mine.version if mine else None, seq=edition.source.seq)


def verdict_form(edition: Edition, **values: object) -> VerdictForm:
    """Return the form of a verdict; the writers can get the text back only while it is in review."""
    return VerdictForm(may_send_back=edition.state is State.IN_REVIEW, **values)


def _forms(edition: Edition, shown: Page, typed: Typed) -> dict[str, object]:
    remark = typed.remark or RemarkForm(formdata=None, request_id=str(uuid.uuid4()))
    remark.line.choices = [("", ""), *shown.choices]

    def answer_to(thread_id: uuid.UUID) -> AnswerForm:
        if typed.answer is not None and typed.answers_id == thread_id:
            return typed.answer
        return AnswerForm(thread_id, formdata=None, request_id=str(uuid.uuid4()))

    return {
        "remark": remark,
        "answer_to": answer_to,
        "typed_answer": typed.answers_id,
        "read": ReadForm(formdata=None, seq=edition.source.seq),
    }
