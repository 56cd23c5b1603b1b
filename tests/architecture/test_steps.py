"""setup/step.sh: a long command is one line, a bar in a terminal; Ctrl-C loses nothing."""

import os
import pty
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from built import ROOT

STEP = ROOT / "setup" / "step.sh"


def bar(what: str, seconds: int, ready: int, parts: int, columns: int = 80) -> str:
    program = f"source setup/bar.sh; bar_line '{what}' {seconds} {ready} {parts} {columns}"
    command = ("bash", "-euc", program)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_a_bar_shows_the_share_that_is_done_and_an_estimate_of_the_rest() -> None:
    quarter = "Compiling [######..................] 10 of 40"
    assert bar("Compiling", 30, 10, 40) == f"{quarter}, 90 s left"
    assert bar("Compiling", 1, 10, 40) == quarter
    assert "left" not in bar("Compiling", 30, 3, 40)
    assert bar("Compiling", 9, 0, 40) == "Compiling [........................] 0 of 40"
    assert bar("Compiling", 60, 40, 40).endswith(" 40 of 40, 0 s left")
    assert bar("Installing", 7, 0, 0) == "Installing 7 s"


@pytest.mark.parametrize("columns", [80, 60, 40])
def test_a_bar_fits_the_terminal(columns: int) -> None:
    long = "Installing what checks code: ruff, mypy, codespell, clang-format, clang-tidy"
    for parts in (0, 8, 1234):
        assert len(bar(long, 1234, parts // 2, parts, columns)) < columns
        assert len(bar("Compiling the kernels", 1234, parts // 2, parts, columns)) < columns


def test_in_a_pipe_a_step_is_one_plain_line_and_shows_its_output_only_if_it_fails() -> None:
    done = step("test-step", "Counting", "bash", "-c", "echo one; echo two >&2")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"Counting \.\.\. \d+ s\n", done.stdout)
    failed = step("test-step", "Counting", "bash", "-c", "echo one; exit 7")
    assert failed.returncode == 7
    assert "  | one\n" in failed.stderr
    assert "exit code 7" in failed.stderr


def step(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([STEP, *words], capture_output=True, text=True, check=False)


def in_a_terminal(*words: str | Path, interrupt_after: float | None = None) -> tuple[int, str]:
    """Run a step in a terminal of its own; return its exit code, and all that it drew."""
    child, screen = pty.fork()
    if child == 0:  # pragma: no cover
        os.environ["TERM"] = "xterm"
        os.execv(STEP, [str(STEP), *map(str, words)])  # noqa: S606 - the script is ours
    if interrupt_after is not None:
        time.sleep(interrupt_after)
        os.write(screen, b"\x03")
    drawn = b""
    while part := read(screen):
        drawn += part
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), drawn.decode()


def read(screen: int) -> bytes:
    try:
        return os.read(screen, 4096)
    except OSError:  # Linux says EIO when the other side is closed
        return b""


def test_in_a_terminal_a_step_is_a_bar_and_ends_as_the_plain_line() -> None:
    program = "echo '[1/4] a'; echo '[2/4] b'; sleep 0.7"
    code, drawn = in_a_terminal("test-step", "Counting", "bash", "-c", program)
    assert code == 0
    assert "] 2 of 4" in drawn
    assert re.search(r"\r\x1b\[KCounting \.\.\. \d+ s\r\n$", drawn)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_step_alone_ends_what_it_started(
    number: signal.Signals, tmp_path: Path
) -> None:
    started = tmp_path / "started"
    program = f"sh -c 'echo $$ >{started}; exec sleep 500'; true"
    with subprocess.Popen(
        [STEP, "test-step", "Sleeping", "bash", "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            wait_until(lambda: started.exists() and started.read_text())
            process.send_signal(number)
            said, complaint = process.communicate(timeout=20)
            wait_until(lambda: not is_running(int(started.read_text())))
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 128 + signal.SIGINT
    assert said == "Sleeping ... "
    assert complaint.startswith("stopped.\nFinished work is kept.")


def wait_until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_running(number: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except OSError:
        return False


@pytest.mark.slow
def test_after_ctrl_c_only_what_is_unfinished_is_compiled(tmp_path: Path) -> None:
    ninja = shutil.which("ninja")
    assert ninja, "make installs it"
    edges = "".join(f"build {name}: work\n" for name in ("one", "two", "three"))
    command = "echo $out >> work.txt && sleep 1 && touch $out"
    (tmp_path / "build.ninja").write_text(f"rule work\n  command = {command}\n{edges}")
    words = ("test-step", "Compiling", ninja, "-C", tmp_path, "-j1")
    code, drawn = in_a_terminal(*words, interrupt_after=1.6)
    assert code == 128 + signal.SIGINT
    assert "stopped.\r\nFinished work is kept. Run the same command to continue.\r\n" in drawn
    begun = (tmp_path / "work.txt").read_text().split()
    assert 1 <= len(begun) <= 2
    assert step(*words).returncode == 0
    # What was cut off is done again, what was finished is not.
    assert (tmp_path / "work.txt").read_text().split().count(begun[0]) == 1
    assert {path.name for path in tmp_path.iterdir()} >= {"one", "two", "three"}
