"""What a lab's check.py works with: the submission, the baseline, pictures, a race.

A check says what must be true, in order; the first thing that is not ends it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from juliaset.bench.contestants.child import EndedError
from juliaset.escape import escape_counts
from juliaset.grader.built import built
from juliaset.grader.loadable import Limits, Loadable
from juliaset.grader.pictures import drawn, series, varied
from juliaset.grader.pupil import Pupil
from juliaset.grader.race import Task, judged, race
from juliaset.grader.symptoms import symptom
from juliaset.grader.verdict import FailedError
from juliaset.oracle import first_difference
from juliaset.problem import Counts, Problem

Explain = Callable[[Problem, Counts, Counts], str]


@dataclass
class Exam:
    """One check of one submission."""

    folder: Path  # of the lab
    submission: Path
    limits: Limits = field(default_factory=Limits)
    ours: frozenset[str] = frozenset()
    if_slow: str = ""  # what to look at, for whoever is right and too slow
    chance: Random = field(default_factory=drawn)
    seen: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
    walls: dict[str, str] = field(default_factory=dict)
    printed: str = ""

    def saw(self, what: str) -> None:
        """Note what is in order, for the learner to read."""
        self.seen.append(what)

    def yours(self, flags: str = "") -> Loadable:
        """Give the submission, ready to be loaded."""
        return built(self.submission, ours=self.ours, flags=flags)

    def baseline(self, name: str = "", flags: str = "") -> Loadable:
        """Give the lab's own file that speed is held against: baseline.*, else start.*."""
        found = sorted(self.folder.glob(name or "baseline.*")) or sorted(
            self.folder.glob("start.*")
        )
        return built(found[0], ours=self.ours, flags=flags)

    @contextmanager
    def pupil(self, loadable: Loadable | None = None) -> Iterator[Pupil]:
        """Start a process for the submission; whatever ends it early is a fail with its reason."""
        pupil = None
        try:
            pupil = Pupil(loadable or self.yours(), self.limits)
            self.walls = pupil.walls
            yield pupil
        except EndedError as ended:
            self.printed = ended.printed
            raise FailedError(in_words(ended)) from None
        finally:
            if pupil is not None:
                self.printed = pupil.printed
                pupil.close()

    def right_counts(
        self,
        problems: list[Problem] | None = None,
        explain: Explain = lambda _problem, _expected, _got: "",
        flags: str = "",
    ) -> None:
        """Hold the submission's counts() against the answer, pixel by pixel, on new pictures.

        explain: says what this lab's own mistakes look like; empty where it is none of them.
        """
        problems = problems or varied(self.chance)
        loadable = self.yours(flags)
        with self.pupil(loadable) as pupil:
            earlier: list[Counts] = []
            for problem in problems:
                expected = right_answer(problem)
                got = counts_of(pupil, problem, loadable, self.limits.threads)
                if complaint := compared(problem, expected, got, earlier):
                    same_shape = isinstance(got, np.ndarray) and got.shape == expected.shape
                    reason = explain(problem, expected, got) if same_shape else ""
                    raise FailedError(f"{complaint}\n{reason}" if reason else complaint)
                earlier.append(expected)
        self.saw(f"every pixel of {len(problems)} new pictures is right")

    def faster(self, goal: float, width: int, limit: int = 300) -> None:
        """Race the submission's counts() against the baseline's; `goal` times as fast is a pass."""
        yours = self.yours()

        def ask(pupil: Pupil, problem: Problem) -> Any:  # noqa: ANN401
            return counts_of(pupil, problem, yours, self.limits.threads)

        self.race(goal, self.baseline(), yours, tasks_of(series(self.chance, width, limit)), ask)

    def race(
        self,
        goal: float,
        baseline: Loadable,
        yours: Loadable,
        tasks: Iterator[Task],
        ask: Any,  # noqa: ANN401
    ) -> None:
        """Race any two; the tasks are the check's."""
        record = race(baseline, yours, self.limits, tasks, ask)
        found = judged(record, goal, self.if_slow)
        low = found.interval.low if found.interval else found.ratio
        self.figures |= {"ratio": found.ratio, "at_least": low, "goal": goal}
        self.saw(f"{found.ratio:.3g} times as fast as the baseline, and surely {low:.3g} times")


def tasks_of(problems: Iterator[Problem]) -> Iterator[Task]:
    """Make a task of each picture."""
    for problem in problems:
        expected = right_answer(problem)
        yield Task(problem, _complains(problem, expected))


def _complains(problem: Problem, expected: Counts) -> Any:  # noqa: ANN401
    return lambda got: compared(problem, expected, got, [])


def right_answer(problem: Problem) -> Counts:
    """Compute what every pixel must be."""
    return escape_counts(problem, "cpp.scalar")


def counts_of(pupil: Pupil, problem: Problem, loadable: Loadable, threads: int = 1) -> Any:  # noqa: ANN401
    """Ask for the counts of a picture: a kernel of C++ fills them, a Python function gives them."""
    given = [problem.xs, problem.ys, problem.c, problem.max_iterations]
    if loadable.kernel is not None:
        return pupil.fill("counts", given, problem.shape, threads)
    return pupil.call("counts", *given)


def compared(problem: Problem, expected: Counts, got: object, earlier: list[Counts]) -> str:
    """Say what is wrong with counts, first pixel first; empty where nothing is."""
    if not isinstance(got, np.ndarray):
        return f"counts() gives back a {type(got).__name__}; allowed: an array of int32"
    if got.shape != expected.shape or got.dtype != np.int32:
        shape = list(got.shape)
        return (
            f"counts() gives back {got.dtype}{shape}; allowed: int32{list(expected.shape)}, "
            f"one row for each of ys, one column for each of xs"
        )
    difference = first_difference(problem, expected, got)
    if difference is None:
        return ""
    where = (
        f"{difference.pixels} of {difference.of} pixels are wrong, the first at row "
        f"{difference.row}, column {difference.column} (z = {difference.z:.17g}): it takes "
        f"{difference.expected} steps, counts has {difference.got}. (c = {problem.c:.6g}, "
        f"{problem.width} x {problem.height}, limit {problem.max_iterations})"
    )
    reason = symptom(problem, expected, got, earlier)
    return f"{where}\n{reason}" if reason else where


def in_words(ended: EndedError) -> str:
    """Say how a process ended, to a learner."""
    if ended.status == "timeout":
        return f"It came to no end: {ended.reason}."
    if ended.status == "crashed":
        return f"It crashed: {ended.reason}."
    return f"It failed: {ended.reason}"
