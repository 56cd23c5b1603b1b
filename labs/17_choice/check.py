"""Four tools, many loops: the seconds of a model, and the words that follow; no clock is read."""

from pathlib import Path

import numpy as np

from juliaset.grader.catalogue import load_module
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError

MODEL = load_module(Path(__file__).with_name("model.py"))
TOOLS, WORDS = MODEL.TOOLS, MODEL.WORDS

EQUAL = 1e-9  # another sequence of the same sums and products changes a time by less
NEAR = 1e-3  # no drawn ratio is so near to twice: there the last bit would decide
FOR_EACH = 4  # cases in which a tool has a reason
EXAMPLE = (
    {"steps": [3, 1, 2], "operations": 10, "calls": 1000, "processes": 5, "chain": False},
    {
        "python": 1e-7,
        "compiled": 1e-9,
        "numpy_call": 1e-6,
        "numpy": 1e-9,
        "compile": 1.0,
        "compiler": True,
        "numba": True,
    },
)


def check(submission: Submission) -> None:
    """Ask for the seconds of all tools, then for the reasons; name the model behind the answers."""
    cases = [EXAMPLE, *drawn_cases(submission.random)]
    with submission.start() as process:
        for tool in TOOLS:
            judge_seconds(
                tool, cases, [process.call("seconds", tool, *as_sent(case)) for case in cases]
            )
        submission.confirm(f"the seconds of {len(TOOLS)} tools are right in {len(cases)} cases")
        for case in cases:
            judge_reasons(case, process.call("reasons", *as_sent(case)))
        submission.figures |= {"cpu_ms": process.cpu_ms_of_calls}
    submission.confirm(f"the reasons of {len(cases)} choices are right")


def as_sent(case):
    """Return a case as the submission gets it: the steps are an array."""
    loop, place = case
    return loop | {"steps": np.array(loop["steps"], np.int32)}, place


def drawn_cases(random):
    """Draw cases until each tool has had each word that it can have, some times."""
    wanted = {(tool, word): FOR_EACH for tool in TOOLS for word in WORDS}
    # Python can do everything, and is the simplest. Machine code that is there is the fastest.
    for never in (("python", "impossible"), ("python", "more work"), ("cython", "slow")):
        del wanted[never]
    cases = []
    while any(number > 0 for number in wanted.values()):
        case = drawn_case(random)
        words = MODEL.reasons(*case).items()
        if clear(case) and any(wanted[pair] > 0 for pair in words):
            cases.append(case)
            for pair in words:
                wanted[pair] -= 1
    return cases


def drawn_case(random):
    """Draw a loop and a place; each number from a range in which it might decide."""

    def between(low, high):
        return low * (high / low) ** random.random()

    slowest = round(between(2, 200))
    uneven = random.choice((0, 1, 4))  # with 4 nearly all elements end at once
    steps = [
        max(1, round(slowest * random.random() ** uneven)) for _ in range(round(between(2, 300)))
    ]
    loop = {
        "steps": steps,
        "operations": random.randint(3, 9),
        "calls": round(between(1, 1e5)),
        "processes": round(between(2, 500)),
        "chain": random.random() < 0.3,
    }
    place = {
        "python": between(2e-8, 1e-7),
        "compiled": between(3e-10, 1.5e-9),
        "numpy_call": between(4e-7, 3e-6),
        "numpy": between(3e-10, 2e-9),
        "compile": between(0.2, 4),
        "compiler": random.random() < 0.6,
        "numba": random.random() < 0.6,
    }
    return loop, place


def clear(case):
    """Return whether no tool takes nearly twice as long as the fastest."""
    times = [each for each in MODEL.taken(*case).values() if each is not None]
    return all(abs(each / min(times) - MODEL.TOLERATED) > NEAR for each in times)


def judge_seconds(tool, cases, answers):
    """Compare the answers about a tool with the model; name the wrong model that fits them all."""
    right = [MODEL.seconds(tool, *case) for case in cases]
    for case, expected, answer in zip(cases, right, answers, strict=True):
        call = f"seconds({tool!r}) of {named(case[0])}"
        if not is_time(answer):
            raise FailedError(
                f"{call} gives back {answer!r:.80}; allowed: a number of seconds, or None"
            )
        if (expected is None) != (answer is None):
            raise FailedError(f"{call} gives back {shown(answer)}. {why_none(tool, expected)}")
        if expected is not None and abs(answer - expected) > EQUAL * expected:
            raise FailedError(
                f"{call} is {shown(expected)}, and yours says {shown(answer)}.\n"
                f"{diagnosis(tool, cases, answers)}"
            )


def is_time(answer):
    """Return whether an answer is None or a number that can be compared; True is none."""
    number = isinstance(answer, int | float) and not isinstance(answer, bool)
    return answer is None or (number and abs(answer) < 1e300)


def named(loop):
    """Describe a loop in a line."""
    steps = loop["steps"]
    words = f"{len(steps)} elements with {sum(steps):,} steps, {max(steps)} at most"
    return f"{words}, {loop['calls']:,} calls in each of {loop['processes']} processes"


def shown(seconds):
    """Return seconds as a learner reads them."""
    return "None" if seconds is None else f"{seconds:.6g} s"


def why_none(tool, expected):
    """Return why a tool is impossible, or that it is not."""
    if expected is not None:
        return f"It is possible here, and takes {shown(expected)}."
    return {
        "numpy": (
            "Here an element needs the result of the one before it. An operation of NumPy computes "
            "all elements of an array at once, so it must be None."
        ),
        "numba": "Numba can't be installed here, so it must be None.",
        "cython": "Here is no C compiler, and what Cython writes is C: so it must be None.",
    }[tool]


def diagnosis(tool, cases, answers):
    """Name the wrong model that gives these answers wherever the tool is possible."""
    possible = [
        (case, answer)
        for case, answer in zip(cases, answers, strict=True)
        if MODEL.seconds(tool, *case) is not None
    ]
    if len({answer for _, answer in possible}) == 1:
        return "That is the same answer for every program: it does not come from the loop."
    for model, words in MODEL.WRONG[tool]:
        fits = [(model(*case), answer) for case, answer in possible]
        if all(abs(said - answer) <= EQUAL * abs(said) for said, answer in fits):
            return words
    return (
        "Take the example of the README, and write down on paper what each tool takes in one call, "
        "in one process, and in all."
    )


def judge_reasons(case, answer):
    """Compare the words with those that follow from the seconds."""
    call = f"reasons() of {named(case[0])}"
    right, taken = MODEL.reasons(*case), MODEL.taken(*case)
    good = isinstance(answer, dict) and all(isinstance(word, str) for word in answer.values())
    if not good or answer.keys() != right.keys():
        raise FailedError(
            f"{call} gives back {answer!r:.80}; allowed: a dict with a word for each of "
            f"{', '.join(TOOLS)}"
        )
    for tool, word in right.items():
        if answer[tool] not in WORDS:
            raise FailedError(
                f"{call} calls {tool} {answer[tool]!r:.40}; allowed: {', '.join(WORDS)}"
            )
        if answer[tool] != word:
            times = ", ".join(f"{name} {shown(each)}" for name, each in taken.items())
            raise FailedError(
                f"{call}: {times}. You call {tool} {answer[tool]!r}, and it is {word!r}: "
                f"{MODEL.because(tool, case)}"
            )
