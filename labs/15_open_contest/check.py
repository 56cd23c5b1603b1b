"""A kernel that is faster than `cpp.balls` on mirrored pictures: exact, on one thread."""

from collections.abc import Iterator
from random import Random

import numpy as np

from juliaset.grader.launch import Loadable
from juliaset.grader.random_problems import varied_problems
from juliaset.grader.submission import Submission
from juliaset.problem import Counts, Problem
from juliaset.registry import get_kernel

WIDTH = 1200
LIMIT = 600
NATIVE = "O3_native"
# Dust: no trap helps here, and the arithmetic outweighs the writing.
DUST = -0.8 + 0.156j


def check(submission: Submission) -> None:
    """Right on pictures with and without a mirror, then faster than `cpp.balls`."""
    headers = ("strips", "balls", "sieve", "rounds", "steps", "queue", "lanes", "batch", "tile")
    ours = {
        f"parts/{name}.hpp"
        for name in (*headers, "pixel", "publish", "team", "tested", "workspace")
    }
    submission.headers = frozenset(ours | {"juliaset/trap.hpp"})
    small = next(mirrored(submission.random, 64))
    submission.check_counts([small, *varied_problems(submission.random)], explain=mistaken)
    pictures = mirrored(submission.random, WIDTH)
    submission.check_race(balls(submission), submission.loadable(), pictures)


def balls(submission: Submission) -> Loadable:
    """Return cpp.balls on the widest vectors, compiled for this CPU as the submission is.

    Of the two rows that do what it does, the one with threads is compiled so. A wheel has no
    kernels for one CPU; there it is the lab's start, which does the same.
    """
    kernel = get_kernel(f"cpp.openmp_balls_{get_kernel('best').isa}")
    if kernel.reason_of(NATIVE):
        return submission.baseline()
    return Loadable.of_ours(kernel.name, NATIVE)


def mirrored(random: Random, width: int) -> Iterator[Problem]:
    """Draw pictures whose axes are laid from 0 to both sides."""
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
