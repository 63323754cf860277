"""A source that changes after it was translated opens its changed sentences again, and no others."""

import pytest

from workbench.domain.signatures import Capacity
from workbench.domain.states import Move, State
from workbench.store.findings import open_findings
from workbench.store.moves import make_move
from workbench.store.segments import composed
from workbench.store.signatures import coverages
from workbench.store.texts import content_of
from workbench.translation.commands import dismiss_finding
from workbench.translation.sentences import Standing, sheet_of

pytestmark = pytest.mark.usefixtures("both_databases")
SELF = "Du skal selv søge om det."
YEARLY = "Du skal selv søge om det hvert år."


@pytest.fixture
def reopened(line, checking):
    """A checked article that went back to its writers, who changed one sentence."""
    checking.accept_all()
    checking.finish()
    edition = checking.edition
    line.reopen(edition, "Reglen er ændret.")
    line.replace(edition, SELF, YEARLY)
    line.submit(edition)
    assert edition.state is State.IN_REVIEW, "the changed sentence must be read again"
    line.accept(edition)
    assert edition.state is State.IN_TRANSLATION
    return edition


def test_only_the_changed_sentence_waits_for_translator_and_checker(line, reopened, at_work, session):
    changed = line.segment(reopened, YEARLY)
    for capacity in (Capacity.TRANSLATOR, Capacity.CHECKER):
        assert coverages(session, reopened)[capacity].uncovered == (changed.key,)

    translator = at_work(line.translator, reopened)
    translator.claim()
    translator.save(changed, "Ukiut tamaasa nammineq qinnuteqassaatit.")
    translator.hand_in()
    assert reopened.state is State.IN_CHECKING
    checker = at_work(line.checker, reopened)
    checker.take_check()
    checker.accept(changed)
    checker.finish()
    assert reopened.state is State.AWAITING_APPROVAL


def test_the_page_shows_what_changed_and_the_old_translation(line, reopened, at_work, session, visitor):
    at_work(line.translator, reopened).claim()
    session.commit()
    page = visitor.as_(line.translator).opens("translation.edit", article_id=reopened.article_id)
    assert "10 of 11 sentences are confirmed." in page
    assert "hvert år" in page.find(".seg.now ins")[0].to_text()
    assert page.find(".seg.now textarea")[0].to_text().strip() == "Nammineq qinnuteqassaatit."
    assert "The source has changed since this was translated." in page


def test_a_draft_of_the_new_translation_still_shows_what_changed(line, reopened, at_work, session):
    translator = at_work(line.translator, reopened)
    translator.claim()
    changed = line.segment(reopened, YEARLY)
    translator.save(changed, "Ukiut tamaasa", confirm=False)
    row = sheet_of(session, reopened).row(changed.key)
    assert row.standing is Standing.BEGUN
    assert row.change
    translator.save(changed, "Ukiut tamaasa nammineq qinnuteqassaatit.")
    assert not sheet_of(session, reopened).row(changed.key).change


def test_the_old_translation_can_be_right_for_the_new_wording(line, reopened, at_work, session):
    translator = at_work(line.translator, reopened)
    translator.claim()
    changed = line.segment(reopened, YEARLY)
    translator.save(changed, changed.target)
    assert changed.is_ready
    translator.hand_in()
    assert reopened.state is State.IN_CHECKING, "the pair is another one, so somebody checks it again"


def test_what_only_moved_passes_by_itself(line, checking, session):
    checking.accept_all()
    checking.finish()
    edition = checking.edition
    line.reopen(edition)
    first, second = "Du har ret til et svar inden fire uger.", "Du skal fortælle kommunen, når din indkomst ændrer sig."
    line.write(edition, {"rights": f"{second}\n\n{first}"})
    line.submit(edition)
    assert edition.state is State.AWAITING_APPROVAL
    words = [one.words for one in composed(content_of(edition.source), checking.segments()).lines]
    assert words.index("Isertitatit allanngorpata kommuni ilisimatissavat.") < next(
        number for number, line_words in enumerate(words) if "pisinnaatitaavutit" in line_words
    )


def test_a_sentence_that_went_is_listed_struck_out(line, checking, at_work, session, visitor):
    edition = checking.edition
    line.reopen(edition)
    line.write(edition, {"summary": "Er din husleje høj, kan kommunen betale en del af den. Spørg din kommune."})
    line.submit(edition)
    line.accept(edition)
    at_work(line.translator, edition).claim()
    session.commit()
    page = visitor.as_(line.translator).opens("translation.edit", article_id=edition.article_id)
    assert "1 sentence is no longer in the source" in page
    struck = [one.to_text().strip() for one in page.find("details del")]
    assert "Nammineq qinnuteqassaatit." in struck


def test_a_finding_let_stand_stays_so_in_the_next_edition(line, checking, session):
    segment = checking.segment("Udfyld")
    checking.correct(segment, "Immersugassaq immersoruk 7.")
    (found,) = open_findings(session, checking.edition)
    dismiss_finding(
        session, checking.actor, checking.edition, segment, found.finding.key, reason="Blanket nr. 7 er ment."
    )
    line.check(checking.edition, line.people.checker())
    line.approve(checking.edition)
    make_move(session, checking.edition, Move.PUBLISH, person_id=None)
    edition = line.next_edition(checking.edition)
    assert [one.target for one in open_findings(session, edition)] == []
