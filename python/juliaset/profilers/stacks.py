"""Reads collapsed stacks, one a line: `main;calculate;abs 17`."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from juliaset.profilers.errors import NothingMeasuredError

_NATIVE = re.compile(r"\.(cpp|hpp|c|h|pyx|so)[:)]")


@dataclass(frozen=True)
class Stacks:
    """How often each stack was seen."""

    seen: Counter[tuple[str, ...]]

    @property
    def samples(self) -> int:
        """The number of all samples."""
        return self.seen.total()

    def with_frame(self, wanted: Callable[[str], bool]) -> int:
        """Count the samples with such a frame anywhere in their stack."""
        return sum(number for stack, number in self.seen.items() if any(map(wanted, stack)))

    def share(self, wanted: Callable[[str], bool]) -> float:
        """Return that number as a part of all samples."""
        return self.with_frame(wanted) / self.samples

    def leaves(self) -> list[tuple[str, int]]:
        """Return the innermost frames, the most frequent first."""
        leaves: Counter[str] = Counter()
        for stack, number in self.seen.items():
            leaves[stack[-1]] += number
        return leaves.most_common()


def read_stacks(text: str) -> Stacks:
    """Read them; raise NothingMeasuredError if there is not a single sample."""
    seen: Counter[tuple[str, ...]] = Counter()
    for line in text.splitlines():
        stack, _, number = line.rpartition(" ")
        if stack and number.isdecimal():
            seen[tuple(stack.split(";"))] += int(number)
    if not seen:
        raise NothingMeasuredError("there is not a single sample in it: too short a run")
    return Stacks(seen)


def is_native(frame: str) -> bool:
    """Return whether a frame is of compiled code whose name and file are known."""
    return bool(_NATIVE.search(frame))
