"""How an array fills while a submission works: seen from outside, in the memory that both share."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import numpy as np

from juliaset.bench.contestants.child import EndedError
from juliaset.grader.process import SubmissionProcess
from juliaset.grader.sandbox.wire import Array
from juliaset.grader.usage import cpu_ns
from juliaset.grader.verdict import InconclusiveError

_LOOK_S = 0.002


@dataclass
class Progress:
    """Looks at an array: the CPU time used until then, and which rows were complete."""

    looks: list[tuple[int, Array]] = field(default_factory=list)

    def work_done(self, cost: Array) -> Callable[[float], float]:
        """Return the part of the work that was done at a part of the CPU time.

        cost: of each row.
        """
        if not self.looks:
            raise InconclusiveError("The call was over before the grader could look. Check again.")
        first, last = self.looks[0][0], self.looks[-1][0]
        used = np.array([(cpu - first) / max(last - first, 1) for cpu, _ in self.looks])
        done = np.array([cost[rows].sum() / cost.sum() for _, rows in self.looks])
        return lambda part: float(np.interp(part, used, done))


@contextmanager
def watched(process: SubmissionProcess) -> Iterator[Progress]:
    """Look every few milliseconds at the array that a call fills; it is empty before the call."""
    progress, ended = Progress(), threading.Event()

    def look() -> None:
        while not ended.wait(_LOOK_S):
            rows = process.filling
            with suppress(EndedError):  # the thread that waits for the answer says so
                if rows is not None:
                    progress.looks.append((cpu_ns(process.pid), (rows != -1).all(axis=1)))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield progress
    finally:
        ended.set()
        watcher.join()
