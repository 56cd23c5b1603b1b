"""Processes: how to confine and end them, how they ended, and what they printed."""

import os
import re
import resource
import shlex
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from juliaset.system.cores import bind_to
from juliaset.system.limits import limit_memory, lower
from juliaset.system.memory import die_first
from juliaset.system.process_end import ProcessEnd, end_with
from juliaset.system.process_table import started_with, words_of

_TRACKER = "multiprocessing.resource_tracker"
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


def shell_word(path: Path) -> str:
    """Return a path as a word of a command that is printed: quoted where a shell asks for it."""
    return printable(shlex.quote(str(path))).replace("\n", " ")


def signal_name(number: int) -> str:
    """Return a signal's name and meaning; real-time signals have no name."""
    meaning = signal.strsignal(number) or "unknown"
    if number not in set(signal.Signals):
        return meaning
    return f"{signal.Signals(number).name} ({meaning})"


def command_of(process: int, longest: int = 60) -> str:
    """Return the command line of a process as a person typed it; empty if it cannot be read."""
    words = words_of(process)
    if not words:
        return ""
    if len(words) > 1 and "python" in Path(words[0]).name and not words[1].startswith("-"):
        del words[0]  # a script's first line names Python, and its user does not
    words[0] = Path(words[0]).name
    line = printable(" ".join(words)).replace("\n", " ").strip()
    return line if len(line) <= longest else f"{line[: longest - 3]}..."


def ends_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait for the end of a process; return whether it came in time, and return at once then."""
    with ProcessEnd(process.pid) as end:
        return end.within(seconds)


def confine(cores: list[int], parent: int, *, memory: int, file_size: int) -> None:
    """Bind this process to cores, limit what it may take, and let it end with its parent."""
    end_with(parent)
    if cores:
        bind_to(cores)
    # malloc() fails before Linux has to kill a process; if it must, it takes this one.
    die_first()
    limit_memory(memory)
    lower(resource.RLIMIT_FSIZE, file_size)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that leads a group, and what is left of its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def kill_marked(mark: str) -> None:
    """Kill all processes that started with this in their environment; some leave their group."""
    for attempt in range(200):
        marked = list(started_with(mark))
        if not marked:
            return
        for process in marked:
            # Python's tracker frees shared memory when all of its users are gone.
            if attempt >= _PATIENCE or _TRACKER not in " ".join(words_of(process)):
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(process, signal.SIGKILL)
        time.sleep(0.01)


def kill_just_started(mark: str) -> None:
    """Kill a marked process for which Popen() was still waiting.

    Popen() may end a moment before Linux has put the environment in place, in which the mark is.
    """
    for _ in range(_MOMENTS):
        kill_marked(mark)
        time.sleep(0.01)
