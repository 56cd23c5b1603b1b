"""A fresh Python in which many threads ask for the kernels and call them, all at the same moment.

Prints as JSON what went wrong, and whether the GIL is there at the end. sys.argv[1] is a folder
with a package of kernels; the other arguments are patterns of the kernels that are called.
"""

import importlib
import json
import sys
import warnings
from collections.abc import Callable
from fnmatch import fnmatch
from threading import Barrier, Thread
from typing import Any

THREADS = 12
wrong: list[str] = []
seen: list[Any] = []
called: list[int] = []


def at_once(work: Callable[[int], None]) -> None:
    """Let all threads do it at the same moment."""
    start = Barrier(THREADS)

    def run(number: int) -> None:
        start.wait(timeout=60)
        try:
            work(number)
        except BaseException as failure:  # noqa: BLE001 - it is what the test looks for
            wrong.append(f"{type(failure).__name__}: {failure}")

    team = [Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in team:
        thread.start()
    for thread in team:
        thread.join()


def ask(number: int) -> None:
    """Import the package and ask for the list; the threads begin with different questions."""
    registry = importlib.import_module("juliaset.registry")
    if number % 3 == 0:
        registry.get_kernel("best")
    seen.append(registry.kernels())


def check_lists() -> None:
    """Note in what the lists differ from each other, and from what they must be."""
    for known in seen:
        names = [kernel.name for kernel in known]
        if names != [kernel.name for kernel in seen[0]]:
            wrong.append(f"another list: {names}")
        if any(one is not other for one, other in zip(known, seen[0], strict=False)):
            wrong.append("another kernel of the same name")
        if "theirs.own" not in names:
            wrong.append("the package's kernel is missing")
        wrong.extend(
            f"the package has replaced {kernel.name}"
            for kernel in known
            if kernel.name != "theirs.own" and kernel.summary == "Theirs."
        )


def add(number: int) -> None:
    """Add kernels while others read the list."""
    registry = importlib.import_module("juliaset.registry")
    for k in range(20):
        name = f"mine.{number}_{k}"
        registry.kernel(name)(lambda problem, out: None)  # noqa: ARG005
        if registry.get_kernel(name).name != name:
            wrong.append(f"{name} is lost")


def call(number: int) -> None:
    """Call each exact kernel in each of its flavours, into an array of this thread's own."""
    import numpy as np  # noqa: PLC0415

    import juliaset  # noqa: PLC0415

    problem = juliaset.Problem.view(window=(-1.5, 1.5, -1, 1), width=21, c=-0.4 + 0.6j)
    expected = juliaset.escape_counts(problem, kernel="python.loops")
    rows = [
        (kernel, flavour)
        for kernel in seen[0]
        for flavour in kernel.flavours or (None,)
        if any(fnmatch(kernel.name, pattern) for pattern in sys.argv[2:])
        if kernel.exact and not kernel.reason_of(flavour or "O3")
    ]
    called.append(len(rows))
    # Each thread begins with another one, so that flavours are opened in any order.
    for kernel, flavour in rows[number:] + rows[:number]:
        out = np.full(problem.shape, -1, np.int32)
        threads = 2 if kernel.supports_threads else 1
        kernel.bind(problem, out, flavour=flavour, threads=threads)()
        if not np.array_equal(out, expected):
            wrong.append(f"{kernel.name} in {flavour}")


def main() -> None:
    """Ask, add and call."""
    sys.path.append(sys.argv[1])
    sys.setswitchinterval(1e-6)
    warnings.simplefilter("ignore")
    at_once(ask)
    check_lists()
    at_once(add)
    at_once(call)
    has_gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    print(json.dumps({"wrong": sorted(set(wrong)), "calls": sum(called), "has_gil": has_gil}))  # noqa: T201


main()
