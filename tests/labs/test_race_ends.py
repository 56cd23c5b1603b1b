"""A race that ends early, or that lasts too long for a verdict."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from juliaset.grader import race
from juliaset.grader.catalogue import find_lab
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError
from juliaset.system import contest_lock

Write = Callable[[str], Path]

LAB = find_lab("5")
SOLUTION = LAB.folder / "solutions" / "compacting.py"


@pytest.mark.slow
def test_a_submission_that_uses_up_the_budget_fails(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(race, "RULES", replace(race.RULES, budget_s=1.5))
    slow = "import time\n" + SOLUTION.read_text().replace(
        "    return counted", "    time.sleep(0.7)\n    return counted"
    )
    assert slow.count("sleep") == 1
    with pytest.raises(FailedError, match="slower than the baseline: it takes"):
        Submission(LAB, write(slow)).check_speed(width=50)


@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)]
)
def test_a_signal_in_the_race_ends_the_check(
    number: signal.Signals, write: Write, tmp_path: Path
) -> None:
    began = tmp_path / "began"
    text = f"""
from pathlib import Path
from juliaset.system import contest_lock
from juliaset.grader import race
from juliaset.cli import main
right = race.Racer.sample
def sample(*arguments):
    Path({str(began)!r}).touch()
    return right(*arguments)
race.Racer.sample = sample
main()
"""
    submission = write(SOLUTION.read_text())
    command = [sys.executable, "-c", text, "lab", "check", "5", "--file", str(submission)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ.copy()
    ) as check:
        for _ in range(600):
            if began.exists():
                break
            time.sleep(0.1)
        check.send_signal(number)
        assert check.stdout is not None
        said = check.stdout.read()
    assert check.returncode == 130
    assert "lab 5" not in said  # no verdict


def test_waiting_for_another_contest_is_reported(
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(contest_lock, "LOCK", tmp_path / "lock")
    with (tmp_path / "lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        monkeypatch.setattr(
            "juliaset.system.contest_lock.contest_lock.__wrapped__.__defaults__", (0.5,)
        )
        with pytest.raises(ValueError, match="another contest"):
            Submission(LAB, write(SOLUTION.read_text())).check_speed(width=50)
    assert "is measuring here; waiting for its end" in capsys.readouterr().err
