"""One run of a profiler: what it looks at, the commands that it ran, and the files they wrote."""

import json
import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

from juliaset.problem import Problem, new_counts
from juliaset.profilers.book import (
    BOOK_FUNCTION,
    BOOK_KERNEL,
    BOOK_SCRIPT,
    SCRIPTS,
    TARGETS,
    Known,
    known,
)
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.running import CommandResult, run
from juliaset.registry import get_kernel

BOOK_WIDTH = 1000
PAGES_PER_MIB = 256


class Job:
    """A kernel and a width under one tool, with a folder for the files that the tool leaves."""

    def __init__(
        self, kernel: str, width: int, folder: Path, say: Callable[[str], None] = lambda _: None
    ) -> None:
        """Keep them; `say` gets each command before it runs."""
        self.kernel = get_kernel(kernel)
        self.width = width
        self.folder = folder
        self.commands: list[str] = []
        self.seconds = 0.0  # that its commands took
        self._say = say

    @property
    def known(self) -> Known:
        """The exact numbers of this width."""
        return known(self.width)

    @property
    def is_book(self) -> bool:
        """Whether the learner's own scripts are profiled."""
        return self.kernel.name == BOOK_KERNEL

    @property
    def script(self) -> Path:
        """The file in which the profile must find the work."""
        return SCRIPTS / BOOK_SCRIPT if self.is_book else self.kernel.source or Path()

    @property
    def source(self) -> str:
        """The name of that file."""
        return self.script.name

    @property
    def function(self) -> str:
        """The Python function in which the time must be."""
        if self.is_book:
            return BOOK_FUNCTION
        one_pixel = Problem.book(1)
        return self.kernel.bind(one_pixel, new_counts(one_pixel.shape)).run.__name__

    @property
    def data_mib(self) -> float:
        """The least memory that the data can take."""
        return self.known.lists_mib if self.is_book else self.known.counts_bytes / 2**20

    @property
    def data_pages(self) -> float:
        """The least number of pages that the data can take."""
        return self.data_mib * PAGES_PER_MIB

    def file(self, name: str) -> Path:
        """Return the path of an artefact."""
        return self.folder / name

    def path(self, name: str) -> str:
        """Return an artefact as a command names it, from the folder where the learner types."""
        return os.path.relpath(self.folder / name, SCRIPTS)

    def own_program(self, name: str) -> str:
        """Return one of the package's own programs as a command names it."""
        return os.path.relpath(TARGETS / name, SCRIPTS)

    def target(self, script: str = BOOK_SCRIPT) -> list[str]:
        """Return the script to profile and its arguments.

        The book's loops have the learner's scripts, everything else has run_kernel.py.
        """
        if not self.is_book:
            return [self.own_program("run_kernel.py"), self.kernel.name, str(self.width)]
        # Reading an argument would add three calls to the course's 36,221,995.
        plain = script == BOOK_SCRIPT and self.width == BOOK_WIDTH
        return [script] if plain else [script, str(self.width)]

    def repeated(self, seconds: int = 2) -> list[str]:
        """Return the target for a sampler, which needs a fast kernel to run again and again."""
        return [*self.target(), *([] if self.is_book else ["--seconds", str(seconds)])]

    def python(self, script: str = BOOK_SCRIPT) -> list[str]:
        """Return the command without a profiler."""
        return ["python", *self.target(script)]

    def show(self, words: list[str], ending: str = "") -> None:
        """Show a command as it can be typed."""
        self.commands.append(shlex.join(words) + ending)
        self._say(self.commands[-1])

    def run(self, words: list[str]) -> CommandResult:
        """Show a command and run it from python/profiling/.

        NothingMeasuredError is raised if its exit code is not 0.
        """
        self.show(words)
        result = run(words, SCRIPTS).succeeded()
        self.seconds += result.seconds
        return result

    def text(self, name: str) -> str:
        """Read an artefact; raise NothingMeasuredError if it is missing or empty."""
        path = self.file(name)
        if not path.is_file() or not path.stat().st_size:
            raise NothingMeasuredError(f"it left no {name}, whatever its exit code says")
        return path.read_text(errors="replace")

    def json(self, name: str) -> Any:  # noqa: ANN401 - of any tool
        """Read an artefact that is JSON."""
        return json.loads(self.text(name))

    def keep(self, name: str, text: str) -> None:
        """Write a text as an artefact."""
        self.file(name).write_text(text)
