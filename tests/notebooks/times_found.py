"""Finds assertions about a time: what a clock gave, or what was computed from that."""

import ast
from collections.abc import Iterable

from kernels_found import names

CLOCKS = {
    *("autorange", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time"),
    *("process_time_ns", "thread_time", "timeit"),
}
# What results of the harness and of IPython call their times.
ATTRIBUTES = {"average", "best", "cpu_ns", "elapsed", "median", "ratio", "seconds", "speedup"}


def asserted_times(cells: Iterable[ast.Module]) -> list[str]:
    """Return the assertions that bound a time, in cells that run one after the other.

    That two ways to compute from the same times agree does not count as such an assertion.
    """
    timed = set(CLOCKS)
    found = []
    for node in (node for cell in cells for node in ast.walk(cell)):
        if isinstance(node, ast.Assign) and reads(node.value, timed):
            timed |= {name for target in node.targets for name in names(target)}
        elif isinstance(node, ast.Assert) and any(bounds(part, timed) for part in ast.walk(node)):
            found.append(ast.unparse(node))
    return found


def bounds(node: ast.AST, timed: set[str]) -> bool:
    """Return whether a time is compared with another or with a number, as more or less."""
    orders = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
    return (
        isinstance(node, ast.Compare)
        and any(isinstance(operator, orders) for operator in node.ops)
        and any(reads(side, timed) for side in (node.left, *node.comparators))
    )


def reads(value: ast.expr, timed: set[str]) -> bool:
    """Whether an expression reads a clock or a time."""
    called = {node.func for node in ast.walk(value) if isinstance(node, ast.Call)}
    return bool(names(value) & timed) or any(
        node.attr in CLOCKS or (node.attr in ATTRIBUTES and node not in called)  # np.median(counts)
        for node in ast.walk(value)
        if isinstance(node, ast.Attribute)
    )
