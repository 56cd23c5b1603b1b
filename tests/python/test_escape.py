"""escape_counts() refuses what it cannot do, before it starts, and says what it can."""

import math
from typing import Any

import numpy as np
import pytest
from rows import Row, in_default_flavour, parameters

from juliaset import Problem, StoppedError, UnavailableError, escape_counts, get_kernel, kernels
from juliaset.kernel_type import Kernel, most_threads
from juliaset.system.cores import usable_cores

PROBLEM = Problem.view(width=6, height=4, max_iterations=9)
MIB = 1 << 20
READ_ONLY = np.zeros((4, 6), np.int32)
READ_ONLY.flags.writeable = False

BAD_OUT: list[tuple[Any, type[Exception], str]] = [
    ([[0] * 6] * 4, TypeError, "out is a list; allowed: a NumPy array of int32"),
    (np.zeros((4, 6), np.int64), TypeError, "out is an array of int64; allowed: int32"),
    (np.zeros((4, 6), np.uint32), TypeError, "out is an array of uint32; allowed: int32"),
    (np.zeros((4, 6), ">i4"), TypeError, "out is an array of >i4; allowed: int32"),
    (np.zeros((4, 6)), TypeError, "out is an array of float64; allowed: int32"),
    (
        np.zeros((6, 4), np.int32),
        ValueError,
        r"shape \(6, 4\); allowed: \(height, width\) \(4, 6\)",
    ),
    (np.zeros(24, np.int32), ValueError, r"out has the shape \(24,\); allowed"),
    (np.zeros((4, 6, 1), np.int32), ValueError, r"out has the shape \(4, 6, 1\); allowed"),
    (np.zeros((4, 12), np.int32)[:, ::2], ValueError, r"strides \(48, 8\); allowed: C-contiguous"),
    (np.zeros((6, 4), np.int32).T, ValueError, r"strides \(4, 16\); allowed: C-contiguous"),
    (np.zeros((4, 6), np.int32)[::-1], ValueError, r"strides \(-24, 4\); allowed: C-contiguous"),
    (
        np.zeros(4 * 24 + 1, np.uint8)[1:].view(np.int32).reshape(4, 6),
        ValueError,
        "out begins at an odd address; allowed: one that is a multiple of 4",
    ),
    (READ_ONLY, ValueError, "out is read-only; allowed: an array that may be written to"),
]


