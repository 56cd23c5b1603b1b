"""Standard streams that are closed or full: what a command does then follows its exit code."""

import os
import sys
from contextlib import suppress


def complete_streams() -> None:
    """Open the standard streams that are closed.

    Otherwise the next file that is opened gets the number of one, and what is printed goes there.
    """
    for number, mode in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, mode), True)  # noqa: FBT003 - POSIX has it so
    if sys.stdout is None:
        # It is open for reading only, so writing fails: a lost result must not go unnoticed.
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:  # print() would take standard output instead
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def silence(number: int) -> None:
    """Let a stream that has failed lose what it still holds, and not fail again at exit."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), number)
