"""Named moments of a text: listed, compared, brought back."""

import uuid

import pytest

from tests.support.line import TITLE, Line
from tests.support.queries import LIMIT, counted
from workbench.domain import livetext
from workbench.domain.linetext import Kind, Run
from workbench.domain.markdown import to_markdown
from workbench.domain.refusals import Denied, IllegalMove, Unknown
from workbench.extensions import db
from workbench.history.commands import restore_version
from workbench.history.queries import NOW, history_of, moments_of, side_of
from workbench.models import Cause, Remark, TextVersion
from workbench.store import texts


class Past(Line):
    """The line, with an article that was submitted, taken back and written on."""

    def __init__(self, session, people):
        super().__init__(session, people)
        self.other = people.with_role("participant", "Malik Brandt", workshop=self.workshop)
        self.edition = self.submitted()
        self.reopen(self.edition)
        self.replace(self.edition, "fire uger", "seks uger", by=self.other)
        self.write(self.edition, {"need": "Lejekontrakt"}, by=self.other)
        session.commit()
        self.first = session.query(TextVersion).one()

    def restore(self, version=None, by=None, number=None):
        kept = restore_version(
            self.session,
            self.actor(by or self.author),
            self.edition,
            version or self.first,
            request_id=number or uuid.uuid4(),
        )
        self.session.commit()
        return kept

    @property
    def words(self):
        self.session.refresh(self.edition.source)
        return to_markdown(texts.content_of(self.edition.source).lines)


@pytest.fixture
def past(session, people):
    return Past(session, people)


def test_versions_are_listed_with_their_cause_and_authors(past, visitor):
    past.submit(past.edition, by=past.other)
    page = visitor.as_(past.author).opens("history.index", article_id=past.edition.article_id, language="da")

    moments = [" ".join(node.to_text().split()) for node in page.find("ol.moments > li")]

    assert moments[0] == "The text as it is"
    assert moments[1].startswith("Edition 1, version 2 : Submitted for review Malik Brandt")
    assert "Written by: Malik Brandt" in moments[1]
    assert "Written by: Ivalu Brandt" in moments[2]


def test_two_versions_are_compared_by_whole_words(past, visitor):
    one = visitor.as_(past.author)
    page = one.opens("history.index", article_id=past.edition.article_id, language="da")

    page = one.opens("history.compare", article_id=past.edition.article_id, language="da", **{"from": past.first.id})

    assert [node.to_text() for node in page.find("del")] == ["deleted: fire (end)"]
    assert "added: seks (end)" in [node.to_text() for node in page.find("ins")]
    assert "3 changes" in page  # the sentence, the heading of a section that was empty, its line
    assert "Written by: Malik Brandt" in page
    assert "“fire” is now “seks”" in page
    assert page.find("#change-1")
    assert page.find("details.folded")


def test_a_comparison_is_shown_side_by_side(past, visitor):
    page = visitor.as_(past.author).opens(
        "history.compare", article_id=past.edition.article_id, language="da", view="side", **{"from": past.first.id}
    )
    assert page.find(".beside .change.two .old del")
    assert page.find(".beside .change.two .new ins")


def test_a_text_compared_with_itself_says_so(past, visitor):
    page = visitor.as_(past.author).opens("history.compare", article_id=past.edition.article_id, language="da")
    assert "Nothing is different." in page


@pytest.mark.usefixtures("both_databases")
def test_a_version_comes_back_as_new_words(past):
    wanted = to_markdown(texts.from_values(past.first.content).lines)

    kept = past.restore()

    assert past.words == wanted
    assert kept.cause is Cause.RESTORE
    assert [version.cause for version in past.session.query(TextVersion).order_by(TextVersion.number)] == [
        Cause.SUBMIT,
        Cause.SAVE,
        Cause.RESTORE,
    ]


@pytest.mark.usefixtures("both_databases")
def test_bringing_back_can_itself_be_undone(past):
    before = past.words
    past.restore()
    as_it_was = past.session.query(TextVersion).filter_by(number=2).one()

    past.restore(as_it_was)

    assert past.words == before


@pytest.mark.usefixtures("both_databases")
def test_bringing_back_loses_nothing_that_is_typed_at_the_same_time(past):
    text = past.edition.source
    page, seq = texts.content_of(text), text.seq
    assert page.lines
    past.restore()
    text = texts.locked(past.session, past.edition.source)
    old = texts.state_at(past.session, text, texts.Base(seq))
    line = next(line for line in page.lines if "kontrakt" in line.words)
    typed = (*line.runs, Run(" Straks."))
    words = livetext.saved_line(old, line.id, typed, client=texts.new_client())
    texts.append(past.session, text, words, person_id=past.other.id, request_id=uuid.uuid4(), cause=Cause.SAVE)

    assert "Straks." in past.words
    assert "fire uger" in past.words


@pytest.mark.usefixtures("both_databases")
def test_bringing_back_sent_twice_counts_once(past):
    number = uuid.uuid4()
    past.restore(number=number)
    seq = past.edition.source.seq

    assert past.restore(number=number) is None
    assert past.edition.source.seq == seq


