"""Contests of programs: how often they run, what runs before them, and what is said beforehand."""

import random
import re
import sys
from collections.abc import Callable
from math import inf
from pathlib import Path

import pytest
from simulated import contest, normal

from juliaset.bench.commands import commands, parameters
from juliaset.bench.programs import announced, contest_of_programs, note_of, rules_for
from juliaset.bench.record import Process, Sample, Status, Variant
from juliaset.bench.record_file import dumps, parse
from juliaset.bench.rules import Rules
from juliaset.bench.summary import summaries
from juliaset.bench.table import as_text
from juliaset.ranges import LONGEST

Log = Callable[[], list[str]]


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Log:
    """A folder to work in, and the lines that commands have appended to its file `log`."""
    monkeypatch.chdir(tmp_path)
    return lambda: (tmp_path / "log").read_text().split()


def writes(word: str) -> str:
    return f"sh -c 'echo {word} >>log'"


def test_each_command_is_set_up_once_warmed_and_prepared_before_each_run(log: Log) -> None:
    rows = commands(
        [writes("run{n}")],
        parameters(["n=1,2"]),
        setup=writes("setup{n}"),
        prepare=writes("prepare{n}"),
    )
    outcome = contest_of_programs(rows, rules_for(4, None), warmup=2)
    lines = log()
    # The second row is set up and warmed before the first is measured.
    for number in ("1", "2"):
        assert lines[:5] == [f"setup{number}", *2 * [f"prepare{number}", f"run{number}"]]
        lines = lines[5:]
    assert len(lines) == 2 * (2 * 4 + 2 * 4)  # two rows and the two controls of the first
    assert lines.count("prepare1") == lines.count("run1") == 12
    assert all(a.replace("prepare", "run") == b for a, b in zip(lines[::2], lines[1::2]))  # noqa: B905
    for row in outcome.record.variants:
        assert [len(process.samples) for process in row.processes] == [1, 1, 1, 1]
    again = parse(dumps(outcome.record).encode())
    assert again.contest.budget_s is None  # no time ends it


@pytest.mark.parametrize(
    ("waits", "counted", "note"),
    [
        ([None, None], True, "too much of it is done by short processes"),
        ([None, None], False, "this system does not count it"),
        ([None, 0.0], True, ""),
        ([], True, ""),
    ],
)
def test_a_row_that_would_not_notice_a_busy_machine_says_so(
    waits: list[float | None], *, counted: bool, note: str
) -> None:
    samples = [Sample(number, 0, 1e6, 1e6, wait) for number, wait in enumerate(waits)]
    said = note_of(Variant("a", processes=[Process(samples)]), counted=counted)
    assert note in said
    assert bool(said) == bool(note)


def test_without_a_warm_up_only_what_is_timed_runs(log: Log) -> None:
    contest_of_programs(commands([writes("x")], {}), rules_for(1, None), warmup=0)
    assert log() == ["x", "x", "x"]  # the row and its two controls


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"setup": "sh -c 'echo no >&2; exit 3'"}, "--setup: exit code 3; its last words: no"),
        ({"prepare": "no-such-program"}, "--prepare: cannot be started: No such file"),
        ({"setup": "sleep 9"}, "--setup: still running after 0.2 s"),
    ],
)
def test_what_fails_before_a_run_is_the_row_s_reason(options: dict[str, str], reason: str) -> None:
    rows = commands(["true"], {}, **options)
    record = contest_of_programs(rows, rules_for(1, None), timeout=0.2).record
    for row in record.variants:  # the controls, too: they are the same program
        assert row.status != Status.OK
        assert row.reason.startswith(reason)


def test_a_verdict_s_runs_are_made_although_the_budget_is_shorter_and_that_is_said() -> None:
    said: list[str] = []
    program = f"{sys.executable} -S -c 'import time; time.sleep(0.05)'"
    rows = commands([program], {})
    record = contest_of_programs(rows, rules_for(None, 0.1), say=said.append).record
    assert {len(row.processes) for row in record.variants} == {3}
    (line,) = said
    assert re.match(r"1 command and 2 controls: 3 runs of each take about \d+ s, more than", line)


def test_rules_say_how_often_programs_run() -> None:
    usual = rules_for(None, None)
    assert (usual.budget_s, usual.processes * usual.rounds, usual.fewest) == (60, 40, 3)
    quick = rules_for(None, 7, quick=True)
    assert (quick.budget_s, quick.processes, quick.fewest) == (7, 5, 3)
    exactly = rules_for(20, None)
    assert (exactly.budget_s, exactly.processes, exactly.rounds) == (LONGEST, 20, 1)
    assert (rules_for(2, 5).budget_s, rules_for(2, 5).fewest) == (5, 2)


@pytest.mark.parametrize(
    ("rules", "runs_s", "said"),
    [
        (
            rules_for(5, None),
            [3.0, 1.0, 3.0, 3.0],
            "2 commands and 2 controls, 5 runs of each: about 50 s. --runs 3 takes about 30 s.",
        ),
        (
            rules_for(None, 1),
            [3.0] * 4,
            (
                "2 commands and 2 controls: 3 runs of each take about 36 s, more than --budget 1. "
                "Fewer give no verdict; --runs 1 takes about 12 s."
            ),
        ),
        (
            rules_for(None, None),
            [1.0] * 3,
            (
                "1 command and 2 controls, up to 40 runs of each: about 60 s. "
                "--runs 3 takes about 9 s."
            ),
        ),
        (
            rules_for(None, None),
            [0.001] * 4,
            "2 commands and 2 controls, up to 40 runs of each: about 3 s.",
        ),
        (
            rules_for(1, 1),
            [3.0] * 3,
            "1 command and 2 controls: 1 run of each takes about 9 s, more than --budget 1.",
        ),
        (rules_for(1, None), [0.01] * 3, "1 command and 2 controls, 1 run of each: about 1 s."),
    ],
)
def test_the_estimate_names_what_takes_less(rules: Rules, runs_s: list[float], said: str) -> None:
    assert announced(runs_s, 2, rules) == said


def test_what_a_verdict_needs_is_said_in_runs() -> None:
    rules = Rules(budget_s=inf, processes=4, rounds=1)
    record = contest(random.Random(1), [1.1], normal(0.03), rules=rules)
    for row in record.variants:
        row.toolchain = "command"
    (why,) = (each.why for each in summaries(record) if each.why)
    assert re.fullmatch(r"4 runs, (\d+) needed: --runs \1", why)


def test_a_baseline_that_fails_leaves_no_controls_to_count_and_a_shell_s_words_are_noted() -> None:
    said: list[str] = []
    rows = commands(["false", "echo a | cat"], {})
    record = contest_of_programs(rows, rules_for(1, None), say=said.append).record
    assert said == ["1 command, 1 run of each: about 1 s."]
    (row,) = (row for row in record.rows if row.status == Status.OK)
    assert row.note.startswith("'|' is passed on, because no shell reads the command; write sh -c ")
    shown = as_text(record)
    assert "false: failed\nexit code 1" in shown  # and not its controls
    assert "no shell reads" in shown
    assert "No row has a verdict, because false has no time." in shown
