"""The same bits, and no new array: the peak of the process while it works, as Linux counts it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from juliaset.grader.process import SubmissionProcess
from juliaset.grader.submission import Submission
from juliaset.grader.usage import (
    Peak,
    in_mib,
    noise_between_processes,
    peak_during,
    resident_bytes,
)
from juliaset.grader.verdict import FailedError

LARGE = 1 << 21  # numbers: 16 MiB, which malloc takes from Linux and gives back
PART = 4  # less than this part of one array

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Task:
    """Points, a constant, and how many steps."""

    re: Array
    im: Array
    c: complex
    number: int

    def done(self) -> tuple[Array, Array]:
        """Return what re and im must be afterwards."""
        re, im = self.re, self.im
        for _ in range(self.number):
            product = re * im
            re, im = re * re - im * im + self.c.real, product + product + self.c.imag
        return re, im


def check(submission: Submission) -> None:
    """Check small arrays to the last bit, then the peak on large ones."""
    right_bits(submission)
    large = drawn(submission, LARGE + submission.random.randint(1, 9999), 3)
    with submission.start(submission.baseline()) as process:
        base = floor_of(process, large)
    floor, own = measured(submission, large)
    size = large.re.nbytes
    # What is taken before the call, at the import, counts too.
    grown = own.above(base)
    submission.figures |= {"mib": grown.most / 2**20, "goal_mib": size / PART / 2**20}
    said = f"The process grows by {in_mib(grown.least)} at its peak, besides three arrays of "
    if grown.within(size / PART, noise_between_processes()):
        submission.confirm(f"{said}{in_mib(size)}: no array of that size is made")
        return
    hoard = floor - base
    raise FailedError(
        f"It is right. {said}{in_mib(size)} that the caller passes; allowed: less than "
        f"{in_mib(size / PART)}.\n"
        f"{reason(grown, hoard, size)}"
    )


def drawn(submission: Submission, size: int, number: int) -> Task:
    """Draw points that stay small for some steps."""
    numbers = np.random.default_rng(submission.random.getrandbits(64))
    re, im = numbers.uniform(-0.7, 0.7, size), numbers.uniform(-0.7, 0.7, size)
    c = complex(submission.random.uniform(-0.3, 0.3), submission.random.uniform(-0.3, 0.3))
    return Task(re, im, c, number)


def advanced(process: SubmissionProcess, task: Task) -> tuple[Array, Array]:
    """Let the submission do the steps, and return re and im as it leaves them."""
    # Reading `work` before writing to it gives nan.
    work = np.full_like(task.re, np.nan)
    given_back = process.call("advance", task.re, task.im, task.c, task.number, work)
    if given_back is not None:
        raise FailedError(
            f"advance() gives back a {type(given_back).__name__}; allowed: nothing. The caller "
            f"looks into re and im, which advance() changes in place."
        )
    return process.argument(0), process.argument(1)


def right_bits(submission: Submission) -> None:
    """Compare re and im with the right ones; after one step a mistake can be named."""
    size = submission.random.randint(900, 1100)
    sizes = [(size, 1), (size, 1), (1, 2), (submission.random.randint(9000, 9999), 5)]
    earlier: list[tuple[Array, Array]] = []
    with submission.start() as process:
        for size, number in sizes:
            task = drawn(submission, size, number)
            got = advanced(process, task)
            if complaint := compared(task, got, earlier):
                raise FailedError(complaint)
            earlier.append(got)
    submission.confirm(f"re and im are right to the last bit, for {len(sizes)} new pairs of arrays")


def floor_of(process: SubmissionProcess, large: Task) -> int:
    """Return what a process has before the call; this includes the caller's three arrays."""
    process.call("advance", np.zeros(9), np.zeros(9), 0j, 1, np.zeros(9))
    process.touch(3 * (large.re.nbytes + 64))
    return resident_bytes(process.pid)


def measured(submission: Submission, large: Task) -> tuple[int, Peak]:
    """Return what the submission's process has before the call, and its peak during the call."""
    with submission.start() as process:
        floor = floor_of(process, large)
        got, found = peak_during(process.pid, lambda: advanced(process, large))
    if complaint := compared(large, got, []):
        raise FailedError(complaint)
    return floor, found


def compared(task: Task, got: tuple[Array, Array], earlier: list[tuple[Array, Array]]) -> str:
    """Return which number is wrong, and the likely reason; empty if all are right."""
    expected = task.done()
    for name, right, own in zip(("re", "im"), expected, got, strict=True):
        wrong = np.flatnonzero(right != own)
        if wrong.size:
            k = int(wrong[0])
            return (
                f"{wrong.size:,} of {right.size:,} numbers of {name} are wrong after "
                f"{task.number} step(s), the first is {name}[{k}]: it must be {right[k]:.17g}, "
                f"and is {own[k]:.17g}. (z = {complex(task.re[k], task.im[k]):.6g}, "
                f"c = {task.c:.6g})\n{symptom(task, expected, got, earlier)}"
            )
    return ""


def symptom(
    task: Task,
    expected: tuple[Array, Array],
    got: tuple[Array, Array],
    earlier: list[tuple[Array, Array]],
) -> str:
    """Return what the mistake looks like."""
    if any(same(got, kept) for kept in earlier):
        return "These are the numbers of an earlier call: something is kept from call to call."
    if same(got, (task.re, task.im)):
        return (
            "re and im have not changed: `re = ...` gives a name to a new array; `re[:] = ...`, "
            "`re *= ...` and out=re write into the one that is there."
        )
    if np.isnan(got).any():
        return "There is a nan in it: work is read before anything was written into it."
    if task.number == 1 and np.array_equal(got[0], expected[0]):
        product = got[0] * task.im
        if np.array_equal(got[1], product + product + task.c.imag):
            return (
                "re is right, and im was made from the new re: the product re*im needs re as it "
                "was before the step. Which of the two has to be computed first?"
            )
    return roundings(float(np.abs(np.subtract(got, expected)).max()))


def roundings(off: float) -> str:
    """Return how far off the numbers are, and what that suggests."""
    if off < 1e-12:
        return (
            f"They are at most {off:.1g} off, in the last bits: the same operations in another "
            f"order. It is (re*re - im*im) + c.real and (re*im + re*im) + c.imag."
        )
    if off < 1e-5:
        return f"They are at most {off:.1g} off, like roundings of float32."
    return "Follow one number through one step on paper: what is in which array after each line?"


def same(one: tuple[Array, Array], other: tuple[Array, Array]) -> bool:
    """Return whether both pairs have the same numbers."""
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def reason(grown: Peak, hoard: int, size: int) -> str:
    """Return where a peak comes from."""
    if hoard > size / PART:
        return (
            f"{in_mib(hoard)} of it were taken before it was called, when the file was imported: "
            f"`work` is there for that."
        )
    arrays = max(round(grown.least / size), 1)
    many = "an array of this size is made" if arrays == 1 else f"{arrays} arrays are there at once"
    return (
        f"So {many} while it works: each operator, and each function of NumPy without out=, makes "
        f"a new one, and `x[:] = a + b` makes one before it copies."
    )
