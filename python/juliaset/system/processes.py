"""Processes: how to end them with all their children, how they ended, and what they printed."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

_TRACKER = b"multiprocessing.resource_tracker"
_PATIENCE = 100  # attempts during which it is spared


def last_words(said: bytes) -> str:
    """Return the last line that is not empty, as the end of a sentence."""
    lines = readable(said.decode(errors="replace")).split("\n")
    words = [line.strip() for line in lines if line.strip()]
    return f"; its last words: {words[-1][:200]}" if words else ""


def readable(text: str) -> str:
    """Return the beginning of an unknown program's output in a form that is safe to print."""
    return printable(text[:2000])


def printable(text: str) -> str:
    """Replace what would move a terminal's cursor, change its colours or fail to encode."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)


def signal_name(number: int) -> str:
    """Return a signal's name and meaning; real-time signals have no name."""
    meaning = signal.strsignal(number) or "unknown"
    if number not in set(signal.Signals):
        return meaning
    return f"{signal.Signals(number).name} ({meaning})"


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


def _has(path: Path, word: bytes, *, within: bool = False) -> bool:
    try:
        text = path.read_bytes()
    except OSError:
        return False  # it has ended, or belongs to another user
    return word in (text if within else text.split(b"\0"))
