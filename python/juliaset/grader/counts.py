"""The counts of a picture: the right ones, those of a submission, and what differences mean.

The commonest mistakes can be recognised by what they do to a picture.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from juliaset.escape import escape_counts
from juliaset.grader.launch import Loadable
from juliaset.grader.process import SubmissionProcess
from juliaset.oracle import first_difference
from juliaset.problem import Counts, Problem
from juliaset.python_arithmetic import fused_pixels, python_fuses

_MOST_STEPS = 20_000_000  # pixels times limit: float32 is computed for small pictures only


def right_counts(problem: Problem) -> Counts:
    """Return what every pixel must be."""
    return escape_counts(problem, "cpp.scalar")


def python_counts(problem: Problem) -> Counts:
    """Return what Python's complex numbers give: the right counts, unless this Python fuses."""
    if python_fuses():
        return escape_counts(problem, "python.loops")
    return right_counts(problem)


def counts_of(
    process: SubmissionProcess, problem: Problem, loadable: Loadable, threads: int = 1
) -> Any:  # noqa: ANN401
    """Return a submission's counts: a kernel of C++ fills them, a Python function returns them."""
    inputs = [problem.xs, problem.ys, problem.c, problem.max_iterations]
    if loadable.is_kernel:
        return process.fill("counts", inputs, problem.shape, threads)
    return process.call("counts", *inputs)


def complaint_about(
    problem: Problem,
    got: object,
    expected: Counts | None = None,
    earlier: Sequence[Counts] = (),
    *,
    in_python: bool = False,
) -> str:
    """Return what is wrong with counts, and what the mistake may be; empty if nothing is.

    earlier: right answers to problems before this one, to recognise an answer that was kept.
    in_python: whether Python computed them, whose complex product may be fused.
    """
    if expected is None:
        expected = right_counts(problem)
    if not isinstance(got, np.ndarray):
        return f"counts() gives back a {type(got).__name__}; allowed: an array of int32"
    if got.shape != expected.shape or got.dtype != np.int32:
        shape = list(got.shape)
        return (
            f"counts() gives back {got.dtype}{shape}; allowed: int32{list(expected.shape)}, "
            f"one row for each of ys, one column for each of xs"
        )
    difference = first_difference(problem, expected, got)
    if difference is None or (in_python and fused_pixels(problem, expected, got)):
        return ""
    where = (
        f"{difference.pixels} of {difference.of} pixels are wrong, the first at row "
        f"{difference.row}, column {difference.column} (z = {difference.z:.17g}): its "
        f"count is {difference.expected}, and yours is {difference.got}. (c = {problem.c:.6g}, "
        f"{problem.width} x {problem.height}, limit {problem.max_iterations})"
    )
    reason = next(symptoms(problem, expected, got, earlier), "")
    return f"{where}\n{reason}" if reason else where


def symptoms(
    problem: Problem, expected: Counts, got: Counts, earlier: Sequence[Counts]
) -> Iterator[str]:
    """Yield in a sentence what the mistake may be; the first one is enough, and costs the least."""
    if (left := int(np.count_nonzero(got == -1))) > 0:
        yield f"{left} of {got.size} pixels were never written."
    if any(np.array_equal(kept, got) for kept in earlier):
        yield (
            "This is the answer to an earlier picture: something is kept from call to call. Each "
            "picture is a new one, and so is its answer."
        )
    if got.min() == got.max() and expected.min() != expected.max():
        yield f"Every pixel is {int(got.flat[0])}: a constant isn't a picture."
    if np.array_equal(got.T, expected):
        yield "Rows and columns have changed places: counts[j, i] belongs to xs[i] and ys[j]."
    if np.array_equal(got[::-1], expected):
        yield "The picture is upside down: the first row of counts belongs to ys[0]."
    if np.array_equal(got, expected + 1) or np.array_equal(got, expected - 1):
        yield "Every count is one off: a step is counted after the test of abs(z), not before it."
    if np.array_equal(got, in_float32(problem)):
        yield (
            "These are the counts of float32 arithmetic: near the edge of the set 24 bits are not "
            "enough. Keep float64 from the axes on."
        )
    if got.sum(dtype=np.int64) == expected.sum(dtype=np.int64):
        yield (
            "The sum of the counts is right and the picture is not: a sum can't see pixels that "
            "have changed places."
        )


def in_float32(problem: Problem) -> Counts:
    """Return the counts of a small picture in float32; zeros for one that would take too long."""
    counts = np.zeros(problem.shape, np.int32)
    if problem.pixels * problem.max_iterations > _MOST_STEPS:
        return counts
    re = np.tile(problem.xs.astype(np.float32), (problem.height, 1))
    im = np.repeat(problem.ys.astype(np.float32), problem.width).reshape(problem.shape)
    c_re, c_im = np.float32(problem.c.real), np.float32(problem.c.imag)
    live = np.ones(problem.shape, np.bool_)
    for _ in range(problem.max_iterations):
        live &= re * re + im * im < 4  # noqa: PLR2004
        if not live.any():
            break
        counts += live
        product = re * im
        np.add(re * re - im * im, c_re, out=re, where=live)
        np.add(product + product, c_im, out=im, where=live)
    return counts
