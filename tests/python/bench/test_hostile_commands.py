"""Programs that fail, crash, hang or fork: each is a row with a reason, and none stays behind."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from benched import CALM_OR_NOT, Bench

from command import juliaset

BAD = {
    "sh -c 'echo one; echo two >&2; exit 3'": ("failed", "exit code 3; its last words: two"),
    "sh -c 'kill -SEGV $$'": ("crashed", "SIGSEGV (Segmentation fault)"),
    "no-such-program": ("failed", "cannot be started: No such file or directory"),
    "/": ("failed", "cannot be started: Permission denied"),
    "sleep 600": ("timeout", "still running after 1.5 s"),
    "sh -c 'sleep 600; true'": ("timeout", "still running after 1.5 s"),
}
GOOD = ("true", "sleep 0.01", "sh -c 'sleep 600 & true'", "cat")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    commands = [word for command in (*GOOD, *BAD) for word in ("--command", command)]
    folder = tmp_path_factory.mktemp("commands")
    with Bench(folder, *commands, "--budget", "0.5", "--timeout", "1.5") as run:
        run.end()
        yield run


def test_the_contest_of_programs_goes_on_to_its_end(bench: Bench) -> None:
    assert bench.process.returncode == 1
    assert bench.stderr == ""
    assert bench.contest["contest"]["state"] in CALM_OR_NOT
    assert "Traceback" not in bench.stdout


@pytest.mark.parametrize("command", GOOD)
def test_a_program_that_ends_well_has_a_time(bench: Bench, command: str) -> None:
    row = bench.rows[command]
    assert (row["status"], row["reason"]) == ("ok", "")
    assert row["samples"]


def test_a_program_that_waits_has_the_time_of_the_wall_clock(bench: Bench) -> None:
    row = bench.rows["sleep 0.01"]
    assert all(wall >= 0.01e9 for _, _, wall, *_ in row["samples"])
    assert len(row["processes"]) == len(row["samples"])  # each run is a process
    time = next(line for line in bench.stdout.splitlines() if line.startswith("sleep 0.01"))
    assert re.match(r"sleep 0\.01 +[\d.]+ ms", time)


@pytest.mark.parametrize("command", BAD)
def test_a_program_that_does_not_has_a_reason(bench: Bench, command: str) -> None:
    row = bench.rows[command]
    assert row["status"] == BAD[command][0]
    assert row["reason"].startswith(BAD[command][1])
    assert row["samples"] == []


def test_no_program_and_no_file_is_left(bench: Bench) -> None:
    assert bench.others() == []
    assert bench.left_in_temporary() == []


def test_whoever_prints_something_else_than_the_first_is_wrong(tmp_path: Path) -> None:
    commands = ("--command", "echo a", "--command", "printf 'a\\n'", "--command", "echo b")
    with Bench(tmp_path, *commands, "--same-output", "--budget", "0.5") as run:
        assert run.end() == 1
        rows = run.rows
        assert {name: row["status"] for name, row in rows.items()} == {
            "echo a": "ok",
            "printf 'a\\n'": "ok",
            "echo b": "wrong",
            "twin of echo a": "ok",
            "second twin of echo a": "ok",
        }
        assert rows["echo b"]["reason"] == "its output differs from that of the first command"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--command", ""], "--command is ''; allowed: a program and its arguments"),
        (["--command", "  "], "--command is '  '; allowed: a program and its arguments"),
        (["--command", "echo 'a"], "where a quote is not closed; allowed: words as in a shell"),
        (["--command", "true", "--command", "true"], "--command 'true' is given twice; allowed"),
        (["--command", "true", "--kernel", "best"], "--kernel and --command are two contests"),
        (["--command", "true", "--flavour", "O3"], "--flavour is about kernels, not --command"),
        (["--command", "true", "--threads", "2"], "--threads is about kernels, not --command"),
        (["--command", "true", "--gil", "held"], "--gil is about kernels, not --command"),
        (
            ["--command", "true", "--baseline", "foo"],
            "--baseline is about kernels, not --command",
        ),
        (["--command", "true", "--c", "0"], "--c is about kernels, not --command"),
        (
            ["--command", "true", "--processes", "3"],
            "--processes is about kernels, not --command; allowed: with it --runs",
        ),
        (["--runs", "3"], "--runs is about commands; allowed: together with --command"),
        (["--param", "n=1"], "--param is about commands; allowed: together with --command"),
        (["--setup", "make"], "--setup is about commands; allowed: together with --command"),
        (["--command", "true", "--runs", "0"], "'--runs': '0' is not a whole number of 1 or more"),
        (
            ["--command", "x", "--warmup", "-1"],
            "'--warmup': '-1' is not a whole number of 0 or more",
        ),
        (["--command", "true", "--runs", "3", "--quick"], "--quick and --runs both say how often"),
        (["--command", "x", "--param", "n"], "--param is 'n'; allowed: a name and values, like n="),
        (
            ["--command", "x", "--param", "n=1"],
            "--param n is in no command; allowed: commands",
        ),
        (["--command", "x {n}", "--param", "n=1,1"], "--param n=1,1 has a value twice"),
        (["--command", "x", "--setup", "'"], '--setup is "\'", where a quote is not closed'),
        (
            ["--command", "true", "--timeout", "0"],
            "'--timeout': '0' is not a number of seconds above",
        ),
        (
            ["--command", "true", "--budget", "nan"],
            "'--budget': 'nan' is not a number of seconds above",
        ),
    ],
)
def test_nonsense_is_refused_at_once(arguments: list[str], message: str) -> None:
    answer = juliaset("bench", *arguments)
    assert answer.returncode == 2
    assert message in answer.stderr
    assert answer.stderr.count("\n") == 1
