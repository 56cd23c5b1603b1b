"""A problem of one's own: what is right of it, and one clear line for all that is not."""

import re
from typing import Any

import numpy as np
import pytest
from sums_problem import changes_inputs, problem

from juliaset.problems.problem_error import ProblemError
from juliaset.problems.right_output import Array


def test_an_instance_has_the_inputs_by_name_the_right_output_and_the_steps() -> None:
    made = problem().at(5)
    assert list(made.inputs) == ["x", "k"]
    assert made.inputs["x"].tolist() == [0, 1, 2, 3, 4]
    assert made.inputs["k"] == 3
    assert made.expected.tolist() == [3, 4, 5, 6, 7]
    assert made.steps == 5
    assert problem(steps=lambda x, k: x.size * k).at().steps == 30
    with pytest.raises(ValueError, match="read-only"):
        made.inputs["x"][0] = 1


def test_the_small_size_is_the_size_if_there_is_none() -> None:
    assert problem(small=None).small_size == 1000
    assert problem().at().size == 10


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "name is ''; allowed: up to 100 letters"),
        ({"name": "two words"}, "name is 'two words'; allowed"),
        ({"size": 0}, "size is 0; allowed: a whole number of 1 or more"),
        ({"size": 2.5}, "size is 2.5; allowed: a whole number"),
        ({"size": 2**60}, f"size is {2**60}; allowed: a whole number below 2**53"),
        ({"size": True}, "size is True; allowed: a whole number"),
        ({"small": -1}, "small is -1; allowed: a whole number of 1 or more"),
        ({"inputs": 3}, "inputs is 3; allowed: a function"),
        ({"oracle": None}, "oracle is None; allowed: a function"),
        ({"steps": 7}, "steps is 7; allowed: a function"),
        ({"step": ""}, "step is ''; allowed: what one step is, in a line"),
        ({"oracle": lambda out: out.fill(1)}, "the oracle takes no input; allowed: def oracle"),
        ({"oracle": lambda *_all: None}, "the oracle takes no input; allowed"),
        ({"relative": -1.0}, "relative is -1.0; allowed: a finite number of 0 or more"),
        ({"relative": float("nan")}, "relative is nan; allowed: a finite number"),
        ({"absolute": "x"}, "absolute is 'x'; allowed: a number of 0 or more"),
    ],
)
def test_a_definition_that_cannot_be_is_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=re.escape(message)):
        problem(**changed)


def fails(*_: object) -> None:
    raise LookupError("no weather today")


def half_filled(x: Array, _k: float, out: Array) -> None:
    out[: x.size // 2] = 0


def by_chance(_x: Array, _k: float, out: Array) -> None:
    out[...] = np.random.default_rng().random(out.size)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"inputs": fails}, "its inputs() raised LookupError: no weather today"),
        ({"inputs": lambda n: [np.ones(n), 3]}, "its inputs() returned a list; allowed: a tuple"),
        ({"inputs": lambda n: (np.ones(n),)}, "returned 1 values, and its oracle takes 2 before"),
        ({"inputs": lambda _n: ("text", 3)}, "its input 'x' is 'text'; allowed: arrays and"),
        ({"inputs": lambda n: (np.array(["a"] * n), 3)}, "its input 'x' is an array of <U1; "),
        ({"inputs": lambda n: (np.ones(n), 2**70)}, f"its input 'k' is {2**70}; allowed"),
        (
            {"inputs": lambda n: (np.ones(n), 2**63)},
            f"'k' is {2**63}; allowed: whole numbers below",
        ),
        ({"output": fails}, "its output() raised LookupError"),
        ({"output": lambda _x, _k: 7}, "its output() returned 7; allowed: a NumPy array"),
        ({"output": lambda _x, _k: np.empty(0)}, "its output() returned float64[0]; allowed"),
        (
            {"output": lambda _x, _k: np.empty((4, 4))[:, ::2]},
            "returned float64[4, 2]; allowed: a C-contiguous array",
        ),
        ({"oracle": lambda _x, _k, _out: 1 / 0}, "its oracle() raised ZeroDivisionError"),
        ({"oracle": lambda x, k, _out: x + k}, "its oracle returned an array float64[10]; allowed"),
        ({"oracle": lambda _x, _k, out: out.fill(np.nan)}, "its oracle gave nan at [0]; allowed"),
        ({"oracle": lambda _x, _k, out: out.fill(np.inf)}, "its oracle gave inf at [0]; allowed"),
        ({"oracle": half_filled}, "its oracle gave two outputs for the same inputs: it leaves"),
        ({"oracle": by_chance}, "its oracle gave two outputs for the same inputs"),
        ({"oracle": changes_inputs}, "its oracle changed the input 'x'; allowed: to fill"),
        ({"steps": fails}, "its steps() raised LookupError"),
        ({"steps": lambda _x, _k: 0}, "its steps are 0; allowed: a whole number of 1 or more"),
        ({"steps": lambda _x, _k: 2.5}, "its steps are 2.5; allowed: a whole number"),
        (
            {
                "output": lambda x, _k: np.empty(x.size, int),
                "oracle": lambda _x, _k, out: out.fill(1),
                "relative": 0.1,
            },
            "its output is int64, which is exact; allowed: no tolerance",
        ),
    ],
)
def test_what_is_wrong_with_a_problem_is_said_in_one_line(
    changed: dict[str, Any], message: str
) -> None:
    with pytest.raises(ProblemError, match=re.escape(message)) as found:
        problem(**changed).at()
    assert "\n" not in str(found.value)


def last_bits(x: Array, k: float, out: Array) -> None:
    # As a sum of threads, whose order chance decides.
    np.add(x, k * (1 + 1e-12 * np.random.default_rng().random()), out=out)


def test_an_oracle_may_differ_from_itself_within_the_tolerance() -> None:
    assert problem(oracle=last_bits, relative=1e-9).at().expected.size == 10
    with pytest.raises(ProblemError, match="its oracle gave two outputs"):
        problem(oracle=last_bits).at()
    for half in (half_filled, lambda x, _k, out: np.copyto(out[1:], x[1:])):
        with pytest.raises(ProblemError, match="its oracle gave two outputs"):
            problem(oracle=half, absolute=1e308).at()
