"""Ctrl-C, SIGTERM and SIGKILL: what was measured is kept, and no process stays behind."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from benched import Bench, wait_until

ENDLESS = ("--width", "60", "--budget", "600", "--timeout", "600")
ROWS = ("--kernel", "cpp.scalar", "--kernel", "hostile.py:tells", "--kernel", "numpy.masked")
HANGS = ("--kernel", "hostile.py:tells_and_hangs")
CHILDREN = ("--kernel", "hostile.py:leaves_children")
SEVERAL_PROCESSES = ("--kernel", "python.multiprocessing", "--width", "300")

# When to send the signal: what takes part, and what must have come true.
MOMENTS: dict[str, tuple[tuple[str, ...], Callable[[Bench], object]]] = {
    "as_soon_as_there_is_a_worker": (ROWS, lambda run: run.workers()),
    "while_workers_start": (ROWS, lambda run: len(run.workers()) > 2),
    "while_a_kernel_hangs": ((*ROWS, *HANGS), lambda run: run.calls_made() > 5),
    "in_the_first_round": (ROWS, lambda run: run.calls_made() > 5),
    "in_later_rounds": (ROWS, lambda run: run.calls_made() > 300),
}

# What SIGTERM does is decided in one place; a contest of commands shows it in the quick tests.
EITHER_SIGNAL = [
    pytest.param(signal.SIGINT, id="SIGINT"),
    pytest.param(signal.SIGTERM, id="SIGTERM"),
]


def begun(folder: Path, moment: str) -> Bench:
    rows, has_come = MOMENTS[moment]
    run = Bench(folder, *rows, *ENDLESS)
    wait_until(lambda: (run.measures() and has_come(run)) or run.process.poll() is not None, moment)
    assert run.process.poll() is None, run.stderr
    return run


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        ("while_workers_start", signal.SIGINT),
        *(pytest.param(moment, signal.SIGINT, marks=pytest.mark.slow) for moment in MOMENTS),
        *(pytest.param(moment, signal.SIGTERM, marks=pytest.mark.slow) for moment in MOMENTS),
    ],
)
def test_an_interrupted_contest_keeps_what_was_measured(
    tmp_path: Path, moment: str, number: signal.Signals
) -> None:
    with begun(tmp_path, moment) as run:
        run.process.send_signal(number)
        assert run.end() == 130, run.stderr
        assert run.contest["contest"]["state"] == "interrupted"
        assert {row["status"] for row in run.contest["variants"]} == {"ok"}
        assert run.stderr == ""
        assert "Interrupted: the rows hold what was measured until then." in run.stdout
        assert run.others() == []
        assert run.left_in_temporary() == []
        samples = [row["samples"] for row in run.rows.values()]
        assert all(samples) == (moment == "in_later_rounds")


@pytest.mark.parametrize("command", [pytest.param("bench", marks=pytest.mark.slow), "commands"])
def test_a_second_ctrl_c_loses_nothing(tmp_path: Path, command: str) -> None:
    rows = ROWS if command == "bench" else ("--command", "sleep 0.01", "--command", "true")
    options = ENDLESS if command == "bench" else ("--runs", "100000")
    with Bench(tmp_path, *rows, *options) as run:
        # Before the first round there is nothing to lose.
        wait_until(lambda: run.measures() and (command != "bench" or run.calls_made() > 5), "begun")
        if command == "commands":
            wait_until(lambda: "runs of each" in run.stdout, "the rounds have begun")
        while not run.json.exists() and run.process.poll() is None:
            run.process.send_signal(signal.SIGINT)
            time.sleep(0.02)
        assert run.end() == 130, run.stderr
        assert run.contest["contest"]["state"] == "interrupted"
        assert run.others() == []
        assert run.left_in_temporary() == []


@pytest.mark.slow
def test_a_signal_to_the_whole_group_is_for_the_contest_alone(tmp_path: Path) -> None:
    with begun(tmp_path, "in_the_first_round") as run:
        os.killpg(run.process.pid, signal.SIGTERM)
        assert run.end() == 130
        assert {row["status"] for row in run.contest["variants"]} == {"ok"}


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["while_workers_start", "while_a_kernel_hangs"])
def test_workers_vanish_with_a_contest_that_is_killed(tmp_path: Path, moment: str) -> None:
    with begun(tmp_path, moment) as run:
        run.process.kill()
        run.end()
        wait_until(lambda: not run.others(), "the workers are gone")
        assert not run.json.exists()


def test_what_a_kernel_started_goes_with_its_row_in_an_interrupted_contest(tmp_path: Path) -> None:
    with Bench(tmp_path, *CHILDREN, "--kernel", "hostile.py:tells", *ENDLESS) as run:
        wait_until(lambda: run.calls_made() > 1, "a round has begun")
        run.process.send_signal(signal.SIGINT)
        assert run.end() == 130
        assert run.others() == []


def test_a_kernel_of_several_processes_goes_with_a_contest_that_is_killed(tmp_path: Path) -> None:
    with Bench(tmp_path, *SEVERAL_PROCESSES, "--kernel", "hostile.py:tells", *ENDLESS) as run:
        wait_until(lambda: run.calls_made() > 1, "a round has begun")
        run.process.kill()
        run.end()
        wait_until(lambda: not run.others(), "all are gone", patience=20)


@pytest.mark.parametrize("number", EITHER_SIGNAL)
def test_a_contest_of_commands_ends_with_them(tmp_path: Path, number: signal.Signals) -> None:
    commands = ("--command", "true", "--command", "sh -c 'sleep 500; true'")
    with Bench(tmp_path, *commands, "--budget", "600", "--timeout", "600") as run:
        wait_until(lambda: len(run.others()) == 2, "the shell sleeps")
        run.process.send_signal(number)
        assert run.end() == 130
        assert run.contest["contest"]["state"] == "interrupted"
        assert run.others() == []
        assert run.left_in_temporary() == []


@pytest.mark.slow
@pytest.mark.parametrize("number", EITHER_SIGNAL)
def test_threads_and_processes_that_wait_for_each_other_end_at_once(
    tmp_path: Path, number: signal.Signals
) -> None:
    options = ("--threads", "1,3", "--width", "1500")
    with Bench(tmp_path, *options, command="gil") as run:
        wait_until(lambda: len(run.workers()) >= 9, "every setting has its processes")
        wait_until(lambda: any(threads_of(worker) > 3 for worker in run.workers()), "they compute")
        run.process.send_signal(number)
        assert run.end() == 130
        assert run.contest["contest"]["state"] == "interrupted"
        assert run.stderr == ""
        assert run.others() == []
        assert run.left_in_temporary() == []


def threads_of(number: int) -> int:
    with suppress(OSError):
        return len(list(Path(f"/proc/{number}/task").iterdir()))
    return 0


@pytest.mark.slow
def test_the_shared_memory_of_several_processes_goes_with_them(tmp_path: Path) -> None:
    with Bench(tmp_path, *SEVERAL_PROCESSES, "--width", "2000", *ENDLESS[2:]) as run:
        wait_until(lambda: any("memfd" in path for path in shared_by(run.others())), "it is shared")
        # Memory without a name cannot stay behind.
        assert not any(Path(path).exists() for path in shared_by(run.others()))
        run.process.send_signal(signal.SIGINT)
        assert run.end() == 130
        assert run.others() == []


def shared_by(numbers: list[int]) -> set[str]:
    """Name the shared memory that these processes have mapped, as a file if it is one."""
    lines: list[str] = []
    for number in numbers:
        with suppress(OSError):
            lines += Path(f"/proc/{number}/maps").read_text().splitlines()
    paths = {line.split(maxsplit=5)[-1] for line in lines}
    return {path for path in paths if path.startswith(("/memfd:juliaset", "/dev/shm"))}  # noqa: S108
