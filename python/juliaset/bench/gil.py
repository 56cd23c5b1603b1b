"""What the GIL costs: the same call from T threads of one process, held and released.

S(T) = T * t(1) / t(T), where every thread fills counts of its own. As many processes are the
ceiling: they share no GIL, but the machine. A heartbeat tells for how long nobody else could run.
"""

import time
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier as ProcessBarrier
from pathlib import Path
from statistics import median
from threading import Barrier, Event, Thread

import msgspec
import numpy as np
from rich.markup import escape
from rich.table import Table

from juliaset.bench.record import GilProbe, Together
from juliaset.bench.record_file import load, save
from juliaset.machine import this_machine
from juliaset.problem import Problem
from juliaset.registry import Call, Gil, Kernel, get_kernel, usable_cores
from juliaset.system.contest_lock import contest_lock
from juliaset.system.files import check_writable, write_whole
from juliaset.system.signals import sigterm_as_ctrl_c
from juliaset.terminal import console

TRIES = 7
_HEARTBEAT = 0.0005


@sigterm_as_ctrl_c()
def measure_and_show(  # noqa: PLR0913
    name: str,
    threads: Sequence[int],
    width: int,
    max_iterations: int,
    json: Path | None,
    into: Path | None,
) -> None:
    """Measure, print the table, and say what it means."""
    if json is not None:
        check_writable("--json", json)
    record = None if into is None else load(into)
    kernel = get_kernel(name)
    if not kernel.flavours:
        raise ValueError(f"--kernel is {name!r}; allowed: cpp.*, which can hold the GIL or not")
    problem = Problem.book(width, max_iterations)
    kernel.bind(problem, np.empty(problem.shape, np.int32), threads=1)()
    numbers = list(threads) or sorted({1, 2, usable_cores()})
    screen = console()
    with contest_lock(lambda text: screen.print(text, style="yellow")):
        rows = measure(kernel, problem, numbers)
    screen.print(gil_table(kernel, rows))
    screen.print(meaning(rows))
    probe = GilProbe(kernel.name, rows)
    if record is not None and into is not None:
        record.probes.gil = probe
        save(record, into)
        screen.print(f"It is in {into} too.")
    if json is not None:
        contents = {"schema": "juliaset-gil/1", "machine": this_machine(), "gil": probe}
        write_whole(json, msgspec.json.format(msgspec.json.encode(contents)).decode() + "\n")
        screen.print(f"All that was measured is in {json}")


def measure(kernel: Kernel, problem: Problem, numbers: Sequence[int]) -> list[Together]:
    """Give a row for each number of threads."""
    alone = {gil: _median_seconds(kernel, problem, 1, gil)[0] for gil in _GIL}
    rows = []
    for number in numbers:
        seconds: dict[Gil, float] = {}
        stalls: dict[Gil, float] = {}
        for gil in _GIL:
            seconds[gil], stalls[gil] = _median_seconds(kernel, problem, number, gil)
        ceiling = _processes_seconds(kernel.name, problem, number)
        rows.append(
            Together(
                threads=number,
                held=number * alone["held"] / seconds["held"],
                released=number * alone["released"] / seconds["released"],
                processes=number * alone["released"] / ceiling,
                stall_held_ms=stalls["held"] * 1e3,
                stall_released_ms=stalls["released"] * 1e3,
            )
        )
    return rows


def gil_table(kernel: Kernel, rows: list[Together]) -> Table:
    """Show speed-ups and stalls."""
    title = f"{escape(kernel.name)} from T threads at once: S(T) = T * t(1) / t(T)"
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for name in ("T", "GIL held", "GIL released", "processes", "stall, held", "stall, released"):
        table.add_column(name, justify="right")
    for row in rows:
        speed_ups = (f"{number:.2f} x" for number in (row.held, row.released, row.processes))
        stalls = (f"{number:.1f} ms" for number in (row.stall_held_ms, row.stall_released_ms))
        table.add_row(str(row.threads), *speed_ups, *stalls)
    return table


def meaning(rows: list[Together]) -> str:
    """Say in a sentence what the table means."""
    several = [row for row in rows if row.threads > 1]
    most = max(several, key=lambda row: row.released, default=None)
    if most is None:
        return "One thread alone shows no difference; ask for more, like --threads 1,2."
    return (
        f"{most.threads} threads that hold the GIL do {most.held:.2f} times the work of one, and "
        f"whoever else wants to run waits up to {most.stall_held_ms:.0f} ms; released, they do "
        f"{most.released:.2f} times the work, of the {most.processes:.2f} that this machine gives "
        f"to {most.threads} processes, and nobody waits longer than "
        f"{most.stall_released_ms:.0f} ms."
    )


_GIL: tuple[Gil, Gil] = ("held", "released")


def _median_seconds(
    kernel: Kernel, problem: Problem, threads: int, gil: Gil
) -> tuple[float, float]:
    tries = [_seconds(kernel, problem, threads, gil) for _ in range(TRIES)]
    return median(taken for taken, _ in tries), median(stall for _, stall in tries)


def _seconds(kernel: Kernel, problem: Problem, threads: int, gil: Gil) -> tuple[float, float]:
    """Give the time until all threads are done, and the heartbeat's longest pause."""
    calls = [_bound(kernel, problem, gil) for _ in range(threads)]
    start, end = Barrier(threads + 1), Barrier(threads + 1)

    def work(call: Call) -> None:
        start.wait()
        call()
        end.wait()

    workers = [Thread(target=work, args=(call,)) for call in calls]
    heart = _Heartbeat()
    for worker in workers:
        worker.start()
    with heart:
        began = time.perf_counter()
        start.wait()
        end.wait()
        taken = time.perf_counter() - began
    for worker in workers:
        worker.join()
    return taken, heart.longest


class _Heartbeat:
    """A thread that only wants to run now and then."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._stop = Event()
        self._thread = Thread(target=self._beat)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        last = time.perf_counter()
        while not self._stop.is_set():
            time.sleep(_HEARTBEAT)
            now = time.perf_counter()
            self.longest = max(self.longest, now - last - _HEARTBEAT)
            last = now


def _bound(kernel: Kernel, problem: Problem, gil: Gil) -> Call:
    call = kernel.bind(problem, np.zeros(problem.shape, np.int32), gil=gil, threads=1)
    call()  # its memory is touched for the first time
    return call


def _processes_seconds(name: str, problem: Problem, number: int) -> float:
    """Give the time of as many processes, from a common start to the last one's end."""
    context = get_context("spawn")
    start, end = context.Barrier(number + 1), context.Barrier(number + 1)
    workers = [
        context.Process(target=_work, args=(name, problem, start, end), daemon=True)
        for _ in range(number)
    ]
    for worker in workers:
        worker.start()
    try:
        taken = []
        for _ in range(TRIES):
            start.wait(timeout=60)
            began = time.perf_counter()
            end.wait(timeout=600)
            taken.append(time.perf_counter() - began)
    finally:
        for worker in workers:
            worker.kill()
            worker.join()
    return median(taken)


def _work(name: str, problem: Problem, start: ProcessBarrier, end: ProcessBarrier) -> None:
    call = _bound(get_kernel(name), problem, "released")
    for _ in range(TRIES):
        start.wait()
        call()
        end.wait()