@pytest.mark.parametrize("name", ["python.loops", "cython.memoryview", "cpp.scalar"])
@pytest.mark.parametrize(("out", "error", "message"), BAD_OUT)
def test_a_bad_out(name: str, out: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    with pytest.raises(error, match=message):
        escape_counts(PROBLEM, name, out=out)
    assert not np.any(out)


BAD_STOP: list[tuple[Any, type[Exception], str]] = [
    (True, TypeError, "stop is a bool; allowed: a NumPy array of uint8"),
    (bytearray(1), TypeError, "stop is a bytearray; allowed: a NumPy array of uint8"),
    ([0], TypeError, "stop is a list; allowed: a NumPy array of uint8"),
    (np.uint8(0), TypeError, "stop is a uint8; allowed: a NumPy array of uint8"),
    (np.zeros(1, np.int8), TypeError, "stop is an array of int8; allowed: uint8"),
    (np.zeros(1, bool), TypeError, "stop is an array of bool; allowed: uint8"),
    (np.zeros(1), TypeError, "stop is an array of float64; allowed: uint8"),
    (np.zeros(2, np.uint8), ValueError, r"stop has the shape \(2,\); allowed: \(1,\)"),
    (np.zeros(0, np.uint8), ValueError, r"stop has the shape \(0,\); allowed: \(1,\)"),
    (np.zeros((1, 1), np.uint8), ValueError, r"stop has the shape \(1, 1\); allowed: \(1,\)"),
    (np.zeros((), np.uint8), ValueError, r"stop has the shape \(\); allowed: \(1,\)"),
]


@pytest.mark.parametrize("name", ["python.loops", "cpp.scalar"])
@pytest.mark.parametrize(("stop", "error", "message"), BAD_STOP)
def test_a_bad_stop(name: str, stop: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    with pytest.raises(error, match=message):
        escape_counts(PROBLEM, name, stop=stop)


def test_stop_may_not_lie_in_out() -> None:
    out = np.zeros(PROBLEM.shape, np.int32)
    stop = out.reshape(-1).view(np.uint8)[7:8]
    with pytest.raises(ValueError, match="stop overlaps out; allowed: memory of its own"):
        escape_counts(PROBLEM, out=out, stop=stop)
    assert not out.any()


def test_a_uint8_of_another_make_is_a_uint8() -> None:
    class Mine(np.ndarray):  # type: ignore[type-arg]
        """A subclass."""

    stop = np.zeros(1, np.dtype("u1", metadata={"unit": "yes"})).view(Mine)
    expected = escape_counts(PROBLEM, "python.loops")
    assert np.array_equal(escape_counts(PROBLEM, stop=stop), expected)
    stop[0] = 1
    with pytest.raises(StoppedError):
        escape_counts(PROBLEM, stop=stop)


@pytest.mark.parametrize("side", ["xs", "ys"])
def test_out_may_not_lie_on_an_axis(side: str) -> None:
    axis = np.linspace(-1, 1, 8)
    axes = (
        {"xs": axis, "ys": axis[:2].copy()} if side == "xs" else {"xs": axis[:2].copy(), "ys": axis}
    )
    problem = Problem(**axes, c=0j, max_iterations=9)
    out = axis.view(np.int32).reshape(problem.shape)
    with pytest.raises(ValueError, match="out overlaps an axis of the problem; allowed: memory of"):
        escape_counts(problem, out=out)
    assert np.array_equal(axis, np.linspace(-1, 1, 8))


@pytest.mark.parametrize(
    "row", parameters(lambda row: row.kernel.exact and in_default_flavour(row))
)
def test_an_int32_of_another_make_is_an_int32(row: Row) -> None:
    out = np.zeros(PROBLEM.shape, np.dtype("i4", metadata={"unit": "steps"}))
    assert escape_counts(PROBLEM, row.kernel.name, out=out) is out
    assert np.array_equal(out, escape_counts(PROBLEM, "python.loops"))


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("cpp.scaler", "did you mean cpp.scalar"),
        ("python.loop", "did you mean python.loops"),
        ("numpy.mask", "did you mean numpy.masked"),
        ("bset", "did you mean best"),
        ("mine.cpp", "to try a file: `juliaset bench --kernel mine.cpp`"),
        ("mine.py:fill", "to try a file: `juliaset bench --kernel mine.py:fill`"),
        ("CPP.SCALAR", ""),
        ("", ""),
        ("cpp.*", ""),
    ],
)
def test_an_unknown_kernel(name: str, hint: str) -> None:
    with pytest.raises(ValueError, match=rf"there is no kernel '.*'.*{hint}.*juliaset list"):
        escape_counts(PROBLEM, name)


@pytest.mark.parametrize("name", [None, 3, b"best", ["best"], get_kernel("best")])
def test_a_kernel_is_asked_for_by_its_name(name: Any) -> None:  # noqa: ANN401
    with pytest.raises(TypeError, match=r"kernel is .*; allowed: the name of one, a string"):
        escape_counts(PROBLEM, name)


@pytest.mark.parametrize("problem", [None, 1000, (PROBLEM.xs, PROBLEM.ys), "book"])
def test_only_a_problem_is_a_problem(problem: Any) -> None:  # noqa: ANN401
    with pytest.raises(TypeError, match=r"problem is a \w+; allowed: a juliaset\.Problem"):
        escape_counts(problem)


@pytest.mark.parametrize("row", parameters(lambda row: row.flavour is None))
def test_flavour_and_gil_are_for_c_and_cpp(row: Row) -> None:
    with pytest.raises(ValueError, match=r"has no flavours; flavour='O3' is for c\.\*, cpp\.\*"):
        escape_counts(PROBLEM, row.kernel.name, flavour="O3")
    with pytest.raises(ValueError, match=r"has no choice; gil='held' is for c\.ctypes and cpp"):
        escape_counts(PROBLEM, row.kernel.name, gil="held")


