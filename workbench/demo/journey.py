"""Takes an article of the demo along the line, from its draft to the state it is to be shown in."""

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from workbench.approval.commands import approve_edition
from workbench.demo.scene import Scene
from workbench.domain.linetext import Content, Kind, Line
from workbench.domain.markdown import from_markdown
from workbench.domain.signatures import Capacity
from workbench.domain.states import State
from workbench.drafting.commands import Typed, save_text, submit_edition
from workbench.models import (
    Article,
    ArticleType,
    Edition,
    EditionMove,
    Review,
    TextUpdate,
    TextVersion,
    Topic,
    Verdict,
    WantedArticle,
    now,
)
from workbench.publishing.commands import withdraw_article
from workbench.review.commands import give_review
from workbench.review.remark_commands import write_remark
from workbench.store import texts
from workbench.store.articles import Beginning, begin_article
from workbench.store.bases import token_of
from workbench.store.reopening import next_edition
from workbench.store.reviews import add_review, reviews_of
from workbench.store.segments import segments_of, sentences_of
from workbench.store.texts import Base
from workbench.translation.check_commands import accept_segment, claim_check, finish_check
from workbench.translation.commands import claim_translation, hand_in_translation, save_segment

CONTENT = Path(__file__).parent / "content"
#: The steps on the way, in order; an edition takes those up to the state it is to be in.
WAY = ("draft", "submit", "review", "translate", "check", "approve", "withdraw")
LAST = {
    State.DRAFTING: 1,
    State.IN_REVIEW: 2,
    State.IN_TRANSLATION: 3,
    State.IN_CHECKING: 4,
    State.AWAITING_APPROVAL: 5,
    State.PUBLISHED: 6,
    State.SUPERSEDED: 6,
    State.WITHDRAWN: 7,
}


def sections_of(path: str) -> tuple[str, dict[str, str]]:
    """Return the title and the sections (key -> Markdown) of a file of the demo."""
    head, *parts = (CONTENT / path).read_text(encoding="utf-8").split("\n## §")
    found = {}
    for part in parts:
        key, _, words = part.partition("\n")
        found[key.strip()] = words.strip()
    return head.removeprefix("# ").strip(), found


