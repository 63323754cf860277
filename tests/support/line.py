"""Takes articles along the line, from a draft to an approved edition, with the people for it."""

import uuid

from workbench.approval.commands import approve_edition
from workbench.domain import livetext
from workbench.domain.markdown import from_markdown, parse_inline
from workbench.domain.signatures import Capacity
from workbench.domain.states import Move
from workbench.models import Cause
from workbench.store import texts
from workbench.store.moves import make_move
from workbench.store.progress import advance
from workbench.store.reopening import next_edition
from workbench.store.reviews import add_review
from workbench.store.segments import save_target, segments_of
from workbench.store.signatures import pairs_of, sign

TITLE = "Boligtilskud, når du bor til leje"
#: Section key -> Markdown. The words are our own; in both languages they are examples only.
DRAFT = {
    "summary": "Er din husleje høj, kan kommunen betale en del af den. Du skal selv søge om det.",
    "who": "Du kan søge, når du\n\n- er fyldt 18 år\n- bor til leje i en bolig med eget køkken",
    "rights": "Du har ret til et svar inden fire uger.\n\nDu skal fortælle kommunen, når din indkomst ændrer sig.",
    "how": "1. Udfyld blanketten.\n2. Send den til kommunen med din lejekontrakt.",
    "law": "[Lov nr. 99 om boligtilskud](https://lov.example/2024/99)",
}
#: A sentence of the draft -> its translation. An example, not a translation anybody should use.
ANSWERS = {
    TITLE: "Inissiamut attartukkamut tapiissutit",
    "Er din husleje høj, kan kommunen betale en del af den.": "Ineqarnermut akiliutit qaffasippata kommuni "
    "tapiissuteqarsinnaavoq.",
    "Du skal selv søge om det.": "Nammineq qinnuteqassaatit.",
    "Du kan søge, når du": "Qinnuteqarsinnaavutit",
    "er fyldt 18 år": "18-inik ukioqaleersimaguit",
    "bor til leje i en bolig med eget køkken": "inissiami attartukkami najugaqaruit",
    "Du har ret til et svar inden fire uger.": "Sapaatit akunneri sisamat qaangiutsinnagit akineqarnissannut "
    "pisinnaatitaavutit.",
    "Du skal fortælle kommunen, når din indkomst ændrer sig.": "Isertitatit allanngorpata kommuni ilisimatissavat.",
    "Udfyld blanketten.": "Immersugassaq immersoruk.",
    "Send den til kommunen med din lejekontrakt.": "Kommunimut nassiuguk attartornermut isumaqatigiissut ilanngullugu.",
    "[Lov nr. 99 om boligtilskud](https://lov.example/2024/99)": "[Inatsit nr. 99 inissiamut tapiissutit pillugit]"
    "(https://lov.example/2024/99)",
}