@pytest.mark.parametrize("flavour", ["O1", "o3", "", "O3_Native", 3, ["O3"]])
def test_a_bad_flavour(flavour: Any) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match=r"flavour is .*; allowed: O0, O2, O3, O3_native"):
        escape_counts(PROBLEM, "cpp.scalar", flavour=flavour)


@pytest.mark.parametrize("gil", ["free", "", True, 0])
def test_a_bad_gil(gil: Any) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match=r"gil is .*; allowed: 'held', 'released' or None"):
        escape_counts(PROBLEM, "cpp.scalar", gil=gil)


def threaded() -> Kernel:
    return next(kernel for kernel in kernels() if kernel.supports_threads and kernel.flavours)


@pytest.mark.parametrize(
    ("threads", "error", "message"),
    [
        (0, ValueError, "threads is 0; allowed: 1 to"),
        (-1, ValueError, "threads is -1; allowed: 1 to"),
        (10**9, ValueError, f"threads is 1000000000; allowed: 1 to {most_threads()}"),
        (True, TypeError, "threads is True; allowed: a whole number"),
        (1.5, TypeError, r"threads is 1\.5; allowed: a whole number"),
        (2.0, TypeError, r"threads is 2\.0; allowed: a whole number"),
        ("2", TypeError, "threads is '2'; allowed: a whole number"),
        (math.nan, TypeError, "threads is nan; allowed: a whole number"),
    ],
)
def test_bad_threads(threads: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    with pytest.raises(error, match=message):
        escape_counts(PROBLEM, threaded().name, threads=threads)


@pytest.mark.parametrize("row", parameters(in_default_flavour))
def test_one_thread_is_right_everywhere_and_two_where_they_are_supported(row: Row) -> None:
    expected = escape_counts(PROBLEM, "python.loops")
    assert np.array_equal(escape_counts(PROBLEM, row.kernel.name, threads=1), expected)
    if row.kernel.supports_threads:
        two = escape_counts(PROBLEM, row.kernel.name, threads=np.int64(2))  # type: ignore[arg-type]
        assert np.array_equal(two, expected)
    else:
        with pytest.raises(ValueError, match=r"threads is 2; allowed: 1, for .* on one thread"):
            escape_counts(PROBLEM, row.kernel.name, threads=2)


def test_as_many_threads_as_allowed() -> None:
    counts = escape_counts(Problem.view(width=50), threaded().name, threads=most_threads())
    assert np.array_equal(counts, escape_counts(Problem.view(width=50), "python.loops"))
    assert most_threads() >= usable_cores() >= 1


def test_a_kernel_that_needs_more_memory_than_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem.view(width=1000)
    monkeypatch.setattr("juliaset.system.memory.available", lambda: 70 * MIB)
    hungry = [kernel for kernel in kernels() if kernel.bytes_per_pixel * problem.pixels > 70 * MIB]
    assert {kernel.name for kernel in hungry} >= {"python.loops", "numpy.compacting"}
    for kernel in hungry:
        with pytest.raises(ValueError, match=rf"{kernel.name} on 1000 x 1000 pixels would take"):
            escape_counts(problem, kernel.name)


def test_an_image_larger_than_memory() -> None:
    with pytest.raises(ValueError, match=r"would take .* and .* are free; ask for a smaller"):
        escape_counts(Problem.view(width=2**31 - 1, height=2**31 - 1))


def test_an_unavailable_kernel_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    best = get_kernel("best")
    monkeypatch.setenv("JULIASET_ISA", "nonsense")
    reason = "JULIASET_ISA=nonsense is not one of sse2, avx2, avx512"
    assert best.reason == reason
    assert not best.available
    with pytest.raises(UnavailableError, match=f"{best.name} cannot run here: {reason}"):
        escape_counts(PROBLEM, best.name)
    with pytest.raises(UnavailableError, match=reason):
        escape_counts(PROBLEM)
