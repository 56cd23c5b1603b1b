"""What the GIL is, what it costs, and when threads are enough."""

import sys
import threading
import time
from collections.abc import Callable
from itertools import accumulate

import numpy as np

import juliaset
from claims.claim import Case, Cases, case, claim, control
from claims.timing import is_longer
from claims.tools import on_sample, python, require_gil, require_two_cores

WALL = time.perf_counter
# Each of two threads or processes notes by a common clock from when to when it ran without a gap; a
# gap of 0.1 ms means that something else ran meanwhile. One lock for both makes the overlap zero.
OVERLAP = """
import multiprocessing, queue, sys, threading, time

def note(meeting, noted):
    meeting.wait(60)
    spans = []
    begin = last = time.perf_counter()
    end = begin + 1
    while last < end:
        now = time.perf_counter()
        if now - last > 0.0001:
            spans.append((begin, last))
            begin = now
        last = now
    noted.put([*spans, (begin, last)])

if __name__ == "__main__":
    if sys.argv[1] == "threads":
        start, meeting, noted = threading.Thread, threading.Barrier(2), queue.SimpleQueue()
    else:
        context = multiprocessing.get_context("spawn")
        start, meeting, noted = context.Process, context.Barrier(2), context.SimpleQueue()
    for _ in range(2):
        start(target=note, args=(meeting, noted)).start()
    one, other = noted.get(), noted.get()
    both = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)
    print(both * 1000)
"""


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


def threads_gain_nothing(label: str, work: Callable[[], object]) -> Case:
    """Return a case that holds if two threads take as long as one after the other."""
    return is_longer(
        label, lambda: in_two_threads(work), lambda: (work(), work()), than=0.75, clock=WALL
    )


def bound(name: str, width: int, **options: str) -> tuple[Callable[[], object], np.ndarray]:
    """Return a kernel as a call that has run once, and the counts that it fills."""
    problem = juliaset.Problem.book(width, 300)
    out = np.zeros(problem.shape, np.int32)
    call = juliaset.get_kernel(name).bind(problem, out, **options)  # type: ignore[arg-type]
    call()
    return call, out


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


@claim
def always_one_process() -> Cases:
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
    processes = int(on_sample(script, [sys.executable]))
    yield case("processes of one program", f"{processes} process ids", holds=processes == 1)


@claim
def gil_makes_slow() -> Cases:
    require_gil()
    require_two_cores()
    problem = juliaset.Problem.book(width=50, max_iterations=300)
    yield is_longer(
        "one thread: Python against C++ that holds the same lock",
        lambda: juliaset.escape_counts(problem, kernel="python.loops"),
        lambda: juliaset.escape_counts(problem, kernel="cpp.scalar", gil="held"),
        than=5,
        claimed=False,
        rounds=5,
    )
    yield threads_gain_nothing("two threads of pure Python against one after the other", spin)


@claim
def processes_not_threads() -> Cases:
    require_gil()
    yield threads_gain_nothing("pure Python: two threads gain nothing", spin)
    for gil in ("held", "released"):
        steps = steps_meanwhile(bound("cpp.scalar", 1000, gil=gil)[0])
        what = f"C++ with the GIL {gil}: nothing else runs meanwhile"
        yield case(what, f"the main thread did {steps:,} steps", holds=steps == 0)
    yield threads_gain_nothing("waiting: two threads gain nothing", lambda: time.sleep(0.05))


@claim
def processes_use_cpus() -> Cases:
    require_gil()
    require_two_cores()
    both = float(on_sample(OVERLAP, [sys.executable], "threads"))
    yield control("two threads ran at the same time", f"{both:.1f} ms of 1000 ms", seen=both < 1)
    for _ in range(5):  # a busy machine may leave one core to both processes for a second
        both = float(on_sample(OVERLAP, [sys.executable], "processes"))
        if both > 1:
            break
    yield case("two processes ran at the same time", f"{both:.1f} ms of 1000 ms", holds=both > 1)


@claim
def only_independent_work() -> Cases:
    numbers = list(range(10))

    def squares(part: list[int]) -> list[int]:
        return [n * n for n in part]

    def running(part: list[int]) -> list[int]:
        return list(accumulate(part))

    for label, work, right in (("squares", squares, True), ("running sum", running, False)):
        same = work(numbers[:5]) + work(numbers[5:]) == work(numbers)
        yield case(f"{label}: halves joined equal the whole", same, holds=same == right)


@claim
def threads_take_turns() -> Cases:
    require_gil()
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
