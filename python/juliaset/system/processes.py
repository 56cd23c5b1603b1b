"""Processes: end them with all that they started, and say how they ended and what they said."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

_TRACKER = b"multiprocessing.resource_tracker"
_PATIENCE = 100  # attempts to wait for it


def last_words(said: bytes) -> str:
    """Give the last line that is not empty, as the end of a sentence."""
    lines = readable(said.decode(errors="replace")).split("\n")
    words = [line.strip() for line in lines if line.strip()]
    return f"; its last words: {words[-1][:200]}" if words else ""


def readable(text: str) -> str:
    """Give the beginning of what a stranger's program says, as it can be shown."""
    return printable(text[:2000])


def printable(text: str) -> str:
    """Take out what would move a terminal's cursor, change its colours or not be encoded."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)


def signal_name(number: int) -> str:
    """Name a signal, and say what it means; those of real time have no name."""
    meaning = signal.strsignal(number) or "unknown"
    if number not in set(signal.Signals):
        return meaning
    return f"{signal.Signals(number).name} ({meaning})"


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that leads a group, and whoever is in it still."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def kill_marked(mark: bytes) -> None:
    """Kill whoever began with this in its environment: some have left the group."""
    for attempt in range(200):
        marked = [path.parent for path in Path("/proc").glob("[0-9]*/environ") if _has(path, mark)]
        if not marked:
            return
        for folder in marked:
            # Python's tracker gives shared memory back when all who used it are gone.
            if attempt >= _PATIENCE or not _has(folder / "cmdline", _TRACKER, within=True):
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(int(folder.name), signal.SIGKILL)
        time.sleep(0.01)


def _has(path: Path, word: bytes, *, within: bool = False) -> bool:
    try:
        text = path.read_bytes()
    except OSError:
        return False  # it is gone, or another user's
    return word in (text if within else text.split(b"\0"))
