"""Processes: how to confine and end them, how they ended, and what they printed."""

import ctypes
import os
import re
import resource
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from juliaset.system.cores import bind_to

_PR_SET_PDEATHSIG = 1
_TRACKER = b"multiprocessing.resource_tracker"
_ENDLESS = re.compile(r"\S{401,}")
_MOMENTS = 10
_PATIENCE = 100  # attempts during which it is spared


def last_words(said: bytes) -> str:
    """Return the last line that is not empty, as the end of a sentence."""
    lines = printable(said.decode(errors="replace")[-2000:]).split("\n")
    words = [line.strip() for line in lines if line.strip()]
    return f"; its last words: {words[-1][:200]}" if words else ""


def readable(text: str) -> str:
    """Return the beginning of an unknown program's output in a form that is safe to print."""
    return printable(text[:2000])


def printable(text: str) -> str:
    """Replace what would move a terminal's cursor, change its colours or fail to encode."""
    lines = text.split("\n")  # nearly all of them are fit to print, which is quickly known
    return "\n".join(line if line.isprintable() else _made_printable(line) for line in lines)


def _made_printable(line: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in line)


def in_brief(text: str, longest: int = 2000) -> str:
    """Return a message whose words a person would read to their ends; of others both ends."""
    text = _ENDLESS.sub(lambda found: f"{found[0][:200]}...{found[0][-100:]}", text)
    half = (longest - 3) // 2
    return text if len(text) <= longest else f"{text[:half]}...{text[-half:]}"


def in_one_line(text: str) -> str:
    """Return a message, or a name that anyone may have chosen, in one line for a terminal."""
    return in_brief(printable(text).replace("\n", " "))


def signal_name(number: int) -> str:
    """Return a signal's name and meaning; real-time signals have no name."""
    meaning = signal.strsignal(number) or "unknown"
    if number not in set(signal.Signals):
        return meaning
    return f"{signal.Signals(number).name} ({meaning})"


def command_of(process: int, longest: int = 60) -> str:
    """Return the command line of a process as a person typed it; empty if it cannot be read."""
    try:
        text = Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""
    words = text.removesuffix("\0").split("\0")
    if len(words) > 1 and "python" in Path(words[0]).name and not words[1].startswith("-"):
        del words[0]  # a script's first line names Python, and its user does not
    words[0] = Path(words[0]).name
    line = printable(" ".join(words)).replace("\n", " ").strip()
    return line if len(line) <= longest else f"{line[: longest - 3]}..."


def ancestors() -> Iterator[int]:
    """Yield the number of this process, of the one that started it, and so on."""
    process = os.getpid()
    while process > 0:
        yield process
        try:
            about = Path(f"/proc/{process}/stat").read_text(errors="replace")
        except OSError:
            return
        process = int(about.rpartition(")")[2].split()[1])  # a name may contain anything


def ends_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait for the end of a process; return whether it came in time, and return at once then."""
    # Popen.wait(timeout) polls, and notices the end up to 50 ms late.
    end = os.pidfd_open(process.pid)
    try:
        return bool(select.select([end], [], [], seconds)[0])
    finally:
        os.close(end)


def end_with(parent: int) -> None:
    """Let Linux kill this process when the thread of its parent that started it is gone."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)  # it ended before it could end us


def confine(cores: list[int], parent: int, *, memory: int, file_size: int) -> None:
    """Bind this process to cores, limit what it may take, and let it end with its parent."""
    end_with(parent)
    if cores:
        bind_to(cores)
    # malloc() fails before Linux has to kill a process; if it must, it takes this one.
    Path("/proc/self/oom_score_adj").write_text("1000")
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    room = pages * resource.getpagesize() + memory
    for what, limit in ((resource.RLIMIT_AS, room), (resource.RLIMIT_FSIZE, file_size)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (limit if hard < 0 else min(limit, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that leads a group, and what is left of its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def kill_marked(mark: bytes) -> None:
    """Kill all processes that started with this in their environment; some leave their group."""
    for attempt in range(200):
        marked = [path.parent for path in Path("/proc").glob("[0-9]*/environ") if _has(path, mark)]
        if not marked:
            return
        for folder in marked:
            # Python's tracker frees shared memory when all of its users are gone.
            if attempt >= _PATIENCE or not _has(folder / "cmdline", _TRACKER, within=True):
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(int(folder.name), signal.SIGKILL)
        time.sleep(0.01)


def kill_just_started(mark: bytes) -> None:
    """Kill a marked process for which Popen() was still waiting.

    Popen() may end a moment before Linux has put the environment in place, in which the mark is.
    """
    for _ in range(_MOMENTS):
        kill_marked(mark)
        time.sleep(0.01)


def _has(path: Path, word: bytes, *, within: bool = False) -> bool:
    try:
        text = path.read_bytes()
    except OSError:
        return False  # it has ended, or belongs to another user
    return word in (text if within else text.split(b"\0"))


def cpu_seconds_below(process: int) -> float:
    """Return the CPU time of a process and of all that it started, as far as Linux says."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0.0  # it has just ended
    ticks = sum(map(int, fields[11:15]))  # its own, and of children that have ended
    own = ticks / os.sysconf("SC_CLK_TCK")
    return own + sum(cpu_seconds_below(int(child)) for child in children)
