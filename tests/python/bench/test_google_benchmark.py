"""Google Benchmark's file: how it is read, and whether its times agree with the contest's."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from documented import example, read
from msgspec.structs import replace

from juliaset.bench.google_benchmark import (
    FORMAT,
    Agreement,
    agreement,
    from_google_benchmark,
    in_summary,
    row_filter,
)
from juliaset.bench.notes import next_steps
from juliaset.bench.record import Imported, Record, State, Status
from juliaset.bench.record_file import load_as, save


@pytest.fixture
def record() -> Record:
    """The example of docs/contest.md."""
    return read(example())


def google(**fields: object) -> str:
    row = {
        "name": "cpp.scalar@O3/real_time",
        "run_type": "iteration",
        "threads": 1,
        "iterations": 9,
        "real_time": 75.0,
        "cpu_time": 74.0,
        "time_unit": "ms",
    }
    return json.dumps({"context": {}, "benchmarks": [row | fields]})


@pytest.mark.parametrize(("unit", "factor"), [("ns", 1), ("us", 1e3), ("ms", 1e6), ("s", 1e9)])
def test_google_benchmark_is_read_in_nanoseconds(unit: str, factor: float) -> None:
    (row,) = from_google_benchmark(google(time_unit=unit))
    assert row == Imported(
        name="cpp.scalar@O3/real_time",
        threads=1,
        real_time=75 * factor,
        cpu_time=74 * factor,
        iterations=9,
        ns_per_iteration=None,
        status="ok",
    )


def test_means_and_deviations_are_left_out() -> None:
    assert from_google_benchmark(google(run_type="aggregate", aggregate_name="mean")) == []


def test_a_counter_of_threads_replaces_the_librarys_own() -> None:
    text = google().replace('"ms"', '"ms", "threads": 2.0e+00')
    assert from_google_benchmark(text)[0].threads == 2


@pytest.mark.parametrize(
    ("fields", "status", "reason"),
    [
        ({"error_occurred": True, "error_message": "wrong: 2 pixels differ"}, "wrong", "2 pixels"),
        ({"error_occurred": True, "error_message": "needs avx2"}, "unavailable", "needs avx2"),
        ({"skipped": True, "skip_message": "not here"}, "unavailable", "not here"),
        ({"error_occurred": True}, "unavailable", "no reason given"),
    ],
)
def test_a_row_with_an_error_has_no_time(fields: dict[str, Any], status: str, reason: str) -> None:
    (row,) = from_google_benchmark(google(**fields))
    assert (row.status, row.real_time, row.cpu_time) == (status, None, None)
    assert reason in row.reason


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        "3",
        "{}",
        '{"benchmarks": 3}',
        '{"benchmarks": [3]}',
        '{"benchmarks": [{}]}',
        google(time_unit="h"),
        google(real_time="fast"),
        google(threads=float("inf")),
        google(threads=float("nan")),
        google(threads=1.5),
        google(threads=0),
    ],
)
def test_other_json_is_refused_in_words(text: str, tmp_path: Path) -> None:
    path = tmp_path / "google.json"
    path.write_text(text)
    said = r"google\.json is not what Google Benchmark writes with .*_format=json: \S"
    with pytest.raises(ValueError, match=said):
        load_as(from_google_benchmark, path, FORMAT)


@pytest.mark.parametrize("text", ["[" * 200_000, '{"benchmarks":' * 200_000])
def test_what_is_nested_too_deeply_is_refused_in_our_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"^it is nested too deeply$"):
        from_google_benchmark(text)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"real_time": float("nan")}, "its real_time is nan ms; allowed: 1e-18 to 1e[+]18 ns"),
        ({"real_time": float("inf")}, "its real_time is inf ms"),
        ({"real_time": -1.0}, "its real_time is -1 ms"),
        ({"real_time": 0.0}, "its real_time is 0 ms"),
        ({"real_time": 1e-300}, "its real_time is 1e-300 ms"),
        ({"cpu_time": 1e308}, "its cpu_time is 1e[+]308 ms; allowed: 0 to 1e[+]18 ns"),
        ({"cpu_time": None}, "its cpu_time is missing"),
        ({"time_unit": None}, "its real_time is 75 without a unit"),
        ({"iterations": 10**400}, "Expected `int` <= 9007199254740991"),
        ({"ns_per_iteration": 1e-300}, "Expected `float` >= 1e-18"),
    ],
)
def test_a_number_that_is_no_time_is_refused_with_its_row(
    fields: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=rf"^the row 'cpp.scalar@O3/real_time': {said}"):
        from_google_benchmark(google(**fields))


def test_numbers_that_nobody_can_read_are_written_in_another_way(record: Record) -> None:
    record.imported = from_google_benchmark(google(real_time=1e10))
    (found,) = agreement(record)
    assert "differs by a factor of 1.33e+08: Google Benchmark has the longer time" in str(found)
    record.imported = from_google_benchmark(google(ns_per_iteration=1e-18))
    (found,) = agreement(record)
    assert str(found).endswith("Google Benchmark's about 7.5e+25")


def test_two_instruments_agree(record: Record) -> None:
    (found,) = agreement(record)
    assert (found.id, found.agrees, found.in_words) == ("cpp.scalar@O3", True, "agrees (-0.1%)")
    assert str(found) == "cpp.scalar@O3: agrees (-0.1%)"


def test_what_they_say_of_all_rows_is_one_line(record: Record) -> None:
    yes, no = (
        Agreement("a", agrees=True, in_words="agrees (-0.1%)"),
        Agreement("b", agrees=False, in_words="differs by +10.0%: ..."),
    )
    busy = Agreement("c", None, "cannot be compared: the machine was too busy in the contest")
    assert in_summary([yes, no, yes]) == "Google Benchmark agrees within 3% on 2 of 3 rows."
    assert in_summary([yes, busy]).endswith("on 1 of 1 rows; 1 more cannot be compared.")
    assert in_summary([busy, busy]) == (
        "Google Benchmark's 2 rows cannot be compared: the machine was too busy in the contest."
    )
    assert in_summary([]) == "Google Benchmark and the contest have no row in common."
    assert in_summary(agreement(record)) == "Google Benchmark agrees within 3% on 1 of 1 rows."


def test_only_rows_of_the_contest_are_timed_again(record: Record) -> None:
    record.variants[2].id = "best=cpp.simd_avx2@O3_native"
    pattern = row_filter(record)
    wanted = ("cpp.scalar@O3/real_time", "cpp.scalar@O3", "cpp.simd_avx2@O3_native/real_time")
    assert all(re.search(pattern, name) for name in wanted)
    others = ("cpp.scalar@O3_native/real_time", "cpp.scalar@O2", "xcpp.scalar@O3", "cppXscalar@O3")
    assert not any(re.search(pattern, name) for name in others)


def test_the_script_of_make_bench_gets_its_filter_and_its_last_lines(
    record: Record, tmp_path: Path
) -> None:
    path = tmp_path / "bench.json"
    save(record, path)

    def said(*words: str) -> str:
        command = [sys.executable, "-m", *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert said("juliaset.bench.google_benchmark", str(path)) == f"{row_filter(record)}\n"
    assert said("juliaset.bench.notes") == f"{next_steps()}\n"


def test_repetitions_count_by_their_median(record: Record) -> None:
    first = record.imported[0]
    first.ns_per_iteration = None
    record.imported += [replace(first, real_time=75.2e6), replace(first, real_time=900e6)]
    (found,) = agreement(record)
    assert found.agrees


def test_two_instruments_differ(record: Record) -> None:
    record.imported[0] = replace(record.imported[0], real_time=82.61e6, ns_per_iteration=None)
    (found,) = agreement(record)
    assert found.agrees is False
    assert found.in_words == (
        "differs by +10.0%: Google Benchmark has the longer time; allowed: 3.0%"
    )
    assert agreement(record, limit=0.11)[0].agrees


def test_best_is_found_by_what_it_chose(record: Record) -> None:
    record.variants[1].id = "best=cpp.scalar@O3"
    assert agreement(record)[0].id == "best=cpp.scalar@O3"


def test_rows_that_only_one_has_are_not_compared(record: Record) -> None:
    record.imported[0].name = "cpp.other@O3/real_time"
    assert agreement(record) == []


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        ({"threads": 2}, "1 threads in the contest, 2 in Google Benchmark"),
        ({"status": "wrong", "reason": "wrong: all"}, "Google Benchmark says wrong"),
        ({"ns_per_iteration": 75e6 / 1e6}, "takes 33,219,980 iterations, Google Benchmark's about"),
    ],
)
def test_unlike_rows_are_not_compared(record: Record, edit: dict[str, Any], reason: str) -> None:
    record.imported[0] = replace(record.imported[0], **edit)
    (found,) = agreement(record)
    assert found.agrees is None
    assert reason in found.in_words


def test_a_busy_machine_or_a_wrong_row_is_not_compared(record: Record) -> None:
    record.variants[1].status = Status.WRONG
    assert "in the contest it is wrong" in agreement(record)[0].in_words
    record.contest.state = State.CONTENDED
    assert "too busy" in agreement(record)[0].in_words
