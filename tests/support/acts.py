"""People at work on one edition, through the product's own commands: what a browser would make them do."""

import contextlib
import uuid

from workbench.approval.commands import approve_edition, return_edition
from workbench.domain.linetext import sections
from workbench.domain.markdown import to_markdown
from workbench.domain.refusals import Denied
from workbench.domain.states import State
from workbench.drafting.commands import Typed, save_text, submit_edition
from workbench.models import Verdict
from workbench.review.commands import give_review
from workbench.store import texts
from workbench.store.bases import token_of
from workbench.store.reviews import reviews_of
from workbench.store.segments import segments_of
from workbench.store.texts import Base
from workbench.translation import check_commands
from workbench.translation import commands as translation


class Acts:
    """What the people of a line do with an edition."""

    def __init__(self, line, edition):
        self.line, self.edition, self.session = line, edition, line.session

    def rewrite(self, old, new, by=None):
        """Put other words in the place of some that stand in the source, as the form does."""
        content = texts.content_of(self.edition.source)
        base, title = token_of(self.edition.source, Base(self.edition.source.seq)), content.title
        found = {
            section.key: to_markdown(section.lines)
            for section in sections(content.lines)
            if old in to_markdown(section.lines)
        }
        typed = {key: words.replace(old, new) for key, words in found.items()}
        assert typed or old in title, f"{old!r} stands nowhere"
        writer = self.line.actor(by or self.line.author)
        save_text(
            self.session,
            writer,
            self.edition,
            Typed(base, uuid.uuid4(), typed, title.replace(old, new) if not typed else title),
        )

    def submit(self):
        writer = self.line.actor(self.line.author)
        return submit_edition(self.session, writer, self.edition, seen_version=self.edition.version)

    def give(self, person, verdict=Verdict.ACCEPT, reason=""):
        """Give every review that waits for the person."""
        for review in reviews_of(self.session, self.edition):
            if review.is_waiting and review.person_id == person.id:
                give_review(
                    self.session,
                    self.line.actor(person),
                    review,
                    verdict,
                    reason=reason,
                    seen_version=review.version,
                    read_seq=self.edition.source.seq,
                )

    def accept(self):
        for person, capacity in ((self.line.peer, "peer"), (self.line.lawyer, "legal")):
            if not any(each.is_waiting and each.person_id == person.id for each in self.reviews()):
                self.line.ask(self.edition, person, capacity)
            self.give(person)

    def reviews(self):
        return reviews_of(self.session, self.edition)

    def translate(self, answers, by=None, *, only=None):
        """Claim, write every sentence that is not ready (or the one named) and hand in."""
        person = self.line.actor(by or self.line.translator)
        translation.claim_translation(self.session, person, self.edition)
        for segment in segments_of(self.session, self.edition):
            if segment.key == only or (only is None and not segment.is_ready):
                self._answer(person, segment, answers[segment.source])
        translation.hand_in_translation(self.session, person, self.edition, seen_version=self.edition.version)

    def _answer(self, person, segment, words):
        translation.save_segment(
            self.session,
            person,
            self.edition,
            segment,
            words,
            base=Base(self.edition.target.seq),
            request_id=uuid.uuid4(),
            confirm=True,
        )

    def check(self, by=None, *, correct=None):
        """Claim, correct the sentences named (key -> words), accept all others and finish."""
        person = self.line.actor(by or self.line.checker)
        check_commands.claim_check(self.session, person, self.edition)
        for segment in segments_of(self.session, self.edition):
            if segment.key in (correct or {}):
                check_commands.correct_segment(
                    self.session,
                    person,
                    self.edition,
                    segment,
                    correct[segment.key],
                    base=Base(self.edition.target.seq),
                    request_id=uuid.uuid4(),
                )
            else:
                self._accept(person, segment)
        check_commands.finish_check(self.session, person, self.edition, seen_version=self.edition.version)

    def _accept(self, person, segment):
        # Their own words they leave to somebody else.
        with contextlib.suppress(Denied):
            check_commands.accept_segment(
                self.session,
                person,
                self.edition,
                segment,
                seen_source=segment.source_hash,
                seen_target=segment.target_hash,
            )

    def approve(self, by=None):
        person = self.line.actor(by or self.line.approver)
        return approve_edition(self.session, person, self.edition, seen_version=self.edition.version)

    def send_back(self, to=State.DRAFTING, reason="Et beløb er ændret."):
        person = self.line.actor(self.line.approver)
        return_edition(self.session, person, self.edition, to=to, reason=reason, seen_version=self.edition.version)

    def words_of(self, keys):
        """Return the source words of the sentences with these keys."""
        return {segment.source for segment in segments_of(self.session, self.edition) if segment.key in set(keys)}
