"""What it costs to write a result into memory that was not written before: page faults.

The costs are measured in a new process, because memory that was once requested in huge pages keeps
them for everything that is put there later.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass
from statistics import median

import numpy as np

from juliaset.escape import escape_counts
from juliaset.problem import Counts, Problem, new_counts
from juliaset.system.memory import give_back

_CALLS, _PASSES = 9, 3

# In this order: NumPy's arrays before those that ask for huge pages.
REUSED = "out= an array that was used before"
NUMPY = "out= numpy.empty(), all are kept"
DROPPED = "a new one, each is dropped before the next"
NEW = "a new one, all are kept"


@dataclass(frozen=True)
class Cost:
    """What a call costs: each number is the median of some calls."""

    faults: float
    cpu_ns: float  # in the program and in the system
    wall_ns: float


def costs(width: int, kernel: str = "") -> dict[str, Cost]:
    """Return what a call costs by where its result is: REUSED, NUMPY, DROPPED and NEW.

    kernel: the kernel that computes the book's picture on one thread; without it each element is
    only written once.
    """
    command = [sys.executable, "-P", "-m", __name__, str(width), kernel]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return {name: Cost(*numbers) for name, numbers in json.loads(done.stdout).items()}


def cost(call: Callable[[], Counts], *, keep: bool) -> Cost:
    """Call it some times; keep: hold its results, so that the memory of none is used again."""
    give_back()
    kept = [call() for _ in range(2)]  # the allocator learns the size from the first ones
    if not keep:
        kept.clear()
    found = []
    for _ in range(_CALLS):
        before = _now()
        result = call()
        found.append([now - then for now, then in zip(_now(), before, strict=True)])
        if keep:
            kept.append(result)
        del result
    return Cost(*(median(column) for column in zip(*found, strict=True)))


def _now() -> tuple[int, int, int]:
    faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    return faults, time.process_time_ns(), time.perf_counter_ns()


def _cheapest(call: Callable[[], Counts], *, keep: bool) -> Cost:
    # A virtual machine may have to ask its host for memory that it did not have before.
    return min((cost(call, keep=keep) for _ in range(_PASSES)), key=lambda found: found.cpu_ns)


def _measured(problem: Problem, kernel: str) -> dict[str, Cost]:
    used = np.zeros(problem.shape, np.int32)

    def into(out: Counts | None) -> Counts:
        if kernel:
            return escape_counts(problem, kernel, threads=1, out=out)
        out = new_counts(problem.shape) if out is None else out
        out.fill(1)
        return out

    return {
        REUSED: _cheapest(lambda: into(used), keep=True),
        NUMPY: _cheapest(lambda: into(np.empty(problem.shape, np.int32)), keep=True),
        DROPPED: _cheapest(lambda: into(None), keep=False),
        NEW: _cheapest(lambda: into(None), keep=True),
    }


def _main(width: str, kernel: str) -> None:
    found = _measured(Problem.book(int(width)), kernel)
    print(json.dumps({name: astuple(each) for name, each in found.items()}))  # noqa: T201


if __name__ == "__main__":
    _main(*sys.argv[1:])
