"""What a kernel's function may take, read from its text and from the function."""

import ast
import functools
import math
import sys
from typing import Any

import pytest

from juliaset.bench.contestants import signature

RIGHT = [
    "def f(problem, out): pass",
    "def f(problem, out, threads): pass",
    "def f(p, o, /): pass",
    "def f(problem, out, verbose=False): pass",
    "def f(problem, out=None, threads=1): pass",
    "def f(*arguments): pass",
    "def f(problem, *rest, verbose=False): pass",
    "def f(problem, out, *, verbose=False, **more): pass",
    "def f(problem, out):\n    def inner():\n        yield 1",
    "def f(problem, out):\n    sum(x for x in (lambda: (yield))())",
    "@decorated\ndef f(): pass",
    "@decorated\nasync def f(problem, out): pass",
]
WRONG = {
    "def f(): pass": "is `def f()`; allowed: def f(problem, out) or def f(problem, out, threads)",
    "def f(problem): pass": "is `def f(problem)`; allowed: def f(problem, out) or ",
    "def f(problem, out, width): pass": "is `def f(problem, out, width)`; allowed: ",
    "def f(problem, out, width, threads): pass": "is `def f(problem, out, width, threads)`; ",
    "def f(problem, threads, out): pass": "is `def f(problem, threads, out)`; allowed: ",
    "def f(out, problem): pass": "is `def f(out, problem)`; allowed: ",
    "def f(problem, out, *, threads): pass": "is `def f(problem, out, *, threads)`; allowed: ",
    "async def f(problem, out): pass": "is a coroutine function, whose call computes nothing; ",
    "def f(problem, out):\n    for row in out:\n        yield row": "is a generator function, ",
    "def f(problem, out):\n    x = yield from out": "is a generator function, whose call ",
}


@pytest.mark.skipif(
    sys.version_info < (3, 14), reason="this Python evaluates annotations where they are written"
)
def test_annotations_of_a_type_checker_are_not_evaluated() -> None:
    names: dict[str, Any] = {}
    exec("def fill(problem: Problem, out: Counts): pass", names)  # noqa: S102 - names that are not there
    signature.check(names["fill"], 1, 2)
    with pytest.raises(TypeError, match=r"^fill\(problem: Problem, out: Counts\): missing "):
        signature.check(names["fill"], 1)


def definition(text: str) -> signature.Definition:
    node = ast.parse(text).body[0]
    assert isinstance(node, signature.Definition)
    return node


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_signature(text: str) -> None:
    assert signature.complaint(definition(text)) == ""


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_signature_is_answered_with_the_right_one(text: str) -> None:
    assert signature.complaint(definition(text)).startswith(WRONG[text])


def test_threads_are_taken_by_their_name() -> None:
    assert signature.takes_threads(definition("def f(problem, out, threads): pass"))
    assert not signature.takes_threads(definition("def f(problem, out, teams=1): pass"))


def fill(problem: object, out: object) -> None:
    pass


def test_a_function_is_checked_before_it_is_called() -> None:
    signature.check(fill, 1, 2)
    signature.check(functools.partial(fill, 1), 2)
    signature.check(max, 1, 2)  # has no signature that Python knows
    with pytest.raises(TypeError, match=r"^fill\(problem: object, out: object\) -> None: too many"):
        signature.check(fill, 1, 2, 3)
    with pytest.raises(TypeError, match=r"^sqrt.*; allowed: def sqrt\(problem, out\) or "):
        signature.check(math.sqrt, 1, 2)
    with pytest.raises(TypeError, match=r"^it is a str; allowed: a function"):
        signature.check("fill", 1, 2)  # type: ignore[arg-type]
