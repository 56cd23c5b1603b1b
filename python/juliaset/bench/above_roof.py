"""Whether a row is faster than all steps can be taken: from its record alone, no clock is read."""

from juliaset.bench.core_limit import Bound
from juliaset.bench.record import Variant

# The bare step of the roof has seven operations. A fused doubling saves one and rounds alike;
# fusing all that can be fused leaves four, and rounds differently.
_EXACT, _TOLERANT = 6 / 7, 4 / 7
_SINGLE = 2  # lanes of float32 in the place of one of float64
_WIDEST = 8  # lanes of float64 that any x86-64 has
_MARGIN = 1.05  # what one measurement of the roof may be off


def above_roof(row: Variant, ns_per_iteration_per_thread: float, bound: Bound) -> str:
    """Return why this row cannot have taken every step, in one sentence; empty if it can.

    It is compared with the fastest set of instructions that the CPU has, whatever set it names:
    compilers and NumPy choose their own.

    Args:
        row: A row of kernels; one that says that it takes only some steps is not judged.
        ns_per_iteration_per_thread: Its time for a step of one pixel, times its threads.
        bound: The measured roof.
    """
    # Old files do not have the steps of C++ kernels, some of which take only some.
    if row.steps == "some" or (row.toolchain == "cpp" and not row.steps):
        return ""
    taken = ns_per_iteration_per_thread * max(_cores(row) / row.threads, 1)
    fastest = _least_ns(row, bound)
    if taken >= fastest:
        return ""
    return (
        f"it takes {taken:.2g} ns a step and core, but the arithmetic of a step takes "
        f"{fastest:.2g} in {bound.best.isa}: it cannot have taken every step (if it need not, say "
        f"{_declaration(row)})"
    )


def _declaration(row: Variant) -> str:
    """Return how the source of a kernel says that it proves steps away."""
    if row.flavour:
        return ".steps = julia::Steps::some"
    return 'STEPS = "some"' if row.toolchain == "own" else 'steps="some"'


def _cores(row: Variant) -> float:
    """Return how many cores it used: a kernel may have threads of which its row does not know."""
    wall = sum(sample.wall_ns for sample in row.samples)
    return sum(sample.cpu_ns for sample in row.samples) / wall if wall else 1


def _least_ns(row: Variant, bound: Bound) -> float:
    best = bound.best
    faster = _EXACT
    if row.exactness != "exact":
        own = next((roof.lanes for roof in bound.roofs if roof.isa == row.isa), row.lanes)
        faster = _TOLERANT / max(_SINGLE, row.lanes / own)
    if bound.capped:  # NumPy, Numba and compilers do not obey JULIASET_ISA
        faster *= best.lanes / _WIDEST
    clocks = (bound.clock_ghz, bound.clock_after_ghz or bound.clock_ghz)
    return best.ns_per_iteration * faster / _MARGIN * bound.clock_ghz / max(clocks)
