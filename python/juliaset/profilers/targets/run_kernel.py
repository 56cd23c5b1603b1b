"""Runs one kernel for a profiler: python run_kernel.py KERNEL WIDTH [--seconds S].

A compiled kernel takes milliseconds: --seconds repeats it until a sampler has enough samples.
Under kernprof and memory_profiler, which put `profile` into builtins, the functions of the kernel's
own file are profiled.
"""

import argparse
import builtins
import inspect
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import Any

import numpy as np

from juliaset.kernel_type import Call, Kernel
from juliaset.oracle import golden_of
from juliaset.problem import Problem
from juliaset.profilers.book import MAX_ITERATIONS
from juliaset.profilers.targets import bound
from juliaset.registry import get_kernel


def main() -> None:
    """Run it, and check the counts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("kernel")
    parser.add_argument("width", type=int)
    parser.add_argument("--seconds", type=float, default=0.0)
    parser.add_argument("--gil", choices=("held", "released"))
    parser.add_argument("--flavour")
    asked = parser.parse_args()
    kernel = get_kernel(asked.kernel)
    call, out = bound(asked.kernel, asked.width, flavour=asked.flavour, gil=asked.gil)
    run = in_a_thread if asked.gil else repeat
    calls = run(call, asked.seconds, line_profiler_for(kernel))
    total = int(out.sum(dtype=np.int64))
    print(f"{kernel.name}: width {asked.width}, {calls} calls, sum(counts) == {total}")  # noqa: T201
    golden = golden_of(Problem.book(asked.width, MAX_ITERATIONS))
    if golden is not None and kernel.exact and (complaint := golden.check(out)):
        sys.exit(f"WRONG: {complaint}")


def repeat(call: Call, seconds: float, lines: Any) -> int:  # noqa: ANN401 - see line_profiler_for
    """Call it at least once, and until that many seconds have passed; return how often."""
    end, calls = time.perf_counter() + seconds, 0
    while calls == 0 or time.perf_counter() < end:
        with lines or nullcontext():
            answer = call.run()
        call.finish(answer)
        calls += 1
    return calls


def in_a_thread(call: Call, seconds: float, lines: Any) -> int:  # noqa: ANN401
    """Compute in a thread while this one only waits, so that only the kernel can have the GIL."""

    def compute() -> int:
        return repeat(call, seconds, lines)

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(compute).result()


def line_profiler_for(kernel: Kernel) -> Any:  # noqa: ANN401 - of kernprof's or another class
    """Return the profiler of lines that this runs under, set to the kernel's own functions."""
    profiler = getattr(builtins, "profile", None)
    if profiler is None or not hasattr(profiler, "add_function"):
        return None
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None)
        if path and str(path) == str(kernel.source):
            for _, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == module.__name__:
                    profiler.add_function(function)
    return profiler


if __name__ == "__main__":
    main()
