"""One submission under check: what a lab's check.py asks of it, and the verdict.

A check states what must be true, in order; the first statement that is not true ends it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

import numpy as np

from juliaset.bench.contestants.child import EndedError
from juliaset.fused_instructions import Fused, shown
from juliaset.grader.build import build, fused_in
from juliaset.grader.catalogue import Lab
from juliaset.grader.check_folder import check_folder
from juliaset.grader.counts import complaint_about, counts_of, right_counts
from juliaset.grader.files import reader_of
from juliaset.grader.launch import Limits, Loadable
from juliaset.grader.process import SubmissionProcess
from juliaset.grader.race import Task, hold_race, judge
from juliaset.grader.random_problems import endless_problems, new_seed, seeded, varied_problems
from juliaset.grader.verdict import FailedError, InconclusiveError, Status, Verdict
from juliaset.grader.wrong_pixels import WrongPixels
from juliaset.problem import Counts, Problem
from juliaset.python_arithmetic import FUSES
from juliaset.system.processes import in_brief, printable

_THREAD_CONTROL = Path(__file__).with_name("thread_control.py")

Explain = Callable[[Problem, Counts, Counts], str]


@dataclass
class Submission:
    """A file that was handed in for a lab, and what a check has found out about it."""

    lab: Lab
    path: Path
    limits: Limits = field(default_factory=Limits)
    headers: frozenset[str] = frozenset()  # of juliaset, which it may include
    if_slow: str = ""  # what to look at, if it is right and too slow
    random: Random = field(default_factory=lambda: seeded(new_seed()))
    confirmed: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
    walls: dict[str, str] = field(default_factory=dict)
    printed: str = ""

    def confirm(self, what: str) -> None:
        """Note what is in order, for the learner to read."""
        self.confirmed.append(what)

    def loadable(self, flags: str = "") -> Loadable:
        """Return the submission, checked and compiled."""
        return build(self.path, headers=self.headers, flags=flags)

    def baseline(self) -> Loadable:
        """Return the lab's start, with which time and memory are compared."""
        return build(self.lab.start, headers=self.headers, lasting=True)

    @contextmanager
    def start(self, loadable: Loadable | None = None) -> Iterator[SubmissionProcess]:
        """Start a process of the submission; if it ends early, that is a fail with its reason."""
        process = None
        try:
            process = SubmissionProcess(loadable or self.loadable(), self.limits)
            self.walls = process.walls
            yield process
        except EndedError as ended:
            self.printed = ended.printed
            if self.limits.threads > 1:
                self._check_threads()
            raise FailedError(_sentence(ended)) from None
        finally:
            if process is not None:
                self.printed = process.printed
                process.close()

    def _check_threads(self) -> None:
        """Raise InconclusiveError if not even our own process can have that many threads here.

        It is asked for twice as many, because others on this machine come and go.
        """
        threads = 2 * self.limits.threads
        control = reader_of(_THREAD_CONTROL, {})
        try:
            with closing(SubmissionProcess(control, self.limits)) as process:
                process.call("start", threads)
        except EndedError as ended:
            raise InconclusiveError(
                f"No process can have {threads} threads on this machine now: {ended.reason}"
            ) from None

    def check_counts(
        self, problems: list[Problem] | None = None, explain: Explain | None = None, flags: str = ""
    ) -> None:
        """Compare the answers of counts() with the right ones, pixel by pixel, on new pictures.

        explain: returns what a mistake of this lab looks like; empty if it is none of them.
        """
        problems = problems or varied_problems(self.random)
        loadable = self.loadable(flags)
        in_python, fused = not loadable.is_kernel, 0
        with self.start(loadable) as process:
            earlier: list[Counts] = []
            for problem in problems:
                expected = right_counts(problem)
                got = counts_of(process, problem, loadable, self.limits.threads)
                if complaint := complaint_about(
                    problem, got, expected, earlier, in_python=in_python
                ):
                    comparable = isinstance(got, np.ndarray) and got.shape == expected.shape
                    reason = explain(problem, expected, got) if explain and comparable else ""
                    reason = reason or self._fused(loadable, flags)
                    limit = problem.max_iterations
                    wrong = WrongPixels.between(expected, got, limit) if comparable else None
                    raise FailedError(f"{complaint}\n{reason}" if reason else complaint, wrong)
                earlier.append(expected)
                fused += int(np.count_nonzero(got != expected))
            self.figures |= {"cpu_ms": process.cpu_ms_of_calls}
        if fused:
            self.confirm(f"{FUSES}, and only for that reason {fused} pixels differ")
        self.confirm(f"every pixel of {len(problems)} new pictures is right")

    def fused_instructions(self, flags: str = "") -> list[Fused]:
        """Return those of the kernel that may explain wrong counts; none if they are not known."""
        try:
            return fused_in(self.path, flags)
        except (FailedError, InconclusiveError):
            return []

    def _fused(self, loadable: Loadable, flags: str) -> str:
        """Return whether wrong counts may come from a fused instruction; empty if there is none."""
        found = self.fused_instructions(flags) if loadable.is_kernel else []
        if not found:
            return ""
        return (
            f"The compiler fused a multiplication and an addition into {shown(found)}, which "
            f"rounds once where Python rounds twice. Keep re and im in variables of their own "
            f"instead of a struct or std::complex."
        )

    def check_speed(self, width: int, limit: int = 300) -> None:
        """Race counts() against the start's; the lab's goal says how much faster it must be."""
        problems = endless_problems(self.random, width, limit)
        self.check_race(self.baseline(), self.loadable(), problems)

    def check_race(
        self, baseline: Loadable, loadable: Loadable, problems: Iterator[Problem]
    ) -> None:
        """Race any two that compute counts; the lab's goal decides."""

        def ask(process: SubmissionProcess, problem: Problem) -> object:
            return counts_of(process, problem, loadable, self.limits.threads)

        goal = self.lab.goal
        tasks = tasks_of(problems, in_python=not loadable.is_kernel)
        record = hold_race(baseline, loadable, self.limits, tasks, ask)
        found = judge(record, goal, self.if_slow)
        low = found.interval.low if found.interval else found.ratio
        self.figures |= {"ratio": found.ratio, "at_least": low, "goal": goal}
        self.confirm(f"{found.ratio:.3g} times as fast as the baseline, at least {low:.3g} times")


