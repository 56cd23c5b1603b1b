"""What the GIL is, what it costs, and when threads are enough."""

# ruff: noqa: D103 - what a claim says is its docstring
from __future__ import annotations

import sys
import threading
import time
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from claims.claims import case, claim, control
from claims.cores import two_cores
from claims.running import OVERLAP, folder, python, succeed
from claims.timed import said, times_as_long

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from claims.claims import Case

WALL = time.perf_counter


def spin(steps: int = 1_500_000) -> int:
    """Keep one core busy with pure Python."""
    total = 0
    for i in range(steps):
        total += i
    return total


def in_two_threads(work: Callable[[], object]) -> None:
    """Do the work twice, at the same time if threads can."""
    pair = [threading.Thread(target=work) for _ in range(2)]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join()


def twice(work: Callable[[], object]) -> None:
    """Do the work twice, one after the other."""
    work()
    work()


def steps_meanwhile(work: Callable[[], object]) -> int:
    """Count the steps that this thread can do while another one is inside of `work`."""
    steps, span = 0, []

    def work_and_note() -> None:
        span.append(steps)
        work()
        span.append(steps)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(10)  # no turn between the notes unless `work` releases the GIL
    try:
        thread = threading.Thread(target=work_and_note)
        thread.start()
        while len(span) < 2:
            steps += 1
            if not steps % 1000:
                time.sleep(0)  # gives the GIL away once
        thread.join()
    finally:
        sys.setswitchinterval(interval)
    return span[1] - span[0]


@claim(
    1,
    says="Because of the GIL a Python program is always a single process.",
    verdict="false",
    answer="The GIL is a lock inside a process: one thread at a time executes bytecode. It does"
    " not limit the number of processes, and each process has its own.",
    command="a pool of two processes whose workers meet at a barrier and say their process ids",
)
def always_one_process() -> Iterator[Case]:
    script = """
        import multiprocessing, os

        def meet(barrier):
            barrier.wait(60)
            return os.getpid()

        if __name__ == "__main__":
            context = multiprocessing.get_context("spawn")
            with context.Manager() as manager, context.Pool(2) as pool:
                barrier = manager.Barrier(2)
                print(len({os.getpid(), *pool.map(meet, [barrier, barrier], chunksize=1)}))
    """
    with folder(pool=script) as path:
        processes = int(succeed([sys.executable, path / "pool.py"]))
    yield case("processes of one program", f"{processes} process ids", holds=processes == 1)


@claim(
    1,
    says="The GIL is why Python is slow.",
    verdict="depends",
    answer="Only for several threads that all execute bytecode. One thread pays next to nothing for"
    " the GIL: C++ that keeps it is many times faster in the same lock. The slow part is"
    " interpreting.",
    command="python.loops against cpp.scalar with gil='held'; two threads against twice in a row",
    slow=True,
)
def gil_makes_slow() -> Iterator[Case]:
    import juliaset  # noqa: PLC0415 - only this experiment needs it

    two_cores()
    problem = juliaset.Problem.book(width=50, max_iterations=300)
    ratio = times_as_long(
        lambda: juliaset.escape_counts(problem, kernel="python.loops"),
        lambda: juliaset.escape_counts(problem, kernel="cpp.scalar", gil="held"),
        border=5,
        rounds=5,
    )
    yield case(
        "one thread: Python against C++ that holds the same lock", said(ratio), holds=ratio < 5
    )
    ratio = times_as_long(
        lambda: in_two_threads(spin), lambda: twice(spin), border=0.75, clock=WALL
    )
    yield case(
        "two threads of pure Python against one after the other",
        f"{said(ratio)} as long",
        holds=ratio > 0.75,
    )


