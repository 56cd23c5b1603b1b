"""One profile that somebody asked for: kernel, width, folder; and the commands that it needs."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from juliaset.profilers.book import BOOK_KERNEL, SCRIPTS, TARGETS, Known, known
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.running import Ran, run, shown
from juliaset.registry import Kernel, get_kernel

BOOK_SCRIPT, BOOK_WIDTH = "julia1_nopil.py", 1000
SAMPLED_SECONDS = "2"


class Job:
    """A kernel and a width under one tool, with a folder for what the tool leaves."""

    def __init__(
        self, kernel: str, width: int, folder: Path, say: Callable[[str], None] = lambda _: None
    ) -> None:
        """Take them; `say` hears each command before it runs."""
        self.kernel = kernel
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
    def row(self) -> Kernel:
        """The kernel."""
        return get_kernel(self.kernel)

    @property
    def is_book(self) -> bool:
        """Whether the learner's own scripts are the target."""
        return self.kernel == BOOK_KERNEL

    @property
    def least_mib(self) -> float:
        """The MiB that the data alone must take: the book's lists, or an array of counts."""
        return self.known.lists_mib if self.is_book else self.known.counts_bytes / 2**20

    @property
    def source(self) -> str:
        """The name of the file in which the profile is to find the work."""
        return BOOK_SCRIPT if self.is_book else self.row.source.name if self.row.source else ""

    def file(self, name: str) -> Path:
        """Give an artefact, to be read here."""
        return self.folder / name

    def path(self, name: str) -> str:
        """Write an artefact as a command names it, from the folder where the learner types."""
        return os.path.relpath(self.folder / name, SCRIPTS)

    def target(
        self, script: str = BOOK_SCRIPT, *, seconds: str = "", options: tuple[str, ...] = ()
    ) -> list[str]:
        """Give the script and its arguments. `seconds` repeats a fast kernel until samplers see it.

        The book's loops have the learner's scripts, everything else has run_kernel.py.
        """
        if self.is_book and not options:
            # Reading an argument would be three calls more than the course's 36,221,995.
            plain = script == BOOK_SCRIPT and self.width == BOOK_WIDTH
            return [script] if plain else [script, str(self.width)]
        long = ["--seconds", seconds] if seconds else []
        return [work("run_kernel.py"), self.kernel, str(self.width), *long, *options]

    def python(self, script: str = BOOK_SCRIPT) -> list[str]:
        """Give the command without a profiler."""
        return ["python", *self.target(script)]

    def show(self, words: list[str], behind: str = "", **environment: str) -> None:
        """Show a command as it can be typed."""
        settings = [f"{name}={value}" for name, value in environment.items()]
        self.commands.append(" ".join([*settings, shown(words)]) + behind)
        self._say(self.commands[-1])

    def run(self, words: list[str], **environment: str) -> Ran:
        """Show a command and run it from python/profiling/."""
        self.show(words, "", **environment)
        ran = run(words, SCRIPTS, **environment)
        self.seconds += ran.seconds
        return ran

    def run_again(self, words: list[str]) -> Ran:
        """Run a command that was shown already."""
        return run(words, SCRIPTS)

    @property
    def scripts(self) -> Path:
        """Where commands run."""
        return SCRIPTS

    def text(self, name: str) -> str:
        """Read an artefact; NothingMeasuredError where the tool left none, or an empty one."""
        path = self.file(name)
        if not path.is_file() or not path.stat().st_size:
            raise NothingMeasuredError(f"it left no {name}, whatever its exit code says")
        return path.read_text(errors="replace")

    def json(self, name: str) -> Any:  # noqa: ANN401 - whatever a tool wrote
        """Read an artefact that is JSON."""
        return json.loads(self.text(name))

    def keep(self, name: str, text: str) -> None:
        """Keep what a tool printed as an artefact."""
        self.file(name).write_text(text)


def work(name: str) -> str:
    """Give one of the package's own programs, as it stands in a command."""
    return os.path.relpath(TARGETS / name, SCRIPTS)
