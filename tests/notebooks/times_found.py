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
    """Give the assertions that read a time, in cells that run one after the other."""
    timed = set(CLOCKS)
    found = []
    for node in (node for cell in cells for node in ast.walk(cell)):
        if isinstance(node, ast.Assign) and reads(node.value, timed):
            timed |= {name for target in node.targets for name in names(target)}
        elif isinstance(node, ast.Assert) and reads(node.test, timed):
            found.append(ast.unparse(node))
    return found


def reads(value: ast.expr, timed: set[str]) -> bool:
    """Whether an expression reads a clock or a time."""
    attributes = {node.attr for node in ast.walk(value) if isinstance(node, ast.Attribute)}
    return bool(names(value) & timed or attributes & (ATTRIBUTES | CLOCKS))
