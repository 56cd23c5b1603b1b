"""A problem of one size: its inputs, and the output that its oracle gives, both checked here."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from juliaset.problems.arguments import described, first_changed, marks_of, views_of
from juliaset.problems.problem_error import ProblemError
from juliaset.problems.problem_kernels import Prepare
from juliaset.problems.right_output import Array, Tolerance, compare
from juliaset.problems.spoilt import spoilt, unwritten, unwritten_in_words

_TYPES = np.typecodes["AllInteger"] + "?efdFD"  # as C++ has them too
_NUMBERS = (bool, int, float, complex)
_MOST_STEPS = 2**53 - 1  # that the file of a contest can hold
_LARGEST_INT = 2**63 - 1  # a function in C gets whole numbers as int64_t
_TWICE_S = 1.0  # an oracle that takes longer runs once


class Definition(Protocol):
    """What a problem defines; see `OwnProblem`."""

    @property
    def inputs(self) -> Callable[[int], tuple[Any, ...]]: ...  # noqa: D102
    @property
    def output(self) -> Callable[..., Array]: ...  # noqa: D102
    @property
    def oracle(self) -> Callable[..., object]: ...  # noqa: D102
    @property
    def steps(self) -> Callable[..., int] | None: ...  # noqa: D102
    @property
    def input_names(self) -> list[str]: ...  # noqa: D102
    @property
    def tolerance(self) -> Tolerance: ...  # noqa: D102


@dataclass(frozen=True)
class Instance:
    """A problem of one size.

    Attributes:
        size: The size.
        inputs: What kernels are given, by name; arrays are read-only.
        expected: What the oracle gives.
        steps: The number of steps.
        tolerance: How far an output may be from the expected one.
    """

    size: int
    inputs: Mapping[str, Any]
    expected: Array
    steps: int
    tolerance: Tolerance


def make_instance(problem: Definition, size: int) -> Instance:
    """Make the inputs, run the oracle, and check both; ProblemError says what is wrong."""
    inputs = _inputs(problem, size)
    steps = problem.steps
    expected = _expected(problem, inputs)
    if not problem.tolerance.exact and expected.dtype.kind not in "fc":
        raise ProblemError(f"its output is {expected.dtype}, which is exact; allowed: no tolerance")
    number: object = expected.size
    if steps is not None:
        with _blaming("steps"):
            number = steps(*inputs.values())
    if isinstance(number, np.integer):
        number = int(number)
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= _MOST_STEPS:
        raise ProblemError(f"its steps are {number!r}; allowed: a whole number of 1 or more")
    return Instance(size, inputs, expected, number, problem.tolerance)


def run_checked(prepare: Prepare, instance: Instance, last: tuple[int, ...]) -> str:
    """Call a kernel once; return what is wrong with its output, empty if nothing is."""
    out = spoilt(instance.expected)
    marks = marks_of(instance.inputs)
    prepare(*views_of(instance.inputs, out), *last)()
    if changed := first_changed(marks, instance.inputs):
        return f"it changed its input {changed!r}"
    # First: within a large tolerance, what was in the output before may be right.
    left = unwritten_in_words(out, instance.expected)
    wrong = compare(instance.expected, out, instance.tolerance).wrong
    return "; ".join(filter(None, (left, wrong)))


def _inputs(problem: Definition, size: int) -> dict[str, Any]:
    with _blaming("inputs"):
        made = problem.inputs(size)
    names = problem.input_names
    if not isinstance(made, tuple):
        raise ProblemError(
            f"its inputs() returned a {type(made).__name__}; allowed: a tuple of {len(names)}, "
            f"({', '.join(names)}{',' * (len(names) == 1)})"
        )
    if len(made) != len(names):
        raise ProblemError(
            f"its inputs() returned {len(made)} values, and its oracle takes {len(names)} before "
            f"the output: {', '.join(names)}"
        )
    return {name: _input(name, each) for name, each in zip(names, made, strict=True)}


def _input(name: str, value: object) -> object:
    if isinstance(value, np.ndarray) and value.ndim:
        if not _usual(value):
            raise ProblemError(f"its input {name!r} is an array of {value.dtype}; {_allowed()}")
        # A copy: what inputs() keeps for itself must not change what kernels are given.
        array = np.array(value, order="C")
        array.flags.writeable = False
        return array
    if isinstance(value, np.generic | np.ndarray):
        value = value.item()
    if not isinstance(value, _NUMBERS) or not _usual(np.asarray(value)):
        raise ProblemError(f"its input {name!r} is {_short(value)}; {_allowed()}")
    if isinstance(value, int) and value > _LARGEST_INT:
        allowed = "allowed: whole numbers below 2**63, as int64_t has them"
        raise ProblemError(f"its input {name!r} is {value}; {allowed}")
    return value


def _usual(array: Array) -> bool:
    return array.dtype.char in _TYPES and array.dtype.isnative


def _allowed() -> str:
    return "allowed: arrays and single values of bools, numbers up to 64 bits, complex numbers"


def _expected(problem: Definition, inputs: dict[str, Any]) -> Array:
    with _blaming("output"):
        out = problem.output(*inputs.values())
    if not isinstance(out, np.ndarray):
        raise ProblemError(f"its output() returned {_short(out)}; allowed: a NumPy array")
    if not _usual(out) or not out.size or not out.flags.c_contiguous:
        raise ProblemError(
            f"its output() returned {described(out)}; allowed: a C-contiguous array of numbers "
            f"with at least one value"
        )
    start = time.monotonic()
    first = _filled(problem, inputs, np.zeros_like(out))
    if time.monotonic() - start < _TWICE_S:
        # Values that it leaves as they are, or that chance decides, differ.
        again = _filled(problem, inputs, spoilt(first))
        if unwritten(again, first) or not _same(first, again, problem.tolerance):
            raise ProblemError(
                "its oracle gave two outputs for the same inputs: it leaves values unwritten, or "
                "depends on chance"
            )
    if first.dtype.kind in "fc" and not np.isfinite(first).all():
        place = np.unravel_index(int((~np.isfinite(first)).argmax()), first.shape)
        where = ", ".join(str(int(each)) for each in place)
        raise ProblemError(f"its oracle gave {first[place]} at [{where}]; allowed: finite numbers")
    first.flags.writeable = False
    return first


def _same(first: Array, again: Array, tolerance: Tolerance) -> bool:
    """Return whether two outputs of an oracle are equal, or within the tolerance of each other."""
    equal = again.tobytes() == first.tobytes()  # NaN too: what is not finite is said by others
    return equal or not (tolerance.exact or compare(first, again, tolerance).wrong)


def _filled(problem: Definition, inputs: dict[str, Any], out: Array) -> Array:
    marks, before = marks_of(inputs), out.copy()
    with _blaming("oracle"):
        answer = problem.oracle(*inputs.values(), out)
    if changed := first_changed(marks, inputs):
        raise ProblemError(f"its oracle changed the input {changed!r}; allowed: to fill the output")
    if answer is not None and answer is not out and before.tobytes() == out.tobytes():
        raise ProblemError(
            f"its oracle returned {_short(answer)}; allowed: to fill its last argument"
        )
    return out


def _short(value: object) -> str:
    if isinstance(value, np.ndarray):
        return f"an array {described(value)}"
    text = repr(value)
    return text if len(text) < 60 else f"a {type(value).__name__}"  # noqa: PLR2004 - of a line


@contextmanager
def _blaming(name: str) -> Iterator[None]:
    """Raise an error of a function with the name of that function, and the place in its file."""
    try:
        yield
    except Exception as error:
        words = f"its {name}() raised {type(error).__name__}: {error}"
        raise ProblemError(words).with_traceback(error.__traceback__) from error
