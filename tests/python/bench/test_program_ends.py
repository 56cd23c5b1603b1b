"""A timed program and all that it started are gone with its run, however that ends."""

import signal
import subprocess
import sys
from typing import Any

import pytest
from marked import marked

from juliaset.bench.contestants import program
from juliaset.bench.contestants.child import EndedError
from juliaset.bench.contestants.program import ProgramContestant

# It starts one that leaves its group and its session.
LEAVES = "import subprocess, time\nsubprocess.Popen(['sleep', '500'], start_new_session=True)\n"


def test_ctrl_c_while_a_program_starts_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    start, started = subprocess.Popen, []

    def interrupted(*words: Any, **options: Any) -> None:  # noqa: ANN401 - what Popen() takes
        started.append(start(*words, **options))
        raise KeyboardInterrupt

    monkeypatch.setattr(program.subprocess, "Popen", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ProgramContestant(["sleep", "500"], 60, None).sample(1)
    (process,) = started
    assert process.wait(10) == -signal.SIGKILL


def test_what_left_the_group_of_a_program_that_hangs_is_ended_with_it() -> None:
    words = [sys.executable, "-S", "-c", f"{LEAVES}time.sleep(500)"]
    with pytest.raises(EndedError, match=r"still running after 0\.5 s"):
        ProgramContestant(words, 0.5, None).sample(1)
    assert marked("=".join(program.MARK)) == []


def test_all_commands_of_a_contest_have_the_same_environment() -> None:
    agreed: dict[str, str] = {}
    for _ in range(2):
        ProgramContestant(["env"], 60, agreed).sample(1)
