"""A small rehearsal from the command line: what a facilitator runs before a workshop."""

import json

import pytest
from click.testing import CliRunner

from workbench.cli import workbench
from workbench.rehearsal.report import Report, percentile

NAMED = ("words_typed", "words_lost", "words_doubled", "articles", "published", "requests", "days_simulated", "seconds")


def test_a_small_workshop_loses_no_word_and_two_articles_reach_the_portal():
    small = ["--writers", "3", "--articles", "4", "--days", "1", "--publish", "2", "--seed", "7", "--json"]
    done = CliRunner().invoke(workbench, ["rehearse", *small, "--line", "700ms"])

    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert set(NAMED) <= set(told)
    assert (told["words_lost"], told["words_doubled"], told["words_returned"]) == (0, 0, 0)
    assert (told["articles"], told["published"], told["days_simulated"]) == (4, 2, 1)
    assert told["words_typed"] > 300
    assert told["logins_ended"] > 0
    assert told["answers_lost"] > 0
    assert {"autosave", "approve", "translate a sentence", "accept a sentence"} <= set(told["requests"])
    for measured in told["requests"].values():
        assert set(measured) == {"n", "p50_ms", "p95_ms", "bytes_p50"}
        assert 0 < measured["p50_ms"] <= measured["p95_ms"]


def test_a_span_of_time_that_is_none_is_said_so():
    done = CliRunner().invoke(workbench, ["rehearse", "--line", "slow"])
    assert done.exit_code == 2
    assert "“slow” is no span of time" in done.output


@pytest.fixture
def report():
    return Report(
        words_typed=1200,
        words_lost=0,
        words_doubled=0,
        words_returned=0,
        articles=4,
        published=2,
        asked_to_publish=2,
        requests={"autosave": {"n": 10, "p50_ms": 9.5, "p95_ms": 14.0, "bytes_p50": 1800}},
        days_simulated=2,
        seconds=12.3,
        seed=7,
        answers_lost=3,
        sent_twice=2,
        logins_ended=1,
    )


def test_a_good_rehearsal_lets_the_workshop_begin(report):
    words = "\n".join(report.sentences())
    assert report.is_well
    assert "1,200 words were typed into 4 articles in 2 days; 0 were lost, 0 stand twice" in words
    assert "No word is lost. The workshop can begin." in words
    assert "--seed 7" in words


@pytest.mark.parametrize(
    "change", [{"words_lost": 1}, {"words_doubled": 1}, {"words_returned": 1}, {"published": 1}], ids=str
)
def test_a_bad_rehearsal_says_what_went_wrong(report, change):
    for name, value in change.items():
        setattr(report, name, value)
    report.details = ["/articles/1/text, draft: lost: badefi"]
    words = "\n".join(report.sentences())
    assert not report.is_well
    assert "lost: badefi" in words
    assert "Do not begin a workshop with this" in words


def test_percentiles_are_values_that_were_measured():
    assert percentile([], 95) == 0
    assert percentile([3], 95) == 3
    assert percentile(list(range(1, 101)), 50) == 50
    assert percentile(list(range(1, 101)), 95) == 95
    assert percentile([5, 1, 3], 50) == 3
