"""A user's own kernel is called once before a contest: a mistake in it is reported at once."""

import textwrap
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from benched import Bench

from juliaset import Problem
from juliaset.bench.contestants.own_kernel import own_kernels
from juliaset.bench.picture import Picture, small
from juliaset.bench.selection import one
from juliaset.bench.tryout import NoneRunsError, tried_out
from juliaset.problem import BOOK_C

KERNELS = """
    import functools
    from juliaset import get_kernel


    def right(problem, out):
        get_kernel("cpp.scalar").bind(problem, out)()


    def one_pixel_is_wrong(problem, out):
        right(problem, out)
        out[1, 2] += 1


    def fails_inside(problem, out):
        len(3)


    def decorated(function):
        @functools.wraps(function)
        def inner(*arguments):
            return function(*arguments)
        return inner


    @decorated
    def takes_something_else(picture):
        pass


    @decorated
    async def is_a_coroutine(problem, out):
        pass
"""
PROBLEM = Problem.book(width=500)


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str], str]:
    """Write the file of kernels; name one of them."""
    (tmp_path / "mine.py").write_text(textwrap.dedent(KERNELS))
    return lambda name: f"{tmp_path / 'mine.py'}:{name}"


@pytest.mark.parametrize(
    ("name", "status", "reason"),
    [
        ("one_pixel_is_wrong", "wrong", "1 of 5184 pixels differ, the first at row 1, column 2 "),
        (
            "fails_inside",
            "failed",
            "TypeError: object of type 'int' has no len() (line 16 of mine.py)",
        ),
        (
            "takes_something_else",
            "failed",
            (
                "TypeError: takes_something_else(picture): too many positional arguments; allowed: "
                "def takes_something_else(problem, out) or "
            ),
        ),
        ("is_a_coroutine", "wrong", "it handed back a coroutine, which has not run; a kernel "),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_measured(
    own: Callable[[str], str], name: str, status: str, reason: str
) -> None:
    said: list[str] = []
    with pytest.raises(
        NoneRunsError, match=rf"no kernel asked for works: mine\.py:{name} \({status}"
    ):
        tried_out(own_kernels(own(name), []), Picture(PROBLEM), 20, said.append)
    assert len(said) == 1
    assert said[0].startswith(f"mine.py:{name}: {status}, tried on 72 x 72 pixels\n{reason}")


def test_the_others_go_on_without_the_one_that_is_wrong(own: Callable[[str], str]) -> None:
    said: list[str] = []
    kernels = [
        *own_kernels(own("fails_inside"), []),
        *own_kernels(own("right"), []),
        one("cpp.scalar@O3"),
    ]
    tried = tried_out(kernels, Picture(PROBLEM), 20, said.append)
    assert [each.id for each in tried] == [each.id for each in kernels]
    assert [each.about.status for each in tried] == ["failed", "ok", "ok"]
    assert len(said) == 1


def test_without_a_kernel_of_ones_own_nothing_is_tried() -> None:
    kernels = [one("cpp.scalar@O3")]
    assert tried_out(kernels, Picture(PROBLEM), 1e-9, pytest.fail) == kernels


@pytest.mark.parametrize(
    "problem",
    [
        PROBLEM,
        Problem.view(width=2000, height=3, max_iterations=100_000),
        Problem.view(width=3, height=2000, c=-2.5),
        Problem.view(width=60, max_iterations=10**6),
    ],
)
def test_a_small_picture_is_a_part_of_the_one_that_is_measured(problem: Problem) -> None:
    part = small(problem)
    assert part.pixels < 2 * 64**2
    assert part.max_iterations <= 1000
    assert part.c == problem.c
    assert np.isin(part.xs, problem.xs).all()
    assert np.isin(part.ys, problem.ys).all()


def test_a_picture_that_is_small_is_tried_itself() -> None:
    problem = Problem.view(width=60, c=BOOK_C)
    assert small(problem) is problem


def test_the_command_ends_at_once_and_writes_no_file(
    tmp_path: Path, own: Callable[[str], str]
) -> None:
    with Bench(tmp_path, "--kernel", own("fails_inside"), "--timeout", "20") as run:
        assert run.end() == 1
        assert run.stdout.startswith(
            "mine.py:fails_inside: failed, tried on 67 x 67 pixels\nTypeError: "
        )
        assert run.stderr == (
            "juliaset: nothing was measured, because no kernel asked for works: "
            "mine.py:fails_inside (failed)\n"
        )
        assert not run.json.exists()
        assert run.others() == []
        assert run.left_in_temporary() == []
