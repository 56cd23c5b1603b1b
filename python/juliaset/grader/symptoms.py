"""What a wrong picture tells: the commonest mistakes have a look of their own."""

from collections.abc import Sequence

import numpy as np

from juliaset.problem import Counts, Problem

_LONGEST = 200_000  # pixels times limit: float32 is worked out here for small pictures only


def symptom(problem: Problem, expected: Counts, got: Counts, earlier: Sequence[Counts]) -> str:
    """Say in one sentence what the mistake may be; empty where nothing is recognised."""
    left = int(np.count_nonzero(got == -1))
    seen = {
        f"{left} of {got.size} pixels were never written.": left > 0,
        "This is the answer to a picture that was asked for before: something is kept from call "
        "to call. Each picture is a new one, and so is its answer.": any(
            np.array_equal(kept, got) for kept in earlier
        ),
        f"Every pixel is {int(got.flat[0])}: a constant is no picture.": (
            got.min() == got.max() and expected.min() != expected.max()
        ),
        "Rows and columns have changed places: counts[j, i] belongs to xs[i] and ys[j].": (
            np.array_equal(got.T, expected)
        ),
        "The picture is upside down: the first row of counts belongs to ys[0].": (
            np.array_equal(got[::-1], expected)
        ),
        "Every count is one off: a step is counted after the look at abs(z), not before it.": (
            np.array_equal(got, expected + 1) or np.array_equal(got, expected - 1)
        ),
        "These are the counts of float32 arithmetic: near the edge of the set 24 bits are not "
        "enough. Keep float64 from the axes on.": np.array_equal(got, in_float32(problem)),
        "The sum of the counts is right and the picture is not: a sum can't see pixels that have "
        "changed places.": got.sum(dtype=np.int64) == expected.sum(dtype=np.int64),
    }
    return next((words for words, so in seen.items() if so), "")


def in_float32(problem: Problem) -> Counts:
    """Compute a small picture in float32; zeros where it is too large to be worth it."""
    counts = np.zeros(problem.shape, np.int32)
    if problem.pixels * problem.max_iterations > 100 * _LONGEST:
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
