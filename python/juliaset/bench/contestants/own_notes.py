"""What makes the time of a row of a user's problem doubtful, for which no roof is known."""

from collections.abc import Sequence

from juliaset.bench.contestants.first_call import FirstCall
from juliaset.bench.rounds import Timing

# A thread that only looks after the others needs less than this part of a core.
_BESIDES = 0.1
# In a shorter call, the CPU time of what surrounds it counts as well.
_LONG_NS = 1e6


class OwnNotes:
    """What the calls of a row have shown so far."""

    def __init__(self, threads: int) -> None:
        """Begin without a call; `threads` is what the row says that it uses."""
        self._threads = threads
        self._first_call = FirstCall()
        self._kept: dict[str, None] = {}
        self._wall_ns = self._cpu_ns = 0.0

    def add_unshown(self, timing: Timing) -> None:
        """Add a call that is part of no sample."""
        self._first_call.add(timing)

    def add(self, timing: Timing, kept: Sequence[str] = ()) -> None:
        """Add a sample, and the names of the memos that answered it."""
        self._first_call.add(timing)
        self._kept |= dict.fromkeys(kept)
        if timing.wall_ns >= _LONG_NS:
            self._wall_ns += timing.wall_ns
            self._cpu_ns += timing.cpu_ns

    @property
    def note(self) -> str:
        """What a reader of the row must know; empty if nothing is doubtful."""
        kept = [f"{what} answered calls after the first one" for what in self._kept]
        return "; ".join(filter(None, (*(kept or [self._first_call.note]), self._of_cores())))

    def _of_cores(self) -> str:
        if self._threads != 1 or self._cpu_ns <= self._wall_ns * (1 + _BESIDES):
            return ""
        return f"it used {self._cpu_ns / self._wall_ns:.1f} cores, and counts as one thread"