def tasks_of(problems: Iterator[Problem], *, in_python: bool = False) -> Iterator[Task]:
    """Yield a task for each picture; in_python: whether Python computes the answers."""
    for problem in problems:
        right = right_counts(problem)
        complaint = partial(complaint_about, problem, expected=right, in_python=in_python)
        yield Task(problem, complaint)


def check_submission(lab: Lab, path: Path, seed: int | None = None) -> Verdict:
    """Run the lab's check on a file; whatever happens, this returns a verdict.

    seed: of an earlier verdict, to check another file on the inputs that were drawn for it.
    """
    began = time.monotonic()
    seed = new_seed() if seed is None else seed
    submission = Submission(lab, path, random=seeded(seed))
    status, message = Status.PASS, "passed"
    wrong = None
    try:
        with check_folder():
            lab.check.check(submission)
    except FailedError as failed:
        status, message, wrong = Status.FAIL, str(failed), failed.wrong
    except InconclusiveError as reason:
        status, message = Status.INCONCLUSIVE, str(reason)
    except Exception as error:  # noqa: BLE001 - a batch of thirty continues
        why = f"{type(error).__name__}: {error}"
        status = Status.INCONCLUSIVE
        message = f"The check itself did not work, which is not your fault: {why}"
    return Verdict(
        status,
        in_brief(printable(message)),
        submission.confirmed,
        submission.figures,
        submission.walls,
        submission.printed,
        round(time.monotonic() - began, 2),
        wrong,
        seed,
    )


def _sentence(ended: EndedError) -> str:
    """Return how a process ended, in words for a learner."""
    if ended.status == "timeout":
        return f"It did not finish: {ended.reason}."
    if ended.status == "crashed":
        return f"It crashed: {ended.reason}."
    return f"It failed: {ended.reason}"
