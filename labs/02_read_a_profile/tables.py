"""What the reader found in the three files, and whether they are profiles of program.py."""

import math
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

NAME = "program.py"
BUILT_IN = "~"
FEWEST_SAMPLES = 50
_A_LITTLE = 1e-3


@dataclass(frozen=True)
class Calls:
    """The table of cProfile."""

    file: str
    rows: list[Any]

    @cached_property
    def ncalls(self) -> dict[str, int]:
        """Return the column ncalls, by function."""
        return {short(name): calls for place, _, name, calls, *_ in self.rows if own(place)}

    @cached_property
    def cumtime(self) -> dict[str, float]:
        """Return the column cumtime, by function."""
        return {name: cumtime for place, _, name, *_, cumtime, _ in self.rows if place == NAME}

    def complaint(self, known: Any) -> str:
        """Return why it is not a table of the given program at that width."""
        if not any(place == NAME for place, *_ in self.rows):
            others = sorted({place for place, *_ in self.rows if place != BUILT_IN})
            return f"{self.file} is the profile of {listed(others)}, and not of {NAME}"
        lines = {short(name): line for place, line, name, *_ in self.rows if place == NAME}
        if moved := other_lines(lines, known):
            return f"{self.file}: by cProfile's column filename:lineno(function) {moved}"
        for function, times in known.calls.items():
            got = self.ncalls.get(function, 0)
            if got != times:
                return (
                    f"{self.file}: cProfile's column ncalls says {got:,} for {function}; with "
                    f"{NAME} as it was given and WIDTH {known.width} it is {times:,}"
                    f"{other_width(got) if function == 'row' else ''}"
                )
        return self._invented()

    def _invented(self) -> str:
        """Return how its columns contradict each other; empty if cProfile may have filled them."""
        whole = max(cumtime for *_, cumtime, _ in self.rows)
        spent = sum(tottime for *_, tottime, _, _ in self.rows)
        if whole <= 0 or not math.isclose(spent, whole, rel_tol=_A_LITTLE, abs_tol=_A_LITTLE):
            return (
                f"{self.file}: the column tottime sums to {spent:.4g} s, the largest cumtime is "
                f"{whole:.4g} s; in a file that cProfile wrote, both are the same"
            )
        for place, _, name, calls, tottime, cumtime, by_callers in self.rows:
            if own(place) and short(name) in {"row", "steps", "abs"}:
                if by_callers != calls:
                    return f"{self.file}: the callers of {short(name)} do not add up to its ncalls"
                if not 0 < tottime <= cumtime:
                    return f"{self.file}: {short(name)} has a tottime of {tottime:g} s"
        return ""


@dataclass(frozen=True)
class Lines:
    """The table of line_profiler."""

    file: str
    functions: list[Any]

    @cached_property
    def hits(self) -> dict[int, int]:
        """Return the column Hits, by line of the program."""
        return {
            line: hits
            for place, _, _, rows in self.functions
            if place == NAME
            for line, hits, _ in rows
        }

    def complaint(self, known: Any) -> str:
        """Return why it is not a table of the given program at that width."""
        found = {name: first for place, first, name, _ in self.functions if place == NAME}
        if not found:
            others = sorted({place for place, *_ in self.functions})
            return f"{self.file} is the profile of {listed(others)}, and not of {NAME}"
        if moved := other_lines(found, known):
            return f"{self.file}: by the first column of line_profiler {moved}"
        for line, times in known.hits.items():
            got = self.hits.get(line, 0)
            if got != times:
                return (
                    f"{self.file}: line_profiler's column Hits says {got:,} for line {line}; with "
                    f"{NAME} as it was given and WIDTH {known.width} it is {times:,}"
                )
        times = [
            time for _, _, name, rows in self.functions if name == "steps" for *_, time in rows
        ]
        if min(times, default=0) <= 0:
            return (
                f"{self.file}: a line of steps has no time, and line_profiler gives each one some"
            )
        return ""


