"""How long a program and all that it started waited for a core, from looks at it while it runs.

The waiting time of a process is lost when its parent has waited for it. So the contest looks at the
program several times a second; nothing is known about a thread or process with a shorter life.
"""

from juliaset.system.run_delay import Threads, family_of, waited_ns

# If less of its work than this was seen, the looks say little.
_SEEN = 0.5


class FamilyDelay:
    """The looks at one program."""

    def __init__(self, process: int, cores: int) -> None:
        """Begin with a process that has just started, and may use that many cores."""
        self._process = process
        self._cores = cores
        self._last: Threads = {}
        self._ran_ns = 0
        self._waited_ns = 0

    def look(self) -> None:
        """Add what has happened since the last look."""
        now = family_of(self._process)
        waited = waited_ns(self._last, now, self._cores)
        if waited is not None:  # else its threads waited for each other
            self._waited_ns += waited
            self._ran_ns += sum(
                each.ran_ns - (self._last[number].ran_ns if number in self._last else 0)
                for number, each in now.items()
            )
        # What is missing may be hidden: the list of children is exact only while they stand still.
        self._last = {**self._last, **now}

    def waited(self, cpu_ns: float) -> int | None:
        """Return how long it waited for a core; None if too little of its work was seen.

        cpu_ns: what the program and all that it started had of the CPU.
        """
        return self._waited_ns if self._ran_ns and self._ran_ns >= _SEEN * cpu_ns else None