def test_bringing_back_keeps_later_remarks(past):
    line = next(line for line in texts.content_of(past.edition.source).lines if "seks uger" in line.words)
    remark = Remark(text=past.edition.source, line_id=line.id, quote="seks", words="Hvorfor?", person=past.peer)
    past.session.add(remark)
    past.session.commit()

    past.restore()

    present = {line.id: line.words for line in texts.content_of(past.edition.source).lines}
    assert past.session.get(Remark, remark.id).line_id in present
    assert "fire uger" in present[line.id]


def test_nothing_comes_back_once_the_text_is_handed_on(past):
    past.submit(past.edition)
    with pytest.raises(IllegalMove):
        past.restore()


def test_only_writers_bring_a_version_back(past):
    with pytest.raises(Denied):
        past.restore(by=past.coordinator)


def test_writers_bring_a_version_back_from_its_page(past, visitor):
    one = visitor.as_(past.author)
    page = one.opens("history.version", article_id=past.edition.article_id, language="da", version_id=past.first.id)
    assert "inden fire uger" in page

    page = one.sends(page.form("/restoration"))

    assert "The version is back." in page.text
    assert "fire uger" in past.words


def test_a_version_of_another_article_is_unknown_here(past, visitor):
    other = past.submitted(title="Indskud")
    theirs = past.session.query(TextVersion).filter_by(text_id=other.source.id).one()
    one = visitor.as_(past.author)
    here = {"article_id": past.edition.article_id, "language": "da"}

    one.opens("history.version", version_id=theirs.id, status=404, **here)
    one.opens("history.compare", status=404, **here, **{"from": theirs.id})
    one.opens("history.compare", status=404, to="x", **here)
    one.opens("history.index", article_id=past.edition.article_id, language="xx", status=404)


def test_strangers_see_no_history(past, people, visitor):
    stranger = visitor.as_(people.coordinator(people.organisation("En anden")))
    here = {"article_id": past.edition.article_id, "language": "da"}
    stranger.opens("history.index", status=404, **here)
    stranger.opens("history.compare", status=404, **here)
    stranger.opens("history.version", version_id=past.first.id, status=404, **here)


@pytest.mark.usefixtures("both_databases")
def test_the_translation_is_compared_in_the_order_of_its_sentences(session, people):
    line = Line(session, people)
    edition = line.translated()
    session.commit()
    history = history_of(session, line.actor(line.translator), edition.article_id, "kl")
    (moment,) = moments_of(session, history)

    side = side_of(session, history, moment.id)

    assert moment.cause is Cause.HAND_IN
    assert side.content.title == "Inissiamut attartukkamut tapiissutit"
    kinds = [each.kind for each in side.content.lines[:5]]
    assert kinds == [Kind.SECTION, Kind.PARAGRAPH, Kind.PARAGRAPH, Kind.SECTION, Kind.PARAGRAPH]
    assert side.content.lines[0].words == "Naatsumik"
    assert side.content.lines[2].words == "Nammineq qinnuteqassaatit."
    assert side.content == side_of(session, history, NOW).content


def test_the_history_goes_through_all_editions(session, people, visitor):
    line = Line(session, people)
    published = line.published()
    edition = line.next_edition(published)
    line.replace(edition, "fire uger", "otte uger")
    first = session.query(TextVersion).filter_by(text_id=published.source.id, cause=Cause.APPROVE).first()
    one = visitor.as_(line.author)

    page = one.opens("history.index", article_id=edition.article_id, language="da")

    assert "Edition 1, version" in page
    oldest = first or session.query(TextVersion).filter_by(text_id=published.source.id).first()
    page = one.opens("history.compare", article_id=edition.article_id, language="da", **{"from": oldest.id})
    assert "1 change" in page
    assert "“fire” is now “otte”" in page


def test_somebody_asked_to_review_sees_only_their_article(past, people, visitor):
    reviewer = people.reviewer(people.organisation("Et andet hus"))
    visitor.as_(reviewer).opens("history.index", article_id=past.edition.article_id, language="da", status=404)
    past.ask(past.edition, reviewer)
    page = visitor.as_(reviewer).opens("history.index", article_id=past.edition.article_id, language="da")
    assert TITLE in page


def test_history_asks_the_database_little_however_long_it_is(past, visitor):
    for _round in range(6):
        past.submit(past.edition)
        past.reopen(past.edition)
    one = visitor.as_(past.author)
    here = {"article_id": past.edition.article_id, "language": "da"}
    for endpoint, more in (("history.index", {}), ("history.compare", {"from": past.first.id})):
        one.opens(endpoint, **here, **more)
        with counted(db.engine) as found:
            one.opens(endpoint, **here, **more)
        assert len(found) <= LIMIT, str(found)


def test_unknown_is_said_of_what_nobody_may_read(session, people):
    stranger = people.actor(people.participant(people.workshop(people.programme(people.organisation()))))
    with pytest.raises(Unknown):
        history_of(session, stranger, uuid.uuid4(), "da")
