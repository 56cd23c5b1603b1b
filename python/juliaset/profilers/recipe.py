"""What a recipe is: a profiler, how to run it, how to read what it left, and what to believe."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from juliaset.profilers.book import BOOK_KERNEL
from juliaset.profilers.job import Job

WHOLE = 10_000  # what is larger needs no digits behind its point
Way = Literal["deterministic", "samples", "counts", "times", "reads"]


@dataclass(frozen=True)
class Check:
    """One number of an artefact, held against what is known."""

    what: str
    expected: str
    found: str
    right: bool


@dataclass(frozen=True)
class Finding:
    """What was read out of the artefacts: the three lines that matter, and the checks."""

    lines: tuple[str, str, str]
    checks: tuple[Check, ...]
    shown: tuple[str, ...] = ()  # files for the gallery, the one to look at first
    notes: tuple[str, ...] = ()  # what could not be looked at here, and why


@dataclass(frozen=True)
class Overhead:
    """How the ledger finds a tool's price: one command with and one without it, at two widths."""

    small: int
    large: int
    profiled: Callable[[Job], list[str]]
    bare: Callable[[Job], list[str]] = field(default=lambda job: job.python())


@dataclass(frozen=True)
class Recipe:
    """A profiler of the course."""

    name: str
    question: str
    way: Way
    needs: Callable[[], None]  # raises CannotError where the tool cannot work on this machine
    record: Callable[[Job], None]  # runs the tool, which leaves its artefacts
    read: Callable[[Job], Finding]  # reads them back; NothingMeasuredError where they are empty
    blind: str
    package: str = ""  # of pip, or
    program: str = ""  # of the system, which is the tool; neither for what comes with Python
    permissions: str = "none"
    width: int = 1000
    kernel: str = BOOK_KERNEL
    refuses: Callable[[str], str] = lambda _kernel: ""  # why it makes no sense for a kernel
    overhead: Overhead | None = None
    limit: Callable[[], str] = str  # what of it does not work here, where the rest does
    free: str = ""  # why there is no overhead to measure, where there is none
    trial: tuple[int, int] | None = None  # widths from which to learn how long a free one takes


def figure(number: float) -> str:
    """Write whole numbers whole, and others with four digits."""
    return f"{number:,.0f}" if number == int(number) or abs(number) >= WHOLE else f"{number:.4g}"


def equal(what: str, expected: float, found: float) -> Check:
    """Ask for the very number."""
    return Check(what, figure(expected), figure(found), expected == found)


def at_least(what: str, least: float, found: float, unit: str = "") -> Check:
    """Ask for no less than what is certain."""
    return Check(what, f"at least {figure(least)}{unit}", f"{figure(found)}{unit}", found >= least)


def at_most(what: str, most: float, found: float, unit: str = "") -> Check:
    """Ask for no more than what is possible."""
    return Check(what, f"at most {figure(most)}{unit}", f"{figure(found)}{unit}", found <= most)


def contains(what: str, word: str, found: bool) -> Check:  # noqa: FBT001
    """Ask for a name that must stand in an artefact."""
    return Check(what, word, "there" if found else "missing", found)
