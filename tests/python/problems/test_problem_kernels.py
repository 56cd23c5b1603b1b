"""Kernels of a problem of one's own: right, wrong in one sentence, missing, or refused."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sums_problem import changes_inputs, problem

from juliaset.problems.right_output import Array


def right(x: Array, k: float, out: Array) -> None:
    """Return the sum."""
    np.add(x, k, out=out)


def changes_its_input(x: Array, k: float, out: Array) -> None:
    np.add(x, k, out=out)
    changes_inputs(x, k, np.empty(1))


def changes_the_type(_x: Array, _k: float, out: Array) -> None:
    out.dtype = np.int64
    out[...] = 1


@pytest.mark.parametrize(
    ("kernel", "complaint"),
    [
        (right, ""),
        (lambda _x, _k, _out: None, "10 of 10 values differ, the first at [0]: expected 3.0, got "),
        (
            lambda x, k, out: np.copyto(out[1:], x[1:] + k),
            "1 of 10 values differ, the first at [0]",
        ),
        (lambda x, _k, out: np.add(x, np.nan, out=out), "expected 3.0, got nan"),
        (lambda x, k, out: np.add(x, k + 1e-9, out=out), "10 of 10 values differ, the first at"),
        (changes_its_input, "it changed its input 'x'"),
        (changes_the_type, "10 of 10 values differ, the first at [0]: expected 3.0, got 5e-324"),
    ],
)
def test_a_kernel_is_right_or_its_first_wrong_value_is_named(
    kernel: Callable[..., object], complaint: str
) -> None:
    mine = problem()
    mine.kernel("mine")(kernel)
    found = mine.complaint("mine")
    assert found == complaint if not complaint else complaint in found


def test_a_kernel_within_the_tolerance_is_right() -> None:
    mine = problem(relative=1e-6, absolute=1e-9)
    mine.kernel("near")(lambda x, k, out: np.multiply(x + k, 1 + 1e-7, out=out))
    mine.kernel("far")(lambda x, k, out: np.multiply(x + k, 1 + 1e-5, out=out))
    assert mine.complaint("near") == ""
    assert mine.complaint("far").startswith(
        "10 of 10 values are not within 1e-06 relative + 1e-09 absolute, the first at [0]: "
    )


def test_what_a_kernel_leaves_unwritten_is_wrong_within_any_tolerance() -> None:
    mine = problem(absolute=1e308)
    mine.kernel("none")(lambda _x, _k, _out: None)
    mine.kernel("lazy")(lambda x, k, out: np.copyto(out[2:], x[2:] + k))
    assert mine.complaint("none") == "it wrote nothing"
    assert mine.complaint("lazy") == "it left 2 of the values unwritten"


def test_a_kernel_with_threads_is_told_their_number() -> None:
    mine, asked = problem(), list[int]()

    @mine.kernel("threaded", threads=True)
    def threaded(x: Array, k: float, out: Array, threads: int) -> None:
        """Record how many there are."""
        asked.append(threads)
        right(x, k, out)

    assert mine.complaint("threaded", threads=3) == ""
    assert asked == [3]
    assert mine.kernels["threaded"].summary == "Record how many there are."


def test_kernels_that_cannot_be_are_refused() -> None:
    mine = problem()
    mine.kernel("one")(right)
    with pytest.raises(ValueError, match="two kernels are called 'one'"):
        mine.kernel("one")(right)
    with pytest.raises(ValueError, match="a kernel's name is 'a b'; allowed"):
        mine.kernel("a b")(right)
    with pytest.raises(ValueError, match="'two' is at 'nowhere'; allowed: a place like"):
        mine.from_module("two", "nowhere")
    with pytest.raises(TypeError, match=r"the flags of 'c' are \['-O2'\]; allowed: a text like"):
        mine.cpp_file("c", "c.cpp", "c", flags=["-O2"])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="the flags of 'c' are '\"-O2': No closing quotation; all"):
        mine.cpp_file("c", "c.cpp", "c", flags='"-O2')
    with pytest.raises(ValueError, match="there is no kernel 'three'; allowed: one"):
        mine.complaint("three")


def test_kernels_that_are_not_there_say_what_is_missing() -> None:
    mine = problem()
    mine.kernel("a", requires="numpy no_such_package")(right)
    mine.kernel("a.deep", requires="no_such_package.inside numpy.linalg")(right)
    mine.from_module("b", "no_such_package.inside:fill")
    mine.c_function("c", "no_such_library.so", "fill")
    mine.from_module("d", f"{__name__}:right")
    missing = {name: kernel.missing() for name, kernel in mine.kernels.items()}
    assert missing == {
        "a": "no_such_package: not installed",
        "a.deep": "no_such_package.inside: not installed",
        "b": "there is no module no_such_package.inside; compile or install it first",
        "c": "there is no file no_such_library.so; compile it first",
        "d": "",
    }
    assert mine.complaint("d") == ""


def test_a_file_that_is_no_library_and_a_symbol_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "text.so").write_text("this is not a library")
    mine = problem()
    mine.c_function("none", tmp_path / "text.so", "fill")
    with pytest.raises(OSError, match=r"text\.so"):
        mine.complaint("none")
