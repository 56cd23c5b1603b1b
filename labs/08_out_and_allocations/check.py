"""The same bits, and no new array: the peak of the process while it works, seen from outside."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from juliaset.grader.exam import Exam
from juliaset.grader.peak import Peak, held, in_mib, peak
from juliaset.grader.pupil import Pupil
from juliaset.grader.verdict import FailedError

MINUTES = 20
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
        """Give what re and im must be afterwards."""
        re, im = self.re, self.im
        for _ in range(self.number):
            product = re * im
            re, im = re * re - im * im + self.c.real, product + product + self.c.imag
        return re, im


def check(exam: Exam) -> None:
    """Right to the last bit on small arrays, then the peak on large ones."""
    right_bits(exam)
    large = drawn(exam, LARGE + exam.chance.randint(1, 9999), 3)
    with exam.pupil(exam.baseline("start.py")) as pupil:
        base = floor_of(pupil, large)
    floor, own = watched(exam, large)
    size = large.re.nbytes
    # What is taken before the call, at the import, is part of the bill.
    grown = own.above(base)
    exam.figures |= {"mib": grown.most / 2**20, "goal_mib": size / PART / 2**20}
    said = f"The process grows by {in_mib(grown.least)} at its peak, beside three arrays of "
    if grown.within(size / PART):
        exam.saw(f"{said}{in_mib(size)}: no array of that size is made")
        return
    hoard = floor - base
    raise FailedError(
        f"It is right. {said}{in_mib(size)} that the caller has brought; less than "
        f"{in_mib(size / PART)} is asked for.\n{reason(grown, hoard, size)}"
    )


def drawn(exam: Exam, size: int, number: int) -> Task:
    """Draw points that stay small for some steps."""
    numbers = np.random.default_rng(exam.chance.getrandbits(64))
    re, im = numbers.uniform(-0.7, 0.7, size), numbers.uniform(-0.7, 0.7, size)
    c = complex(exam.chance.uniform(-0.3, 0.3), exam.chance.uniform(-0.3, 0.3))
    return Task(re, im, c, number)


def advanced(pupil: Pupil, task: Task) -> tuple[Array, Array]:
    """Let the submission do the steps, and read what it has left of re and im."""
    # Whoever reads what lies in work gets no number.
    work = np.full_like(task.re, np.nan)
    given_back = pupil.call("advance", task.re, task.im, task.c, task.number, work)
    if given_back is not None:
        raise FailedError(
            f"advance() gives back a {type(given_back).__name__}; allowed: nothing. The caller "
            f"looks into re and im, which advance() changes in place."
        )
    return pupil.left(0), pupil.left(1)


def right_bits(exam: Exam) -> None:
    """Hold re and im against the right ones, one step first: there a mistake can be named."""
    size = exam.chance.randint(900, 1100)
    sizes = [(size, 1), (size, 1), (1, 2), (exam.chance.randint(9000, 9999), 5)]
    earlier: list[tuple[Array, Array]] = []
    with exam.pupil() as pupil:
        for size, number in sizes:
            task = drawn(exam, size, number)
            got = advanced(pupil, task)
            if complaint := compared(task, got, earlier):
                raise FailedError(complaint)
            earlier.append(got)
    exam.saw(f"re and im are right to the last bit, for {len(sizes)} new pairs of arrays")


def floor_of(pupil: Pupil, large: Task) -> int:
    """Give what a process has before the call: the caller's three arrays are in it already."""
    pupil.call("advance", np.zeros(9), np.zeros(9), 0j, 1, np.zeros(9))
    pupil.touch(3 * (large.re.nbytes + 64))
    return held(pupil)


def watched(exam: Exam, large: Task) -> tuple[int, Peak]:
    """Give what the submission's process has before the call, and the most during it."""
    with exam.pupil() as pupil:
        floor = floor_of(pupil, large)
        got, found = peak(pupil, lambda: advanced(pupil, large))
    if complaint := compared(large, got, []):
        raise FailedError(complaint)
    return floor, found


def compared(task: Task, got: tuple[Array, Array], earlier: list[tuple[Array, Array]]) -> str:
    """Say which number is wrong, and what it may come from; empty where all are right."""
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
    """Say what the mistake looks like."""
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
                "was before the step. Which of both has to be worked out first?"
            )
    return roundings(float(np.abs(np.subtract(got, expected)).max()))


def roundings(off: float) -> str:
    """Say how far off the numbers are, where that is little."""
    if off < 1e-12:
        return (
            f"They are at most {off:.1g} off, in the last bits: the same operations in another "
            f"order. It is (re*re - im*im) + c.real and (re*im + re*im) + c.imag."
        )
    if off < 1e-5:
        return f"They are at most {off:.1g} off: such are the roundings of float32."
    return "Follow one number through one step on paper: what lies where after each line?"


def same(one: tuple[Array, Array], other: tuple[Array, Array]) -> bool:
    """Tell whether both pairs hold the same numbers."""
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def reason(grown: Peak, hoard: int, size: int) -> str:
    """Say where a peak comes from."""
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
