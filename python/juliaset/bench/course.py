"""How far a contest has come, and how many rounds fit into the rest of its budget."""

import time
from dataclasses import dataclass

from juliaset.bench.rules import Rules


@dataclass
class Course:
    """How far a contest has come, and how far it goes."""

    rules: Rules
    start: float
    generation: int = 0
    done: int = 0  # rounds of this generation
    number: int = 0  # rounds of all generations
    # What the first generation took: starting its processes, its slow rows, its rows that are
    # timed once by each process, and a round of those that are timed in every round.
    start_s: float = 0.0
    slow_s: float = 0.0
    once_s: float = 0.0
    fast_s: float = 0.0

    @property
    def passed_s(self) -> float:
        """The seconds since it began."""
        return time.monotonic() - self.start

    def is_late(self) -> bool:
        """Return whether the budget is spent, and every row has what it has in any case."""
        needed = not self.number or (self.generation < self.rules.fewest and not self.done)
        return not needed and self.passed_s > self.rules.budget_s

    @property
    def rounds(self) -> int:
        """How many rounds a generation has: as many as fit into the budget, and at least one."""
        rules = self.rules
        if not self.fast_s:
            return rules.rounds
        spent_s = rules.processes * (self.start_s + self.once_s)
        left_s = rules.budget_s - spent_s - rules.slow_processes * self.slow_s
        return max(1, int(min(rules.rounds, left_s / rules.processes / self.fast_s)))

    @property
    def share(self) -> float | None:
        """The part of the contest that is over; None before its first round is."""
        if not self.number:
            return None
        rules = self.rules
        done = (self.generation + min(self.done / self.rounds, 1)) / rules.processes
        return min(max(done, self.passed_s / rules.budget_s if rules.budget_s else 1.0), 1.0)

    def note(self, call_s: float, took_s: float) -> None:
        """Keep what a sample of the first generation took, of a row whose call takes that long."""
        if self.generation:
            return
        if call_s <= self.rules.once_s:
            self.fast_s += took_s if self.done == 1 else 0.0
        elif call_s <= self.rules.slow_s:
            self.once_s += took_s
        else:
            self.slow_s += took_s
