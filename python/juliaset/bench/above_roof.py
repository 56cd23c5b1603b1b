"""Whether a row is faster than a CPU can take all its steps, by its record alone."""

from juliaset.bench.core_limit import Bound
from juliaset.bench.record import Variant

# The bare step of the roof has seven operations. A fused doubling saves one and rounds the same
# way; fusing all that can be fused leaves four, and rounds differently.
_EXACT, _TOLERANT = 6 / 7, 4 / 7
_SINGLE = 2  # lanes of float32 for one of float64
_WIDEST = 8  # lanes of float64 that any x86-64 has
_MARGIN = 1.05  # what one measurement of the roof may be off
# Without a roof a row is compared with what no CPU reaches: none has more than four units for
# vectors of eight doubles, each of which does an operation in a cycle, or a clock above 7 GHz.
_OPERATIONS, _MOST_IN_A_CYCLE, _MOST_GHZ = 7, 4 * _WIDEST, 7.0
_NO_CPU_NS = _OPERATIONS / _MOST_IN_A_CYCLE / _MOST_GHZ


def above_roof(row: Variant, ns_per_iteration_per_thread: float, bound: Bound | None) -> str:
    """Return why this row cannot have taken every step, in one sentence; empty if it can.

    It is compared with the fastest set of instructions that the CPU has, whatever set it names:
    compilers and NumPy choose their own.

    Args:
        row: A row of kernels; one that says that it takes only some steps is not judged.
        ns_per_iteration_per_thread: Its time for a step of one pixel, times its threads.
        bound: The measured roof; None if the machine was too busy for it. Then only a row that no
            CPU at all could be as fast as is found, like one that keeps its answer.
    """
    # Old files do not have the steps of C++ kernels, some of which take only some.
    if row.steps == "some" or (row.toolchain == "cpp" and not row.steps):
        return ""
    taken = ns_per_iteration_per_thread * max(_cores(row) / row.threads, 1)
    fastest = _least_ns(row, bound)
    if taken >= fastest:
        return ""
    where = f"in {bound.best.isa}" if bound else "on any CPU"
    least = f"{fastest:.2g} ns" if bound else f"at least {fastest:.2g} ns"
    return (
        f"it takes {taken:.2g} ns a step and core, but the arithmetic of a step takes {least} "
        f"{where}: it cannot have taken every step (if it is not meant to, say {_declaration(row)})"
    )


def _declaration(row: Variant) -> str:
    """Return how the source of a kernel says that it proves steps away."""
    if row.flavour:
        return ".steps = juliaset::Steps::some"
    return 'STEPS = "some"' if row.toolchain == "own" else 'steps="some"'


def _cores(row: Variant) -> float:
    """Return how many cores it used: a kernel may have threads of which its row does not know."""
    wall = sum(sample.wall_ns for sample in row.samples)
    return sum(sample.cpu_ns for sample in row.samples) / wall if wall else 1


def _least_ns(row: Variant, bound: Bound | None) -> float:
    if bound is None:
        return _NO_CPU_NS * _faster(row, row.lanes)
    own = bound.roof(row.isa)
    faster = _faster(row, own.lanes if own else row.lanes)
    if bound.capped:  # NumPy, Numba and compilers do not obey JULIASET_ISA
        faster *= bound.best.lanes / _WIDEST
    clocks = (bound.clock_ghz, bound.clock_after_ghz or bound.clock_ghz)
    return bound.best.ns_per_iteration * faster / _MARGIN * bound.clock_ghz / max(clocks)


def _faster(row: Variant, doubles: int) -> float:
    """Return which part of the roof's time a row may take, by how it rounds and what its lanes are.

    doubles: how many of float64 a vector of its instruction set holds.
    """
    if row.exactness == "exact":
        return _EXACT
    return _TOLERANT / max(_SINGLE, row.lanes / doubles)
