"""A first call that took much longer than all later ones: a sign of an answer that was kept."""

from juliaset.bench.rounds import Timing

# Loading and warming up make most first calls longer, by less than this.
_TIMES, _LONG_NS = 20, 1e6


class FirstCall:
    """The first call of a function, and the shortest of the later ones."""

    def __init__(self) -> None:
        """Begin without a call."""
        self._first_ns: float | None = None
        self._later_ns = float("inf")

    def add(self, timing: Timing) -> None:
        """Add a sample; the first one is of one call."""
        if self._first_ns is not None:
            self._later_ns = min(self._later_ns, timing.wall_ns)
            return
        # Without what other programs took from it; the CPU time is that of all threads.
        wall, waited = timing.wall_ns, timing.waited_ns
        self._first_ns = min(timing.cpu_ns, wall) if waited is None else wall - waited

    @property
    def note(self) -> str:
        """What a reader should ask, if it took much longer; otherwise empty."""
        first_ns = self._first_ns or 0.0
        ratio = first_ns / self._later_ns
        if ratio < _TIMES or first_ns < _LONG_NS:
            return ""
        longer = f"{float(f'{ratio:.2g}'):,.0f}"
        return f"the first call took {longer} times as long as later ones: does it keep its answer?"
