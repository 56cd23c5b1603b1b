"""Compilers at work on what strangers wrote: with limits, without orphans, and in few words.

A template can ask for more memory and time than any machine has; so can an array.
"""

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from juliaset.grader.verdict import FailedError, InconclusiveError
from juliaset.system.processes import kill_group

_CPU_SECONDS = 90
_MEMORY = 2 << 30
_LARGEST_FILE = 1 << 27
# A busy machine may need longer than the limit on the CPU's time; that is nobody's fault.
_WALL_SECONDS = 600
_LONGEST_SAID = 1 << 16
_MOST_LINES = 8
_TOO_LARGE = re.compile(r" signal terminated program |memory exhausted|out of memory|MemoryError")
# POSIX counts the size of a file in blocks of 512 bytes, and memory in KiB.
_LIMITED = (
    f"ulimit -c 0; ulimit -t {_CPU_SECONDS}; ulimit -v {_MEMORY >> 10}; "
    f'ulimit -f {_LARGEST_FILE >> 9}; exec "$@"'
)


@dataclass(frozen=True)
class Compiled:
    """How a compiler ended, and what it printed."""

    code: int
    out: str
    errors: str


def compile_with(command: Sequence[str], source: Path) -> Compiled:
    """Run a compiler on a file, in the file's folder; FailedError where it does not compile."""
    done = _run(command, source)
    if not done.code:
        return done
    if _TOO_LARGE.search(done.errors) or done.code < 0:
        raise FailedError(
            f"{source.name} can't be compiled within {_CPU_SECONDS} s of CPU time, "
            f"{_MEMORY >> 30} GiB of memory and files of {_LARGEST_FILE >> 20} MiB. What in it is "
            f"so large, or goes on for ever?"
        )
    raise FailedError(f"{source.name} does not compile:\n{_first_words(done.errors, source)}")


def _run(command: Sequence[str], source: Path) -> Compiled:
    environment = os.environ | {
        "LC_ALL": "C",
        "TMPDIR": str(source.parent),
        "CCACHE_DISABLE": "1",
    }
    with TemporaryFile() as out, TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603
            ["/bin/sh", "-c", _LIMITED, "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=errors,
            env=environment,
            cwd=source.parent,
            start_new_session=True,
        )
        try:
            code = process.wait(_WALL_SECONDS)
        except subprocess.TimeoutExpired:
            raise InconclusiveError(
                f"{source.name} was not compiled within {_WALL_SECONDS} s: this machine is busy "
                f"with other things. Check again."
            ) from None
        finally:
            # g++ is a driver: whoever ends it alone leaves the compiler running.
            kill_group(process)
        out.seek(0)
        errors.seek(0)
        printed = out.read().decode(errors="replace")
        said = errors.read(_LONGEST_SAID).decode(errors="replace")
    if code == 127:  # noqa: PLR2004 - what a shell says of a program that is not there
        raise OSError(f"{command[0]} is not here; on Debian: apt-get install g++")
    return Compiled(code, printed, said)


def _first_words(text: str, source: Path) -> str:
    """Give the compiler's first words, without the folders in which it stood."""
    lines = text.replace(f"{source.parent}/", "").splitlines()
    first = next((k for k, line in enumerate(lines) if "rror" in line), 0)
    return "\n".join(line[:160] for line in lines[first : first + _MOST_LINES])
