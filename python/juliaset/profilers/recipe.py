"""What a recipe is: a profiler, how to run it, how to read its files, and what they must show."""

import json
import os
import shlex
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from juliaset.kernel_type import Kernel
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
from juliaset.profilers.requirements import need_module, need_program
from juliaset.profilers.running import CommandResult, run
from juliaset.registry import get_kernel

BOOK_WIDTH = 1000
LARGE = 10_000  # larger numbers are written without decimals
PAGES_PER_MIB = 256
Way = Literal["deterministic", "samples", "counts", "times", "reads"]
Commands = Generator[list[str], CommandResult, None]  # each is answered with its result


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
        """The Python function in which the time must be: `Call.run` of a kernel is a lambda."""
        return BOOK_FUNCTION if self.is_book else "<lambda>"

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


class Check(Struct, frozen=True):
    """One number of an artefact, compared with what is known."""

    what: str
    expected: str
    found: str
    right: bool


class Finding(Struct, frozen=True):
    """What was read out of the artefacts: the three lines that matter, and the checks."""

    lines: tuple[str, str, str]
    checks: tuple[Check, ...]
    shown: tuple[str, ...] = ()  # files for the gallery, the one to look at first
    notes: tuple[str, ...] = ()  # what could not be checked here, and why


@dataclass(frozen=True, kw_only=True)
class Tool:
    """What is to be known about a profiler before it runs.

    Attributes:
        way: How it finds its answer.
        blind: What it cannot see.
        package: The package of pip's group `profile` that it comes with.
        program: The program that it is; one of the system if there is no package.
        apt: The Debian package of a program of the system.
        also_needs: Raises CannotError for any other reason why it cannot work on this machine.
        limit: Returns what it cannot do on this machine although it works.
        permissions: The rights that it needs.
        width: The width that is profiled unless the user names one.
        kernel: The kernel that is profiled unless the user names one.
        refuses: Returns why a kernel has nothing for it to look at.
        free: Why it has no overhead; otherwise the ledger measures that of the first command.
        profiled: The command that the ledger measures instead of the first one.
        bare: That command without the tool.
        widths: The two widths at which the ledger times it; empty if there is nothing to time.
    """

    way: Way
    blind: str
    package: str = ""
    program: str = ""
    apt: str = ""
    also_needs: Callable[[], None] = lambda: None
    limit: Callable[[], str] = str
    permissions: str = "none"
    width: int = 1000
    kernel: str = BOOK_KERNEL
    refuses: Callable[[Kernel], str] = lambda _kernel: ""
    free: str = ""
    profiled: Callable[[Job], list[str]] | None = None
    bare: Callable[[Job], list[str]] = Job.python
    widths: tuple[()] | tuple[int, int] = (100, 500)

    def needs(self) -> None:
        """Raise CannotError if the tool cannot work on this machine."""
        if self.program:
            need_program(self.program, self.apt)
        elif self.package:
            need_module(self.package)
        self.also_needs()


@dataclass(frozen=True, kw_only=True)
class Recipe(Tool):
    """A tool as a file of recipes/ describes it.

    Attributes:
        name: The file's name, and the word after `juliaset profile`.
        question: The question that it answers: the docstring of the file.
        commands: Yields its commands, and gets the result of each.
        read: Reads the artefacts; raises NothingMeasuredError if nothing was measured.
    """

    name: str
    question: str
    commands: Callable[[Job], Commands]
    read: Callable[[Job], Finding]

    def record(self, job: Job) -> None:
        """Run the commands, which leave their artefacts in the job's folder."""
        with closing(self.commands(job)) as commands, suppress(StopIteration):
            words = next(commands)
            while True:
                words = commands.send(job.run(words))


def figure(number: float) -> str:
    """Write whole and large numbers without decimals, and others with four digits."""
    return f"{number:,.0f}" if number == int(number) or abs(number) >= LARGE else f"{number:.4g}"


def equal(what: str, wanted: float, found: float) -> Check:
    """Demand exactly this number."""
    return Check(what, figure(wanted), figure(found), wanted == found)


def at_least(what: str, least: float, found: float, unit: str = "") -> Check:
    """Demand no less than what is certain."""
    return Check(what, f"at least {figure(least)}{unit}", f"{figure(found)}{unit}", found >= least)


def at_most(what: str, most: float, found: float, unit: str = "") -> Check:
    """Demand no more than what is possible."""
    return Check(what, f"at most {figure(most)}{unit}", f"{figure(found)}{unit}", found <= most)


def contains(what: str, word: str, found: bool) -> Check:  # noqa: FBT001
    """Demand a name that must stand in an artefact."""
    return Check(what, word, "there" if found else "missing", found)
