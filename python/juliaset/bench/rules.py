"""How much a contest measures, fixed before it begins."""

from collections.abc import Sequence
from dataclasses import dataclass

from juliaset.bench.intervals import FEWEST_PROCESSES

_SLOW_PART = 0.3


@dataclass(frozen=True)
class Rules:
    """How much a contest measures.

    Attributes:
        budget_s: No round begins after that many seconds, the first one excepted.
        processes: How many processes a row has, one after the other; a verdict needs three.
        rounds: How many rounds a process takes part in; fewer if the budget is short, because
            another process says more than another round.
        sample_s: Fast calls are repeated until a sample takes that many seconds.
        slow_s: Rows whose call takes longer have some of the processes, `slow_processes`, with a
            round each. Rows whose processes take twice as long to start have as many. The baseline
            and its controls have all of them, because the others are compared with them.
        fewest: The number of processes that a row has in any case, whatever the budget is.
        warm: Whether open() calls a row as often as it must be called before its first sample. It
            may then take long, and the budget begins after it.
    """

    budget_s: float = 110.0
    processes: int = 10
    rounds: int = 4
    sample_s: float = 0.02
    slow_s: float = 1.0
    fewest: int = 1
    warm: bool = False

    @property
    def slow_processes(self) -> int:
        """How many processes a slow row has."""
        return min(self.processes, max(FEWEST_PROCESSES, round(_SLOW_PART * self.processes)))

    @property
    def once_s(self) -> float:
        """From that many seconds on a call is timed once by each process."""
        return self.slow_s / 4

    def slow_too(self, generation: int) -> bool:
        """Return whether slow rows have a process in a generation."""
        # In the first ones: a budget that ends the contest early must not leave them without.
        return generation < self.slow_processes

    def seconds(
        self, calls_s: Sequence[float], start_s: float = 0.0, in_all_s: Sequence[float] = ()
    ) -> float:
        """Return how long a contest takes whose rows need that long for a call, at most its budget.

        Args:
            calls_s: The seconds of one call of each row.
            start_s: The seconds in which all processes of a generation start.
            in_all_s: The seconds of one call of the baseline and of each control.
        """
        every = [*calls_s, *in_all_s]
        all_slow = min(every) > self.slow_s
        fast = sum(max(each, self.sample_s) for each in every if each <= self.once_s)
        once = sum(each for each in calls_s if self.once_s < each <= self.slow_s or all_slow)
        once += sum(each for each in in_all_s if each > self.once_s)
        slow = 0.0 if all_slow else sum(each for each in calls_s if each > self.slow_s)
        whole = self.processes * (start_s + self.rounds * fast + once)
        return min(whole + self.slow_processes * slow, self.budget_s)
