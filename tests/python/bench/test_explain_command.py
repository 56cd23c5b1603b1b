"""`juliaset explain` as a user meets it: what it says, Ctrl-C, and its exit codes."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from commands import COMMAND, CONTEST, SMALL, juliaset

from juliaset.bench.outcome import Outcome
from juliaset.bench.record import State, Status
from juliaset.bench.record_file import load
from juliaset.cli import kernels as command
from juliaset.cli.exit_codes import ExitCode

EXPLAINED = "cpp.fastmath"


@pytest.mark.parametrize(
    "name",
    [
        "cpp.simd_sse2",
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in ("cpp.complex", "cython.lists", "numpy.compacting")
        ),
    ],
)
def test_a_kernel_is_explained(name: str) -> None:
    answer = juliaset("explain", name, *SMALL)
    assert answer.returncode in {0, 4}, answer.stderr
    for words in ("What that gains", "What limits it now", "cycles"):
        assert words in answer.stdout
    assert "is not here" not in answer.stdout


@pytest.mark.slow
def test_an_interrupted_explanation_ends_there_with_130() -> None:
    words = ("explain", "cpp.scalar", "--width", "500", "--budget", "60")
    with subprocess.Popen(
        [*COMMAND, *words],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        while "What that gains, measured now" not in process.stdout.readline():
            assert process.poll() is None
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "What limits it now" not in said


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        ((Status.OK, State.COMPLETE), ExitCode.DONE, "cpp.fastmath@O3 takes"),
        ((Status.WRONG, State.COMPLETE), ExitCode.NO, "It has no time: wrong. 7 pixels"),
        ((Status.CRASHED, State.CONTENDED), ExitCode.NO, "It has no time: crashed. 7 pixels"),
        ((Status.OK, State.CONTENDED), ExitCode.BUSY, "The machine was busy"),
        ((Status.UNAVAILABLE, State.COMPLETE), ExitCode.NO_ANSWER, "It has no time: unavailable."),
    ],
)
def test_an_explanation_has_the_exit_code_of_its_contest(
    found: tuple[Status, State],
    code: ExitCode,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    record = load(Path(CONTEST))
    status, record.contest.state = found
    row = next(each for each in record.variants if each.kernel == EXPLAINED)
    row.id = f"{EXPLAINED}@O3"
    row.status, row.reason = status, "" if status == Status.OK else "7 pixels differ"
    row.verdict = "faster" if status == Status.OK else ""
    monkeypatch.setattr(
        "juliaset.bench.views.explain.contest_of_kernels", lambda *_, **__: Outcome(record)
    )
    assert command.explain(EXPLAINED, width=40) == code
    assert said in " ".join(capsys.readouterr().out.split())
