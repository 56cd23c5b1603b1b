"""The bound: what this core does at best for an iteration, measured; kernels stand under it."""

import time
from collections.abc import Callable

from juliaset import _native
from juliaset.bench.record import Bound, Roof

VECTORS = (1, 2, 4, 6, 8)
LATENCY, THROUGHPUT = 1, 6  # vectors in flight: each step waits, and none does
_CYCLES = 4_000_000
_ITERATIONS = 4_000_000
_TRIES = 5


def bound() -> Bound | None:
    """Measure the clock, and the untested step of each instruction set that may run here."""
    roofs = [
        Roof(roof.isa, roof.lanes, round(_step_ns(roof), 5))
        for roof in _native.roofs()
        if not roof.reason
    ]
    if not roofs:  # JULIASET_ISA is nonsense, and other places say so
        return None
    ghz = _CYCLES / _fastest_ns(lambda: _native.count_cycles(_CYCLES))
    return Bound(round(ghz, 3), roofs)


def _step_ns(roof: _native.Roof) -> float:
    def of(vectors: int) -> float:
        steps = _ITERATIONS // (vectors * roof.lanes)
        taken = _fastest_ns(lambda: roof.run(vectors, steps))
        return taken / (steps * vectors * roof.lanes)

    return min(of(vectors) for vectors in VECTORS)


def cycles(roof: _native.Roof, vectors: int, ghz: float) -> float:
    """Give the cycles of one vector's step, with so many vectors in flight."""
    steps = _ITERATIONS // (vectors * roof.lanes)
    return _fastest_ns(lambda: roof.run(vectors, steps)) * ghz / (steps * vectors)


def tested_cycles(roof: _native.Roof, vectors: int, ghz: float) -> float:
    """Give the same with the test that a kernel makes at each step."""
    steps = _ITERATIONS // (vectors * roof.lanes)
    return _fastest_ns(lambda: roof.run_tested(vectors, steps)) * ghz / (steps * vectors)


def _fastest_ns(call: Callable[[], object]) -> float:
    """Give the least of some times: a bound asks for what can be, not for what is usual."""
    times = []
    for _ in range(_TRIES):
        start = time.perf_counter_ns()
        call()
        times.append(time.perf_counter_ns() - start)
    return float(min(times))