@dataclass(frozen=True)
class Tree:
    """The tree of pyinstrument."""

    file: str
    samples: int
    what: str
    frames: list[Any]

    @cached_property
    def chain(self) -> list[int]:
        """Go from main down to where most of the time is, in the program's own functions."""
        numbers = [k for k, frame in enumerate(self.frames) if frame[3] == "main"][:1]
        while numbers:
            below = self.children(numbers[-1])
            longest = max(below, key=self.seconds, default=None)
            if longest is None or self.frames[longest][2] == 0:
                break
            numbers.append(longest)
        return numbers

    @property
    def percent(self) -> float:
        """How much of the time of main is below glance."""
        main = self.chain[0]
        below = [k for k in self.children(main) if self.frames[k][3] == "glance"]
        return 100 * sum(map(self.seconds, below)) / self.seconds(main)

    def children(self, number: int) -> list[int]:
        """Return the frames right below one."""
        return [k for k, frame in enumerate(self.frames) if frame[0] == number]

    def seconds(self, number: int) -> float:
        """Return the time of a frame, with all that it calls."""
        seconds: float = self.frames[number][4]
        return seconds

    def names(self) -> list[str]:
        """Return the functions of the chain."""
        return [self.frames[k][3] for k in self.chain]

    def complaint(self, known: Any) -> str:
        """Return why it is not a tree of the given program at that width."""
        words = self.what.split()
        if len(words) < 2 or Path(words[-2]).name != NAME or words[-1] != str(known.width):
            return (
                f"{self.file}: pyinstrument's target_description is {self.what!r:.80}; it ends "
                f"with '{NAME} {known.width}' if that was run"
            )
        lines = {name: line for _, place, line, name, _ in self.frames if place == NAME and line}
        if moved := other_lines(lines, known):
            return f"{self.file}: by pyinstrument's line_no {moved}"
        if self.samples < FEWEST_SAMPLES:
            return (
                f"{self.file}: its sample_count is {self.samples}; that is too few to show shares "
                "of time. Take a larger WIDTH, for all three"
            )
        for k in range(len(self.frames)):
            below = sum(map(self.seconds, self.children(k)))
            if not below <= self.seconds(k) * (1 + _A_LITTLE) + _A_LITTLE:
                return f"{self.file}: below {self.frames[k][3]} there is more time than in it"
        slow = self.names() == ["main", "survey", "row", "steps"]
        if not slow or self.seconds(self.chain[-1]) <= 0 or not self.percent > 0:
            return (
                f"{self.file}: most of the time is in {' > '.join(self.names()) or 'no main'}, but "
                "survey has nine times the points of glance. Profile it again, on a less busy "
                "machine"
            )
        return ""


def own(place: str) -> bool:
    """Return whether a row belongs to the program or to one of Python's built-in functions."""
    return place in {NAME, BUILT_IN}


def short(name: str) -> str:
    """Shorten '<built-in method builtins.abs>' to abs, "<method 'append' of ...>" to append."""
    words = re.findall(r"\w+", name) or [""]
    return words[1] if "method '" in name and len(words) > 1 else words[-1]


def listed(names: list[str]) -> str:
    """Name a few files."""
    return ", ".join(names[:3]) + ", ..." * (len(names) > 3) if names else "nothing"


def other_width(rows: int) -> str:
    """Return the width at which all rows and every third row come to this number."""
    found = [width for width in range(1, rows) if width + -(-width // 3) == rows]
    return f". WIDTH {found[0]} has that many rows" if found else ""


def other_lines(found: dict[str, int], known: Any) -> str:
    """Return which function is in another line than in the program that was given."""
    for function, line in known.first.items():
        if function in found and found[function] != line:
            return (
                f"{function} begins in line {found[function]}; in {NAME} as it was given, in line "
                f"{line}"
            )
    return ""