class Journey:
    """One article on its way; every step is an act of one of the demo's people."""

    def __init__(self, scene: Scene, facts: dict[str, Any], article_id: uuid.UUID | None = None) -> None:
        self.scene, self.session, self.facts = scene, scene.session, facts
        self.article_id = article_id

    @staticmethod
    def steps(edition: dict[str, Any]) -> Iterator[str]:
        """Return the steps that lead to the edition's state."""
        yield from WAY[: LAST[State(edition["state"])]]

    def begin(self) -> uuid.UUID:
        """Begin the article with its first edition; return its id."""
        facts = self.facts
        workshop = self.scene.workshop(facts["workshop"]) if facts["workshop"] else None
        beginning = Beginning(
            title=facts["titles"][facts["source_language"]],
            owner=self.scene.organisation(facts["owner"]),
            article_type=self.session.get_one(ArticleType, facts["article_type"]),
            source_language=facts["source_language"],
            segment=facts["segment"],
            topics=[self.session.get_one(Topic, key) for key in facts["topics"]],
            programme=self.scene.programme(),
            workshop=workshop,
            contact_person_id=self.scene.person(facts["contact_person"]).id,
            is_example=True,
        )
        article = begin_article(self.session, self.scene.person(facts["writers"][0]).id, beginning)
        self.session.add(
            WantedArticle(
                programme=self.scene.programme(),
                title=beginning.title,
                article_type_key=facts["article_type"],
                topic_key=facts["topics"][0],
                source_language=facts["source_language"],
                segment=facts["segment"],
                workshop=workshop,
                writer=self.scene.person(facts["writers"][0]),
                article=article,
                claimed_at=now(),
            )
        )
        return article.id

    def take(self, step: str, edition: dict[str, Any]) -> None:
        """Take one step of the way."""
        getattr(self, f"_{step}")(edition)

    def _edition(self) -> Edition:
        query = sa.select(Edition).where(Edition.article_id == self.article_id).order_by(Edition.number.desc())
        return self.session.scalars(query).first() or self._missing()

    def _missing(self) -> Edition:
        raise LookupError(self.facts["key"])

    def _draft(self, facts: dict[str, Any]) -> None:
        if facts["number"] > 1:
            person = self.scene.person(self.facts["writers"][0])
            next_edition(self.session, self._edition(), person_id=person.id, change_note=facts["cause"])
        edition = self._edition()
        title, sections = sections_of(facts["texts"][self.facts["source_language"]])
        writers = self.facts["writers"]
        for number, (key, words) in enumerate(sections.items()):
            writer = self.scene.actor(writers[number % len(writers)])
            base = token_of(edition.source, Base(edition.source.seq))
            save_text(self.session, writer, edition, Typed(base, uuid.uuid4(), {key: words}, title))

    def _submit(self, _facts: dict[str, Any]) -> None:
        edition = self._edition()
        submit_edition(self.session, self.scene.actor(self.facts["writers"][0]), edition, seen_version=edition.version)
        asker = self.session.get_one(type(self.scene.person(self.facts["writers"][0])), self.scene.coordinator().id)
        known = {review.capacity for review in reviews_of(self.session, edition) if review.is_waiting}
        for capacity, key in self.facts["reviewers"].items():
            if capacity not in known:
                due_on = (now() + dt.timedelta(days=5)).date()
                add_review(
                    self.session,
                    edition,
                    Capacity(capacity),
                    asked_by=asker,
                    person=self.scene.person(key),
                    due_on=due_on,
                )
        for remark in self.facts["remarks"]:
            self._remark(edition, remark)

    def _remark(self, edition: Edition, remark: dict[str, Any]) -> None:
        content = texts.content_of(edition.source)
        line = next(line for line in content.lines if remark["quote"] in line.words)
        write_remark(
            self.session,
            self.scene.actor(remark["by"]),
            edition,
            remark_id=uuid.uuid4(),
            line_id=line.id,
            quote=remark["quote"],
            words=remark["text"],
        )

    def _review(self, _facts: dict[str, Any]) -> None:
        edition = self._edition()
        for review in reviews_of(self.session, edition):
            if review.is_waiting:
                self._accept(edition, review)

    def _accept(self, edition: Edition, review: Review) -> None:
        key = self.facts["reviewers"][review.capacity]
        give_review(
            self.session,
            self.scene.actor(key),
            review,
            Verdict.ACCEPT,
            reason="",
            seen_version=review.version,
            read_seq=edition.source.seq,
        )

    def _translate(self, facts: dict[str, Any]) -> None:
        edition, translator = self._edition(), self.scene.actor(self.facts["translator"])
        claim_translation(self.session, translator, edition)
        language = edition.article.target_language
        title, sections = sections_of(facts["texts"][language])
        answers = sentences_of(_content(edition, title, sections), language)
        current = segments_of(self.session, edition)
        if len(answers) != len(current):
            raise ValueError(f"{self.facts['key']}: {len(current)} sentences, {len(answers)} translations")
        self.session.refresh(edition, ["texts"])
        for segment, answer in zip(current, answers, strict=True):
            if segment.is_ready and segment.target == answer.words:
                continue
            base = Base(edition.target.seq if edition.target else 1)
            save_segment(
                self.session,
                translator,
                edition,
                segment,
                answer.words,
                base=base,
                request_id=uuid.uuid4(),
                confirm=True,
            )
        hand_in_translation(self.session, translator, edition, seen_version=edition.version)

    def _check(self, _facts: dict[str, Any]) -> None:
        edition, checker = self._edition(), self.scene.actor(self.facts["checker"])
        if edition.state is not State.IN_CHECKING:
            return
        claim_check(self.session, checker, edition)
        for segment in segments_of(self.session, edition):
            accept_segment(
                self.session,
                checker,
                edition,
                segment,
                seen_source=segment.source_hash,
                seen_target=segment.target_hash,
            )
        finish_check(self.session, checker, edition, seen_version=edition.version)

    def _approve(self, _facts: dict[str, Any]) -> None:
        edition = self._edition()
        approve_edition(self.session, self.scene.actor(self.facts["approver"]), edition, seen_version=edition.version)

    def _withdraw(self, facts: dict[str, Any]) -> None:
        edition = self._edition()
        withdraw_article(
            self.session,
            self.scene.coordinator(),
            edition,
            notes={"da": facts["reason"], "kl": facts["reason"]},
            seen_version=edition.version,
        )

    def date_back(self, facts: dict[str, Any]) -> None:
        """Let the edition look as old as it is to be: the demo shows weeks, and was planted in a moment."""
        edition, at = self._edition(), now()
        ages = {State(stage): dt.timedelta(days=days) for stage, days in facts["days_ago"].items()}
        start = at - ages[State.DRAFTING]
        for move in self.session.scalars(sa.select(EditionMove).where(EditionMove.edition_id == edition.id)):
            moved = move.to_state if move.to_state in ages else State.PUBLISHED
            move.at = at - ages.get(moved, dt.timedelta())
        edition.opened_at = start
        edition.state_since = at - ages.get(edition.state, min(ages.values()))
        if edition.due_at:
            edition.due_at = edition.state_since + (edition.due_at - at)
        article = self.session.get_one(Article, edition.article_id)
        if edition.number == 1:
            article.created_at = start
        ids = [text.id for text in edition.texts]
        self.session.execute(sa.update(TextUpdate).where(TextUpdate.text_id.in_(ids)).values(at=start))
        for version in self.session.scalars(sa.select(TextVersion).where(TextVersion.text_id.in_(ids))):
            version.at = at - ages.get(_STAGE_OF.get(version.cause.value, State.DRAFTING), dt.timedelta())


#: Which stage begins with the version that was made for that cause.
_STAGE_OF = {
    "submit": State.IN_REVIEW,
    "accept": State.IN_TRANSLATION,
    "hand_in": State.IN_CHECKING,
    "check": State.AWAITING_APPROVAL,
    "approve": State.PUBLISHED,
}


def _content(edition: Edition, title: str, sections: dict[str, str]) -> Content:
    """Return a translation as a text, with a section line before each section."""
    lines = []
    for key in texts.section_keys(edition):
        lines.append(Line(texts.section_line_id(key), Kind.SECTION, ()))
        for number, draft in enumerate(from_markdown(sections.get(key, ""))):
            lines.append(Line(f"{key}{number}", draft.kind, draft.runs))
    return Content(title, tuple(lines))
