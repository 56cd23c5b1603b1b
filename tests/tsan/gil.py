"""Calls kernels from several threads of Python at once, with the GIL released; for `make tsan`.

The compiled modules are instrumented, Python is not: races are looked for in our code alone.
"""

import signal
import sys
import threading

import numpy as np

import juliaset

PROBLEM = juliaset.Problem.view(
    window=(-1.5, 1.5, -1.0, 1.0), width=67, height=43, c=-0.4 + 0.6j, max_iterations=99
)
EXPECTED = juliaset.escape_counts(PROBLEM, kernel="cpp.scalar")
ENDLESS = juliaset.Problem(np.zeros(64), np.zeros(64), c=0.25, max_iterations=2**31 - 1)
wrong: list[str] = []
calls = 0


def call(name: str, flavour: str, threads: int) -> None:
    """Fill an array of its own from axes that all threads share."""
    for _ in range(3):
        counts = juliaset.escape_counts(PROBLEM, kernel=name, flavour=flavour, threads=threads)
        if not (counts == EXPECTED).all():
            wrong.append(name)


def stop_one() -> None:
    """End a call of the main thread by a signal, while two other threads compute."""

    def ring(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        juliaset.escape_counts(ENDLESS, kernel="cpp.openmp", threads=2)
    except KeyboardInterrupt:
        return
    wrong.append("not stopped")


for kernel in juliaset.kernels():
    if not kernel.name.startswith("cpp.") or kernel.reason or not kernel.exact:
        continue
    for flavour in kernel.flavours:
        threads = 2 if kernel.supports_threads else 1
        team = [
            threading.Thread(target=call, args=(kernel.name, flavour, threads)) for _ in range(3)
        ]
        for each in team:
            each.start()
        for each in team:
            each.join()
        calls += 9
others = [threading.Thread(target=call, args=("cpp.openmp", "O3", 2)) for _ in range(2)]
for each in others:
    each.start()
stop_one()
for each in others:
    each.join()
sys.stdout.write(f"{calls + 7} calls from threads of Python, {len(wrong)} wrong\n")
sys.exit(bool(wrong))
