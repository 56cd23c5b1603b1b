"""A contest as CSV, Markdown and pyperf's file: nothing is lost or invented."""

import csv
import io
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from documented import example, read

from juliaset.bench.exports import to_csv, to_markdown, to_pyperf
from juliaset.bench.record import Process, Record, Sample, State


@pytest.fixture
def record() -> Record:
    """The example of docs/contest.md."""
    return read(example())


def test_csv_has_a_line_for_each_sample(record: Record) -> None:
    lines = list(csv.DictReader(io.StringIO(to_csv(record))))
    samples = [line for line in lines if line["round"]]
    assert len(samples) == sum(len(row.samples) for row in record.variants)
    assert samples[1] == {
        "id": "cpp.scalar@O3",
        "kernel": "cpp.scalar",
        "flavour": "O3",
        "compiler": "GNU 12.2.0",
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
        "Measured on AMD EPYC, 2 cores, GNU 12.2.0, Python 3.11.7, on 2026-11-28. "
        "Speed-up: times as fast as `python.loops`. Ratio: times as fast as `cpp.scalar@O3`."
    )
    assert not empty
    assert "speed-up | ratio | interval | verdict" in heading
    assert {line.count("|") for line in (heading, rule, *rows)} == {10}
    assert len(rows) == len(record.variants) - 1  # the control does not compete


def test_markdown_shows_times_ratios_and_counts(record: Record) -> None:
    for row in record.variants[:3]:
        first = row.samples[0]
        row.processes = [Process([first._replace(round=number) for number in range(10)])]
    table = to_markdown(record)
    assert cells(table, "python.loops")[1:3] == ["3 s", "1.0 x"]
    scalar = cells(table, "cpp.scalar@O3")
    assert scalar[1:] == ["75.1 ms", "40.0 x", "", "", "baseline", "2.26", "1.0", "exact"]
    assert cells(table, "cpp.fastmath@O3")[5] == "unresolved"  # two processes
    assert cells(table, "cpp.fastmath@O3")[-1] == "12 pixels differ"


def test_markdown_shows_how_wide_the_interval_of_a_single_process_is(record: Record) -> None:
    assert cells(to_markdown(record), "python.loops")[3:6] == ["0.025", "[0.004, 0.155]", "slower"]


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
    assert {line.count("|") for line in table.splitlines()[2:]} == {9}


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