@claim(
    1,
    says="Use several processes, not threads, because of the GIL.",
    verdict="depends",
    answer="For pure Python, yes. Compiled code that releases the GIL scales with threads, which"
    " share memory and start in microseconds; waiting (sleep, network, disk) releases it too.",
    command="juliaset gil; threads against twice in a row, for Python, for C++ and for sleep",
    slow=True,
)
def processes_not_threads() -> Iterator[Case]:
    import juliaset  # noqa: PLC0415 - only this experiment needs it

    problem = juliaset.Problem.book(width=1000, max_iterations=300)
    kernel = next(k for k in juliaset.kernels() if k.name == "cpp.scalar")

    ratio = times_as_long(
        lambda: in_two_threads(spin), lambda: twice(spin), border=0.75, clock=WALL
    )
    yield case(
        "pure Python: two threads gain nothing", f"{said(ratio)} as long", holds=ratio > 0.75
    )
    for gil in ("held", "released"):
        call = kernel.bind(problem, np.empty(problem.shape, np.int32), gil=gil)
        call()
        steps = steps_meanwhile(call)
        what = f"C++ with the GIL {gil}: nothing else runs meanwhile"
        yield case(what, f"the main thread did {steps:,} steps", holds=steps == 0)
    ratio = times_as_long(
        lambda: in_two_threads(lambda: time.sleep(0.05)),
        lambda: twice(lambda: time.sleep(0.05)),
        border=0.75,
        clock=WALL,
    )
    yield case("waiting: two threads gain nothing", f"{said(ratio)} as long", holds=ratio > 0.75)


@claim(
    1,
    says="Several processes use several CPUs.",
    verdict="true",
    answer="Each has an interpreter and a GIL of its own; the price is starting them and sending"
    " data to and fro as pickles.",
    command="each of two notes when it ran, by a common clock; how long both did",
)
def processes_use_cpus() -> Iterator[Case]:
    two_cores()
    for kind in ("threads", "processes"):
        both = float(succeed([sys.executable, OVERLAP, kind]))
        what, shown = f"two {kind} ran at the same time", f"{both:.1f} ms of 1000 ms"
        if kind == "threads":
            yield control(what, shown, seen=both < 1)
        else:
            yield case(what, shown, holds=both > 1)


@claim(
    1,
    says="Only work whose results do not depend on each other can be shared out.",
    verdict="true",
    answer="Every pixel can go to another core. A running sum can not, as it stands: the second"
    " half needs the end of the first (it must be rewritten as another algorithm).",
    command="each half alone, joined, against the whole: a picture and a running sum",
)
def only_independent_work() -> Iterator[Case]:
    numbers = list(range(10))

    def squares(part: list[int]) -> list[int]:
        return [n * n for n in part]

    def running(part: list[int]) -> list[int]:
        return list(accumulate(part))

    for label, work, right in (("squares", squares, True), ("running sum", running, False)):
        same = work(numbers[:5]) + work(numbers[5:]) == work(numbers)
        yield case(f"{label}: halves joined equal the whole", same, holds=same == right)


@claim(
    1,
    says="Threads take turns under the GIL.",
    verdict="true",
    answer="A thread that wants the GIL asks for it after the switch interval, 5 ms unless"
    " changed.",
    command="sys.setswitchinterval(10), and a second thread that counts while the first computes",
    implied=True,
)
def threads_take_turns() -> Iterator[Case]:
    code = """
        import sys, threading
        sys.setswitchinterval(float(sys.argv[1]))
        turns = 0
        def count():
            global turns
            for _ in range(300_000):
                turns += 1
        begun = threading.Event()
        threading.Thread(target=lambda: (begun.wait(), count())).start()
        begun.set()
        for _ in range(3_000_000):
            if turns:
                break
        print(turns > 0)
    """
    yield control("the interval of this Python", sys.getswitchinterval(), seen=True)
    for interval, taken in (("0.005", "True"), ("10", "False")):
        seen = python(code, interval)
        yield case(
            f"the second thread got a turn with interval {interval} s", seen, holds=seen == taken
        )
