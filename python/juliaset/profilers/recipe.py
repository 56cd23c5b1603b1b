"""What a recipe is: a profiler, how to run it, how to read its files, and what they must show."""

from collections.abc import Callable, Generator
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

from juliaset.kernel_type import Kernel
from juliaset.profilers.book import BOOK_KERNEL
from juliaset.profilers.job import Job
from juliaset.profilers.requirements import need_gil, need_module, need_program, need_python
from juliaset.profilers.running import CommandResult

LARGE = 10_000  # larger numbers are written without decimals
Way = Literal["deterministic", "samples", "counts", "times", "reads"]
Commands = Generator[list[str], CommandResult, None]  # each is answered with its result


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
    """What there is to know about a profiler before it runs.

    Attributes:
        way: How it finds its answer.
        blind: What it cannot see.
        package: The package of pip's group `profile` that it comes with.
        program: The program that it is; one of the system if there is no package.
        thing: A program of the system, as system/packages.txt names it.
        oldest_python: The first Python that it works with.
        newest_python: The last Python that it works with; None if no end is known.
        needs_gil: Whether it shows which thread has the GIL. A free-threaded Python has none.
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
    thing: str = ""
    oldest_python: tuple[int, int] = (3, 11)
    newest_python: tuple[int, int] | None = None
    needs_gil: bool = False
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
        need_python(self.oldest_python, self.newest_python)
        if self.needs_gil:
            need_gil()
        if self.program:
            need_program(self.program, self.thing)
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
    """Demand a name that must be in an artefact."""
    return Check(what, word, "there" if found else "missing", found)
