"""Commands with closed or full standard streams: the right exit code, one line, the files whole."""

import subprocess
from pathlib import Path

import pytest

from command import COMMAND


def run(shell: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "-c", f'"$@" {shell}', "sh", *COMMAND, *words],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("shell", "said"),
    [
        (">/dev/full", "juliaset: [Errno 28] No space left on device\n"),
        (">&-", "juliaset: [Errno 9] Bad file descriptor\n"),
        pytest.param(
            "<&- >&-", "juliaset: [Errno 9] Bad file descriptor\n", marks=pytest.mark.slow
        ),
        pytest.param(">&- 2>&-", "", marks=pytest.mark.slow),
        pytest.param(">/dev/full 2>/dev/full", "", marks=pytest.mark.slow),
    ],
)
def test_lost_output_is_an_exit_code_and_a_line(shell: str, said: str) -> None:
    done = run(shell, "lab", "next")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@pytest.mark.parametrize("shell", ["2>/dev/full", "2>&-"])
def test_a_lost_message_changes_no_exit_code_and_is_not_put_into_the_result(shell: str) -> None:
    done = run(shell, "lab", "hint", "99")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")


def test_a_file_never_gets_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    path = tmp_path / "out.png"
    done = run("<&- >&- 2>&-", "render", "--size", "20x10", "--output", str(path))
    assert done.returncode == 2
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert b"Wrote" not in data
