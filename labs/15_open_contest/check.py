"""The fastest kernel there is, and whatever beats it on mirrored pictures: exact, on one thread."""

from collections.abc import Iterator
from random import Random

import numpy as np

from juliaset.grader.exam import Exam, counts_of, tasks_of
from juliaset.grader.loadable import Loadable
from juliaset.grader.pictures import varied
from juliaset.grader.pupil import Pupil
from juliaset.problem import Counts, Problem
from juliaset.registry import get_kernel

MINUTES = 90
WIDTH = 1200
LIMIT = 600
# Dust: no trap helps here, and the arithmetic outweighs the writing.
DUST = -0.8 + 0.156j


def check(exam: Exam) -> None:
    """Right on pictures with and without a mirror, then faster than `best`."""
    headers = ("strips", "balls", "sieve", "rounds", "steps", "queue", "lanes", "batch", "tile")
    ours = {f"{name}.hpp" for name in (*headers, "pixel", "publish", "team")}
    exam.ours = frozenset(ours | {"julia/trap.hpp"})
    small = next(mirrored(exam.chance, 64))
    exam.right_counts([small, *varied(exam.chance)], explain=mistaken)
    yours = exam.yours()

    def ask(pupil: Pupil, problem: Problem) -> Counts:
        counts: Counts = counts_of(pupil, problem, yours)
        return counts

    exam.race(1.2, best(), yours, tasks_of(mirrored(exam.chance, WIDTH)), ask)


def best() -> Loadable:
    """Give the fastest kernel, compiled for this CPU as the submission is."""
    kernel = get_kernel("best")
    return Loadable.of_kernel({"name": kernel.name, "file": "", "flavour": "O3_native"})


def mirrored(chance: Random, width: int) -> Iterator[Problem]:
    """Draw pictures whose axes are laid from 0 to both sides."""
    while True:
        step = chance.uniform(3.55, 3.65) / width
        half = (np.arange(width // 2) + 0.5) * step
        axis = np.concatenate([-half[::-1], half])
        c = DUST + complex(chance.uniform(-1e-3, 1e-3), chance.uniform(-1e-3, 1e-3))
        yield Problem(axis, axis[::-1].copy(), c, LIMIT)


def mistaken(_problem: Problem, expected: Counts, got: Counts) -> str:
    """Tell a mirror where there is none."""
    half = (expected.shape[0] + 1) // 2
    if np.array_equal(expected[:half], got[:half]):
        return (
            "The upper half is right, and the half that was mirrored is not: is there a mirror in "
            "this picture, and is it the one you think?"
        )
    return ""
