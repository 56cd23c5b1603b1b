"""The Julia set in the process of a row: its kernels are given a `Problem`, and fill counts."""

from pathlib import Path
from typing import Any

import numpy as np

from juliaset.bench.contestants import signature
from juliaset.bench.contestants.posed import Posed, load_posed, save_posed
from juliaset.bench.contestants.solver import Judgement
from juliaset.bench.contestants.user_file import import_file
from juliaset.kernel_type import Call, Kernel
from juliaset.native import library_kernel
from juliaset.oracle import POISON, first_difference
from juliaset.problem import Counts, Problem
from juliaset.python_arithmetic import fused_pixels
from juliaset.registry import get_kernel, kernel


def save_problem(folder: Path, problem: Problem, expected: Counts) -> None:
    """Write what every worker reads: the problem, and the counts that it must have."""
    inputs = {
        "xs": problem.xs,
        "ys": problem.ys,
        "c": problem.c,
        "max_iterations": problem.max_iterations,
    }
    save_posed(folder, Posed(inputs, expected, poison=POISON))


def load_problem(folder: Path) -> Problem:
    """Read the problem that `save_problem` wrote."""
    return Problem(**load_posed(folder).inputs)


class PictureSolver:
    """A kernel of the registry, with the picture that it computes."""

    values = "counts"
    warms_up_in_full = False
    has_roof = True

    def __init__(
        self, kernel: Kernel, options: dict[str, Any], posed: Posed, *, exact: bool
    ) -> None:
        """Keep the kernel and how it is called; `exact` says whether every count must be right."""
        self._kernel = kernel
        self._options = options
        self._posed = posed
        self._exact = exact
        self._problem = Problem(**posed.inputs)

    def warm_up(self) -> None:
        """Call it for a tiny picture."""
        tiny = Problem.view(width=8, c=self._problem.c, max_iterations=20)
        self._kernel.bind(tiny, np.empty(tiny.shape, np.int32), **self._options)()

    def bind(self, out: Counts) -> Call:
        """Return the call that is timed."""
        return self._kernel.bind(self._problem, out, **self._options)

    def judge(self, out: Counts) -> Judgement:
        """Compare the counts; those of a kernel that is not exact are only counted.

        The counts of an exact kernel may also differ because this Python's product is fused.
        """
        expected = self._posed.expected
        difference = first_difference(self._problem, expected, out)
        if difference is None:
            return Judgement()
        right = not self._exact or (
            self._kernel.complex_numbers and fused_pixels(self._problem, expected, out) > 0
        )
        return Judgement(right, difference.pixels, difference=str(difference))


def open_solver(order: dict[str, Any], posed: Posed) -> PictureSolver:
    """Return the kernel of an order, with the picture that it computes."""
    exact = order.get("exact", True)
    return PictureSolver(open_kernel(order), order["options"], posed, exact=exact)


def open_kernel(order: dict[str, Any]) -> Kernel:
    """Return the kernel of the Julia set that an order names.

    The order's `file` is empty for a kernel of the registry, `path:function` for a function, the
    folder of its library for C++ (with a `flavour`), or a module that registers it when imported.
    """
    name, file = order["kernel"], order["file"]
    if not file:
        return get_kernel(name)
    if order["flavour"]:
        return library_kernel(name, Path(file), order["flavour"])
    path, _, function = file.rpartition(":")
    if not path:
        import_file(Path(file))
        return get_kernel(name)
    supports_threads = order["supports_threads"]
    made = getattr(import_file(Path(path)), function)
    # Here, so that a TypeError of the call is one of the kernel's own.
    signature.check(made, *("problem", "out", "threads")[: 3 if supports_threads else 2])
    # What it computes with is not known; it may be Python's complex numbers.
    kernel(name, supports_threads=supports_threads, complex_numbers=True)(made)
    return get_kernel(name)
