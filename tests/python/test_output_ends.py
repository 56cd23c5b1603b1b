"""A command whose output cannot be written: a closed pipe is quiet, a full disk is said once."""

import subprocess
import sys
from pathlib import Path

import pytest

from command import COMMAND


@pytest.mark.slow
def test_a_closed_pipe_is_quiet() -> None:
    """The reader leaves after the first line, while the command still prints."""
    with subprocess.Popen(
        [*COMMAND, "verify", "--kernel", "cpp.s*"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("exact")
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 130


def test_a_reader_that_leaves_before_a_short_output_is_no_error() -> None:
    program = f"import time; time.sleep(0.3)\n{COMMAND[-1]}"
    with subprocess.Popen(
        [sys.executable, "-c", program, "list"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode in {0, 130}


def test_a_full_disk_is_said_once() -> None:
    with Path("/dev/full").open("w") as full:
        answer = subprocess.run(
            [*COMMAND, "list"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "No space left on device" in answer.stderr