class Line:
    """One authority with one workshop and everybody an article needs; each method brings an article to a state.

    ``line.submitted()`` gives an edition in review, ``line.accepted()`` one in translation, and so on: each goes
    through everything before it. The steps (``line.submit(edition)``) can be taken one by one, too.
    """

    def __init__(self, session, people, *, stages=None, source="da"):
        self.session, self.people, self.source = session, people, source
        # Whoever looks at pages after a commit still knows the people without opening a transaction for it.
        session.expire_on_commit = False
        self.owner = people.organisation("Havnebyens Kommune")
        more = {"stages": stages} if stages is not None else {}
        self.programme = people.programme(self.owner, **more)
        self.workshop = people.workshop(self.programme)
        target = "kl" if source == "da" else "da"
        self.author = people.with_role("participant", "Ivalu Brandt", workshop=self.workshop)
        self.facilitator = people.with_role("facilitator", "Minik Rask", workshop=self.workshop)
        self.peer = people.with_role("reviewer", "Malik Vahl", organisation=self.owner)
        self.lawyer = people.with_role("reviewer", "Nuka Ravn", organisation=self.owner)
        self.translator = people.with_role("translator", "Aviaaja Holm", pair=(source, target))
        self.checker = people.with_role("checker", "Paninnguaq Lind", pair=(source, target))
        self.approver = people.with_role("approver", "Pipaluk Bech", organisation=self.owner)
        self.coordinator = people.with_role("coordinator", "Inuk Falk", organisation=self.owner)

    # From nothing to a state.

    def drafted(self, draft=DRAFT, title=TITLE, **more):
        facts = {"programme": self.programme, "workshop": self.workshop, "source_language": self.source}
        article = self.people.article(self.owner, title=title, writer=self.author, **{**facts, **more})
        edition = article.editions[0]
        self.session.refresh(edition)
        self.write(edition, draft)
        return edition

    def submitted(self, *args, **more):
        edition = self.drafted(*args, **more)
        self.submit(edition)
        return edition

    def accepted(self, *args, **more):
        edition = self.submitted(*args, **more)
        self.accept(edition)
        return edition

    def translated(self, *args, **more):
        edition = self.accepted(*args, **more)
        self.translate(edition)
        self.hand_in(edition)
        return edition

    def checked(self, *args, **more):
        edition = self.translated(*args, **more)
        self.check(edition)
        return edition

    def approved(self, *args, **more):
        edition = self.checked(*args, **more)
        self.approve(edition)
        return edition

    def published(self, *args, **more):
        edition = self.approved(*args, **more)
        self.publish(edition)
        return edition

    # One step.

    def write(self, edition, sections, by=None, *, title=None, cause=Cause.SAVE):
        """Write whole sections (key -> Markdown), as the form does."""
        text = texts.locked(self.session, edition.source)
        drafts = {key: from_markdown(words) for key, words in sections.items()}
        update = livetext.saved(text.state, drafts, title, client=texts.new_client(), new_id=texts.new_line_id)
        if update:
            self._append(text, update, by or self.author, cause)

    def replace(self, edition, old, new, by=None):
        """Write other words for some that stand in the source."""
        text = texts.locked(self.session, edition.source)
        line = next(line for line in texts.content_of(text).lines if old in line.words)
        runs = parse_inline(line.words.replace(old, new))
        self._append(
            text,
            livetext.saved_line(text.state, line.id, runs, client=texts.new_client()),
            by or self.author,
            Cause.SAVE,
        )

    def _append(self, text, update, person, cause):
        texts.append(self.session, text, update, person_id=person.id, request_id=uuid.uuid4(), cause=cause)
        self.session.flush()

    def submit(self, edition, by=None):
        person = by or self.author
        texts.add_version(self.session, edition.source, Cause.SUBMIT, person.id)
        make_move(self.session, edition, Move.SUBMIT, person_id=person.id)
        advance(self.session, edition, person.id)

    def ask(self, edition, person, capacity=Capacity.PEER, **more):
        facts = {"asked_by": self.facilitator, "person": person}
        return add_review(self.session, edition, Capacity(capacity), **{**facts, **more})

    def sign(self, edition, person, capacity):
        """Sign every sentence as it is now, and let the edition go on if that was what it waited for."""
        pairs = pairs_of(self.session, edition)
        sign(self.session, edition, pairs, capacity, person_id=person.id, organisation_id=person.organisation_id)
        advance(self.session, edition, person.id)

    def accept(self, edition):
        self.sign(edition, self.peer, Capacity.PEER)
        if edition.state == "in_review":
            self.sign(edition, self.lawyer, Capacity.LEGAL)

    def answer(self, edition, segment, words, by=None, cause=Cause.SAVE):
        """Write and confirm one sentence of the translation."""
        person, target = by or self.translator, edition.target
        save_target(
            self.session,
            edition,
            segment,
            words,
            base=texts.Base(target.seq),
            request_id=uuid.uuid4(),
            person_id=person.id,
            cause=cause,
        )
        segment.is_confirmed = True
        self.session.flush()

    def translate(self, edition, answers=None, by=None):
        """Answer every sentence that is not ready; sentences without an answer get one made of their place."""
        known = (
            answers if answers is not None else ANSWERS if self.source == "da" else {v: k for k, v in ANSWERS.items()}
        )
        for segment in segments_of(self.session, edition):
            if not segment.is_ready:
                self.answer(edition, segment, known.get(segment.source, "Oqaaseqatigiit nutserneqarsimasut."), by)

    def hand_in(self, edition, by=None):
        self.sign(edition, by or self.translator, Capacity.TRANSLATOR)

    def check(self, edition, by=None):
        self.sign(edition, by or self.checker, Capacity.CHECKER)

    def approve(self, edition):
        approve_edition(self.session, self.actor(self.approver), edition, seen_version=edition.version)

    def publish(self, edition):
        make_move(self.session, edition, Move.PUBLISH, person_id=None)

    def reopen(self, edition, reason="Et beløb er ændret."):
        make_move(self.session, edition, Move.REOPEN, person_id=self.coordinator.id, comment=reason)

    def next_edition(self, published):
        """Open the next edition as a copy of the published one, with its sentences and their translations."""
        edition = next_edition(self.session, published, person_id=self.author.id)
        self.session.refresh(edition)
        return edition

    # What is there.

    def segment(self, edition, words):
        return next(segment for segment in segments_of(self.session, edition) if words in segment.source)

    def actor(self, person):
        return self.people.actor(person)
