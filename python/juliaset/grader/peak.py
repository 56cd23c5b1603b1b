"""Memory as the grader sees it: what Linux says of a submission's process, from outside.

A process could say anything of itself; its peak, VmHWM, is counted by Linux.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from juliaset.grader.pupil import Pupil
from juliaset.grader.verdict import InconclusiveError

MIB = 1 << 20


@dataclass(frozen=True)
class Peak:
    """The most bytes that a process had at one time; two ends where only these are known."""

    least: int
    most: int

    def above(self, floor: int) -> "Peak":
        """Give by how much it lies above what the process had anyway."""
        return Peak(max(self.least - floor, 0), max(self.most - floor, 0))

    def within(self, allowed: float) -> bool:
        """Tell whether it is at most so much; InconclusiveError where that is not known."""
        if self.most <= allowed:
            return True
        if self.least > allowed:
            return False
        raise InconclusiveError(
            f"The peak lies between {in_mib(self.least)} and {in_mib(self.most)}, and "
            f"{in_mib(allowed)} are allowed: Linux does not let the grader forget an earlier, "
            f"higher peak of this process here (it could not write to /proc/.../clear_refs)."
        )


def held(pupil: Pupil) -> int:
    """Give what a process has now, in bytes."""
    return _told(pupil, "VmRSS")


def peak(pupil: Pupil, work: Callable[[], Any]) -> tuple[Any, Peak]:
    """Ask for something; give the answer, and the peak while it was worked out."""
    forgotten = pupil.forget_peak()
    before = _told(pupil, "VmHWM")
    answer = work()
    after = _told(pupil, "VmHWM")
    # An older peak that stands hides a lower one: only that it was no higher is known.
    if forgotten or after > before:
        return answer, Peak(after, after)
    return answer, Peak(held(pupil), before)


def in_mib(size: float) -> str:
    """Write a number of bytes as a learner compares them."""
    return f"{size / MIB:.1f} MiB"


def _told(pupil: Pupil, what: str) -> int:
    try:
        return pupil.memory(what)
    except OSError as error:
        raise InconclusiveError(f"The memory of a process can't be seen here: {error}") from None
