"""The Julia set in the process of a row: its kernels are given a `Problem`, and fill counts."""

from pathlib import Path
from typing import Any

import numpy as np

from juliaset.bench.contestants.posed import Judgement, Posed, load_posed, save_posed
from juliaset.kernel_type import Call, Kernel
from juliaset.oracle import POISON, first_difference
from juliaset.problem import Counts, Problem
from juliaset.python_arithmetic import fused_pixels


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
