"""A contest in other programs' words: nothing is lost, invented, or read where it is not."""

import csv
import io
import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from juliaset.bench.exports import to_csv, to_markdown, to_pyperf
from juliaset.bench.google_benchmark import (
    FORMAT,
    Agreement,
    agreement,
    from_google_benchmark,
    in_one_line,
    row_filter,
)
from juliaset.bench.notes import next_steps
from juliaset.bench.record import Imported, Process, Record, Sample, State, Status
from juliaset.bench.record_file import load_as, parse, save

PAGE = Path(__file__).parents[3] / "docs" / "contest.md"


@pytest.fixture
def record() -> Record:
    """The example of docs/contest.md."""
    return parse(PAGE.read_text().partition("```json\n")[2].partition("```")[0])


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


def test_csv_has_a_line_for_each_sample(record: Record) -> None:
    lines = list(csv.DictReader(io.StringIO(to_csv(record))))
    samples = [line for line in lines if line["round"]]
    assert len(samples) == sum(len(row.samples) for row in record.variants)
    assert samples[1] == {
        "id": "cpp.scalar@O3",
        "kernel": "cpp.scalar",
        "flavour": "O3",
        "threads": "1",
        "pictures": "1",
        "gil": "released",
        "status": "ok",
        "round": "0",
        "position": "0",
        "wall_ns": "75100000.0",
        "cpu_ns": "75090000.0",
        "waited_ns": "",
    }
    assert samples[0]["flavour"] == samples[0]["gil"] == ""


def test_csv_keeps_a_row_without_a_time(record: Record) -> None:
    wrong = record.variants[3]
    wrong.processes = [Process([Sample(0, 0, 1.0, 1.0)])]  # measured before it was found out
    lines = list(csv.DictReader(io.StringIO(to_csv(record))))
    (line,) = [line for line in lines if line["id"] == wrong.id]
    assert (line["status"], line["round"], line["wall_ns"]) == ("wrong", "", "")


def test_csv_keeps_every_digit(record: Record) -> None:
    record.variants[0].processes = [Process([Sample(0, 0, 1 / 3, 2e9 / 7)])]
    line = next(csv.DictReader(io.StringIO(to_csv(record))))
    assert (float(line["wall_ns"]), float(line["cpu_ns"])) == (1 / 3, 2e9 / 7)


def cells(table: str, name: str) -> list[str]:
    (line,) = [line for line in table.splitlines() if line.startswith(f"| `{name}`")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_markdown_begins_with_where_it_comes_from(record: Record) -> None:
    first, empty, heading, rule, *rows = to_markdown(record).splitlines()
    assert first == (
        "Measured on AMD EPYC, 2 cores, GNU 12.2.0, Python 3.11.7, at 2026-11-28. "
        "Speed-ups are against `python.loops`."
    )
    assert not empty
    assert "speed-up | against cpp.scalar@O3" in heading
    assert {line.count("|") for line in (heading, rule, *rows)} == {9}
    assert len(rows) == len(record.variants) - 1  # the control is no contestant


def test_markdown_shows_times_ratios_and_counts(record: Record) -> None:
    for row in record.variants[:3]:
        first = row.samples[0]
        row.processes = [Process([first._replace(round=number) for number in range(10)])]
    table = to_markdown(record)
    assert cells(table, "python.loops")[1:3] == ["3 s", "1.0 x"]
    scalar = cells(table, "cpp.scalar@O3")
    assert scalar[1:] == ["75.1 ms", "40.0 x", "", "baseline", "2.26", "1.0", "exact"]
    assert cells(table, "cpp.fastmath@O3")[4] == "unresolved"  # two processes
    assert cells(table, "cpp.fastmath@O3")[-1] == "12 pixels differ"


def test_markdown_says_where_rounds_were_few(record: Record) -> None:
    assert cells(to_markdown(record), "python.loops")[3:5] == ["0.0250", "unresolved"]


def test_markdown_gives_the_reason_in_one_line(record: Record) -> None:
    record.variants[3].reason = "a | b\nand a traceback"
    assert "|  | wrong: a \\| b |" in to_markdown(record)


def test_a_command_of_two_lines_is_one_cell_of_markdown(record: Record) -> None:
    record.variants[2].id = "sh -c 'true\ntrue'"
    assert "| `sh -c 'true true'` | 60.2 ms |" in to_markdown(record)


def test_markdown_says_what_a_contest_lacks(record: Record) -> None:
    record.contest.state, record.contest.reference = State.INTERRUPTED, None
    table = to_markdown(record)
    assert "The contest is interrupted." in table
    assert "None" not in table
    assert {line.count("|") for line in table.splitlines()[2:]} == {8}


def test_pyperf_gets_a_benchmark_for_each_timed_row(record: Record) -> None:
    suite = json.loads(to_pyperf(record))
    assert suite["version"] == "1.0"
    assert suite["metadata"]["cpu_model_name"] == "AMD EPYC"
    names = [benchmark["metadata"]["name"] for benchmark in suite["benchmarks"]]
    assert names == [row.id for row in record.variants if row.timed]
    assert suite["benchmarks"][1]["runs"] == [{"values": [0.0751, 0.0753]}, {"values": [0.075]}]
    for part in (suite, *suite["benchmarks"]):
        # pyperf refuses what is empty or has lines.
        assert all(value and "\n" not in str(value) for value in part["metadata"].values())


@pytest.mark.skipif(find_spec("pyperf") is None, reason="pyperf is not installed: pip install it")
def test_pyperf_reads_it(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "contest.json"
    path.write_text(to_pyperf(record))
    for command in (["show"], ["stats"], ["compare_to", str(path)]):
        answer = subprocess.run(
            [sys.executable, "-m", "pyperf", *command, str(path)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert "cpp.scalar@O3" in answer.stdout or "Benchmark hidden" in answer.stdout


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
    assert in_one_line([yes, no, yes]) == "Google Benchmark agrees within 3% on 2 of 3 rows."
    assert in_one_line([yes, busy]).endswith("on 1 of 1 rows; 1 more cannot be compared.")
    assert in_one_line([busy, busy]) == (
        "Google Benchmark's 2 rows cannot be compared: the machine was too busy in the contest."
    )
    assert in_one_line([]) == "Google Benchmark and the contest have no row in common."
    assert in_one_line(agreement(record)) == "Google Benchmark agrees within 3% on 1 of 1 rows."


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
