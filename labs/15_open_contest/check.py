"""A kernel that is faster than the start, `cpp.balls`, on mirrored pictures: exact, one thread."""

from collections.abc import Iterator
from random import Random

import numpy as np

from juliaset.grader.random_problems import varied_problems
from juliaset.grader.submission import Submission
from juliaset.problem import Counts, Problem

WIDTH = 1200
LIMIT = 600
# Dust: no trap helps here, and the arithmetic outweighs the writing.
DUST = -0.8 + 0.156j


def check(submission: Submission) -> None:
    """Right on pictures with and without a mirror, then faster than the start."""
    headers = ("strips", "balls", "sieve", "rounds", "steps", "queue", "lanes", "batch", "tile")
    ours = {
        f"parts/{name}.hpp"
        for name in (*headers, "pixel", "publish", "team", "tested", "workspace")
    }
    submission.headers = frozenset(ours | {"juliaset/trap.hpp"})
    small = next(mirrored(submission.random, 64))
    submission.check_counts([small, *varied_problems(submission.random)], explain=mistaken)
    # The start does what `cpp.balls` does. It is compiled as the submission is, and runs in a
    # process of the same kind, so the start itself is as fast as the baseline.
    pictures = mirrored(submission.random, WIDTH)
    submission.check_race(submission.baseline(), submission.loadable(), pictures)


def mirrored(random: Random, width: int) -> Iterator[Problem]:
    """Draw pictures whose axes are computed from 0 outwards."""
    while True:
        step = random.uniform(3.55, 3.65) / width
        half = (np.arange(width // 2) + 0.5) * step
        axis = np.concatenate([-half[::-1], half])
        c = DUST + complex(random.uniform(-1e-3, 1e-3), random.uniform(-1e-3, 1e-3))
        yield Problem(axis, axis[::-1].copy(), c, LIMIT)


def mistaken(_problem: Problem, expected: Counts, got: Counts) -> str:
    """Recognise a mirror in a picture that has none."""
    half = (expected.shape[0] + 1) // 2
    if np.array_equal(expected[:half], got[:half]):
        return (
            "The upper half is right, and the half that was mirrored is not: is there a mirror in "
            "this picture, and is it the one you think?"
        )
    return ""
