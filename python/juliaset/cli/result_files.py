"""Where the result of a command goes: a file, or standard output with nothing else on it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from pathlib import Path

from juliaset.system.files import write_whole
from juliaset.system.processes import in_one_line

STDOUT = Path("-")


@contextmanager
def messages_for(path: Path | None) -> Iterator[None]:
    """Send what is printed to standard error while standard output is kept for the result."""
    with redirect_stdout(sys.stderr) if path == STDOUT else nullcontext():
        yield


def named(path: Path) -> str:
    """Return a path as it can be printed: a file may have any name."""
    return in_one_line(str(path))


def write(path: Path | None, text: str) -> None:
    """Write a result to its file or to standard output; None writes nothing."""
    if path == STDOUT:
        print(text, end="" if text.endswith("\n") else "\n")
    elif path is not None:
        write_whole(path, text)
        print(f"Wrote {named(path)}.")
