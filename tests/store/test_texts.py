"""The log of a text: rows without holes, bases that can be read again, versions with their authors."""

import uuid

import pytest

from tests.support.line import Line
from workbench.domain import livetext
from workbench.domain.linetext import Content, Kind, Run
from workbench.domain.linetext import Line as TextLine
from workbench.domain.markdown import from_markdown
from workbench.domain.refusals import Invalid
from workbench.models import Cause, TextCheckpoint, TextUpdate
from workbench.store import texts
from workbench.store.texts import CHECKPOINT_EVERY, Base, parse_base


@pytest.fixture
def line(session, people):
    return Line(session, people)


def rows_of(session, text):
    return session.query(TextUpdate).filter_by(text_id=text.id).order_by(TextUpdate.seq).all()


@pytest.mark.parametrize(
    ("token", "base"),
    [("1", Base(1)), ("120", Base(120)), ("120+124+131", Base(120, (124, 131)))],
)
def test_a_base_is_read_as_it_was_written(token, base):
    assert parse_base(token) == base
    assert str(base) == token


@pytest.mark.parametrize("token", ["", "x", "1+", "+1", "1 2", "-1", "1.5", "\u0661", "9999999999", "1" + "+2" * 5001])
def test_what_is_no_base_is_refused(token):
    with pytest.raises(Invalid):
        parse_base(token)


def test_a_base_grows_by_the_pages_own_saves_and_closes_over_what_follows_at_once():
    assert Base(5).grown(6) == Base(6)
    assert Base(5).grown(8) == Base(5, (8,))
    assert Base(5, (8,)).grown(7).grown(6) == Base(8)
    assert Base(5, (8,)).grown(8) == Base(5, (8,))


@pytest.mark.usefixtures("both_databases")
def test_rows_are_numbered_without_holes(session, line):
    edition = line.drafted()
    for number in range(5):
        line.write(edition, {"need": f"Nummer {number}"})

    assert [row.seq for row in rows_of(session, edition.source)] == list(range(1, edition.source.seq + 1))
    assert rows_of(session, edition.source)[0].cause is Cause.OPEN


@pytest.mark.usefixtures("both_databases")
def test_every_base_gives_the_text_as_it_was(session, line):
    edition = line.drafted()
    seen = {}
    for number in range(CHECKPOINT_EVERY + 8):
        line.write(edition, {"need": f"Nummer {number}"})
        seen[edition.source.seq] = texts.content_of(edition.source)

    assert session.query(TextCheckpoint).one().seq == CHECKPOINT_EVERY
    for seq, content in seen.items():
        assert livetext.read(texts.state_at(session, edition.source, Base(seq))) == content


@pytest.mark.usefixtures("both_databases")
@pytest.mark.parametrize("base", [Base(0), Base(99), Base(1, (99,))])
def test_a_base_that_never_was_is_refused(session, line, base):
    edition = line.drafted()
    with pytest.raises(Invalid):
        texts.state_at(session, edition.source, base)


@pytest.mark.usefixtures("both_databases")
def test_the_row_names_the_lines_it_changed(session, line):
    edition = line.drafted()
    before = {one.words: one.id for one in texts.content_of(edition.source).lines}

    line.replace(edition, "fire uger", "seks uger")
    row = rows_of(session, edition.source)[-1]

    assert row.touched == [before["Du har ret til et svar inden fire uger."]]
    assert row.removed == []


@pytest.mark.usefixtures("both_databases")
def test_a_row_names_the_lines_it_took_away_and_the_title(session, line):
    edition = line.drafted()
    gone = next(one.id for one in texts.content_of(edition.source).lines if "fortælle kommunen" in one.words)

    line.write(edition, {"rights": "Du har ret til et svar inden fire uger."}, title="Ny titel")
    row = rows_of(session, edition.source)[-1]

    assert gone in row.removed
    assert texts.TITLE in row.touched
    assert edition.source.title == "Ny titel"


@pytest.mark.usefixtures("both_databases")
def test_versions_are_numbered_and_know_who_wrote_since_the_one_before(session, line, people):
    other = people.with_role("participant", workshop=line.workshop)
    edition = line.drafted()
    first = texts.add_version(session, edition.source, Cause.SUBMIT, line.author.id)
    line.write(edition, {"need": "Lejekontrakt"}, by=other)
    second = texts.add_version(session, edition.source, Cause.SUBMIT, line.author.id)
    third = texts.add_version(session, edition.source, Cause.ACCEPT, line.author.id)

    assert [version.number for version in (first, second, third)] == [1, 2, 3]
    assert [version.author_ids for version in (first, second, third)] == [[line.author.id], [other.id], []]
    assert texts.from_values(second.content) == texts.content_of(edition.source)


def test_a_version_is_read_back_as_it_was():
    runs = (Run("a", bold=True), Run("ĸæøå", italic=True, link="https://lov.example"))
    content = Content("Titel", (TextLine("§who", Kind.SECTION, ()), TextLine("abc", Kind.BULLET, runs)))
    assert texts.from_values(texts.as_values(content)) == content


@pytest.mark.usefixtures("both_databases")
def test_an_update_that_comes_before_what_it_builds_on_is_kept_until_that_comes(session, line):
    edition = line.drafted()
    text = texts.locked(session, edition.source)
    earlier = livetext.saved(
        text.state, {"need": from_markdown("Lejekontrakt")}, None, client=texts.new_client(), new_id=texts.new_line_id
    )
    between = livetext.committed(text.state, earlier).state
    later = livetext.saved(
        between,
        {"need": from_markdown("Lejekontrakt og lønseddel")},
        None,
        client=texts.new_client(),
        new_id=texts.new_line_id,
    )

    for update in (later, earlier):
        texts.append(session, text, update, person_id=line.author.id, request_id=uuid.uuid4(), cause=Cause.SAVE)

    assert "Lejekontrakt og lønseddel" in [one.words for one in texts.content_of(text).lines]
