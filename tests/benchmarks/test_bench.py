"""The benchmarks themselves, small: everything they open and save works, and the form of what they say."""

import json

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from workbench.benchmarks import pages, portal, saves, start, sync, texts, weight
from workbench.benchmarks.peers import Outcome, Room, outcome
from workbench.benchmarks.seeding import COPIED, seed
from workbench.cli import workbench
from workbench.models import Base
from workbench.rehearsal.instance import throw_away

ARTICLES = 60


@pytest.fixture(scope="module")
def instance():
    with throw_away() as instance:
        seed(instance, ARTICLES)
        instance.start()
        yield instance


@pytest.fixture(scope="module")
def sessions(instance):
    with instance.database() as sessions:
        yield sessions


def test_copied_articles_are_whole(sessions):
    with sessions() as session:
        assert session.scalar(sa.text("select count(*) from article")) >= ARTICLES
        assert session.execute(sa.text("pragma foreign_key_check")).all() == []
        states = session.scalars(sa.text("select distinct state from edition")).all()
        lonely = session.scalar(sa.text("select count(*) from edition where id not in (select edition_id from text)"))
        segments = session.execute(sa.text("select count(*), count(distinct edition_id) from segment")).one()
    assert {"drafting", "in_review", "in_translation", "in_checking", "awaiting_approval", "published"} <= set(states)
    assert lonely == 0
    assert segments[0] > segments[1] > ARTICLES / 2


def test_everything_that_belongs_to_an_article_is_copied():
    known = {"article", "edition", "text", "segment", "signature", "review", "remark", "parcel"}
    belongs = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name in known for key in table.foreign_keys)
    }
    assert belongs - set(COPIED) == {"wanted_article", "late_words", "presence", "text_client", "peer_cursor"}


def test_pages_are_opened_by_those_who_may(instance, sessions):
    results = pages.measure(instance, sessions, ARTICLES)
    names = {result.name for result in results}
    assert {f"page: {each.name}" for each in pages.PAGES} <= names
    heavy = [result.sentence() for result in results if result.unit == "bytes" and not result.is_kept]
    assert not heavy


def test_saves_are_taken_in_both_ways(instance, sessions):
    form, autosave = saves.measure(instance, sessions, ARTICLES)
    assert (form.name, autosave.name) == ("save: form", "save: autosave")
    assert form.n == autosave.n == saves.TIMES


def test_many_write_together_and_no_word_is_lost_doubled_or_garbled():
    pace = sync.syncspeed.Pace(first=1, more=1, most=4, step=2, offline=20)
    size = sync.Size(writers=2, edits=20, people=3, articles=2, each=2, pace=pace)
    # On an instance of its own: the workshop it plays is not one that others measure.
    with throw_away() as instance:
        seed(instance, ARTICLES)
        instance.start()
        with instance.database() as sessions:
            measured = sync.measure(instance, sessions, ARTICLES, size=size)
    results = {result.name: result for result in measured}
    wrong = [f"sync.{name}.{what}" for name in ("live", "offline", "room") for what in ("lost", "doubled", "garbled")]
    assert [results[name].value for name in wrong] == [0] * 9
    assert results["sync.live.lost"].n > 2 * 10
    assert results["sync.up"].is_kept
    assert {"sync.time", "sync.cpu", "sync.writers", "sync.merge.time", "sync.merge.state"} < results.keys()


def test_every_word_that_is_missing_twice_there_or_nobodys_is_seen():
    room = Room(written=["hus", "bil", "and", "sky"], deleted=["sky"])
    assert outcome(room, ["hus bil", "And"]) == Outcome(0, 0, 0)
    assert outcome(room, ["bil and"]) == Outcome(1, 0, 0)
    assert outcome(room, ["hus bil and hus sky"]) == Outcome(0, 2, 0)
    assert outcome(room, ["hus biland"], apart=1) == Outcome(2, 0, 2)


def test_what_a_browser_loads_keeps_its_weight(instance, sessions):
    results = weight.measure(instance, sessions, ARTICLES)
    assert [result.sentence() for result in results if not result.is_kept] == []


def test_the_start_is_measured_and_the_server_is_left_running(instance, sessions):
    first, memory = start.measure(instance, sessions, ARTICLES)
    assert first.p95 > 0
    assert 20 < memory.value < 400
    assert instance.process.poll() is None


def test_the_portal_is_drawn_whole_and_after_one_change(instance, sessions):
    results = portal.measure(instance, sessions, 40)
    assert [(result.name, result.unit) for result in results] == [
        ("portal: full export", "s"),
        ("portal: pages", "pages"),
        ("portal: after one change", "ms"),
        ("portal: read back", "ms"),
    ]
    assert results[1].value > 2 * 40


def test_work_on_words_is_measured_with_its_growth(instance, sessions):
    results = texts.measure(instance, sessions, ARTICLES)
    assert [(result.name, result.unit) for result in results] == [
        ("texts: compare", "ms"),
        ("texts: align", "ms"),
        ("texts: growth of markdown", "times"),
        ("texts: growth of facts", "times"),
        ("texts: growth of checks", "times"),
    ]


def test_one_group_is_printed_alone_in_the_same_form():
    done = CliRunner().invoke(workbench, ["bench", "weight", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert set(told) == {"machine", "results"}
    assert {result["name"].partition(":")[0] for result in told["results"]} == {"weight"}
    assert all(set(result) == {"name", "unit", "n", "value", "limit", "method"} for result in told["results"])


def test_a_group_there_is_not_is_refused():
    done = CliRunner().invoke(workbench, ["bench", "nothing"])
    assert done.exit_code == 2
    assert "nothing" in done.output
