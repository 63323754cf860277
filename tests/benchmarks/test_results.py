"""What a benchmark says, for people and for machines."""

import json

import pytest

from workbench.benchmarks.results import Result, counted, machine, timed
from workbench.benchmarks.run import as_values, write

TIMES = [float(number) for number in range(1, 101)]


def test_a_time_has_its_median_its_95th_percentile_and_its_limit():
    result = timed("page: board", TIMES, limit=100, method="over HTTP")
    assert result.values() == {
        "name": "page: board",
        "unit": "ms",
        "n": 100,
        "p50": 50.0,
        "p95": 95.0,
        "limit": 100,
        "method": "over HTTP",
    }


def test_a_count_has_a_value_in_place_of_them():
    result = counted("weight: icons", "bytes", 5000, limit=None, method="brotli")
    assert result.values() == {
        "name": "weight: icons",
        "unit": "bytes",
        "n": 1,
        "value": 5000,
        "limit": None,
        "method": "brotli",
    }


@pytest.mark.parametrize(
    ("result", "is_kept"),
    [
        (timed("a", TIMES, limit=95, method=""), True),
        (timed("a", TIMES, limit=94, method=""), False),
        (timed("a", TIMES, limit=None, method=""), True),
        (counted("a", "bytes", 10, limit=10, method=""), True),
        (counted("a", "bytes", 11, limit=10, method=""), False),
    ],
)
def test_a_missed_limit_is_said(result: Result, is_kept):
    assert result.is_kept is is_kept
    assert ("MISSED" in result.sentence()) is not is_kept


def test_the_file_for_machines_names_the_machine_and_every_result(tmp_path):
    results = [timed("page: board", TIMES, limit=40, method="over HTTP")]
    write(results, tmp_path / "build" / "bench.json")
    told = json.loads((tmp_path / "build" / "bench.json").read_text(encoding="utf-8"))
    assert told == as_values(results)
    assert set(told) == {"machine", "results"}
    assert "cores" in machine()
