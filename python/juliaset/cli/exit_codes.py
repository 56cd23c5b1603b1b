"""The exit codes of the juliaset command: one table, and how an exception becomes a code."""

import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum

from juliaset.cli.streams import complete_streams, silence
from juliaset.system.processes import in_one_line
from juliaset.system.signals import sigterm_as_ctrl_c


class ExitCode(IntEnum):
    """What a command ends with; NO wins over NO_ANSWER and BUSY."""

    DONE = 0
    NO = 1
    USAGE = 2
    NO_ANSWER = 3
    BUSY = 4
    INTERNAL = 70
    INTERRUPTED = 130


MEANINGS = {
    ExitCode.DONE: "done",
    ExitCode.NO: "the answer is no: a row is slower, wrong or suspect, a lab is not passed",
    ExitCode.USAGE: "wrong usage, or an input that cannot be read",
    ExitCode.NO_ANSWER: "no answer: inconclusive, unavailable, or nothing to compare",
    ExitCode.BUSY: "the machine was too busy to say",
    ExitCode.INTERNAL: "an error in juliaset itself",
    ExitCode.INTERRUPTED: "interrupted by Ctrl-C or SIGTERM, or the reader of a pipe is gone",
}

_NO_MEMORY = "there is not enough memory"
_NO_MEMORY_LINE = f"juliaset: {_NO_MEMORY}\n".encode()


def help_table() -> str:
    """Return the table as `juliaset --help` prints it."""
    rows = (f"  {code:3}  {text}" for code, text in MEANINGS.items())
    return "\n".join(["Exit codes:", *rows])


def markdown_table() -> str:
    """Return the table as the documentation shows it."""
    rows = "".join(f"| {code} | {text} |\n" for code, text in MEANINGS.items())
    return f"| exit code | meaning |\n| --- | --- |\n{rows}"


def exit_code_of(command: Callable[[], object]) -> int:
    """Run a command to its end and return its exit code.

    A mistake of the user becomes one line on standard error, an error of ours a traceback.
    """
    complete_streams()
    try:
        with sigterm_as_ctrl_c():
            command()
        code: int = ExitCode.DONE
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else ExitCode.DONE
        if isinstance(end.__context__, BrokenPipeError):  # typer and rich end with 1
            code = ExitCode.INTERRUPTED
    except (KeyboardInterrupt, BrokenPipeError):
        code = ExitCode.INTERRUPTED
    except (ValueError, OSError, MemoryError) as error:
        code = complain(error, ExitCode.USAGE)
    except Exception as error:  # noqa: BLE001 - the one place where every exception has a code
        code = _unexpected(error)
    return _flushed(code)


def _unexpected(error: Exception) -> ExitCode:
    if isinstance(error, RuntimeError):
        from juliaset.kernel_type import UnavailableError

        if isinstance(error, UnavailableError):
            return complain(error, ExitCode.NO_ANSWER)
    words = "this is an error in juliaset itself. Please report the lines above and your command."
    _say(f"{''.join(traceback.format_exception(error))}juliaset: {words}")
    return ExitCode.INTERNAL


def complain(reason: Exception | str, code: ExitCode) -> ExitCode:
    """Write the reason to standard error, in one line, and return the code."""
    try:
        words = str(reason) or (
            _NO_MEMORY if isinstance(reason, MemoryError) else type(reason).__name__
        )
        _say(f"juliaset: {in_one_line(words)}")
    except MemoryError:  # there is none for these words either
        with suppress(OSError):
            os.write(2, _NO_MEMORY_LINE)
    return code


def _say(text: str) -> None:
    """Write to standard error; if that fails, the exit code says enough."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        silence(2)


def _flushed(code: int) -> int:
    """Write what is still buffered; if that fails, leave nothing that could fail at exit again."""
    try:
        print(end="", flush=True)
    except OSError as error:
        silence(1)
        if code == ExitCode.DONE and not isinstance(error, BrokenPipeError):
            return complain(error, ExitCode.USAGE)
    return code
