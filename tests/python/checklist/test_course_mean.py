"""juliaset._course.mean: Python's own sum from left to right, and nothing converted in silence."""

import re
import sys
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

_course = pytest.importorskip("juliaset._course", reason="make builds the compiled half")


def mean_in_python(numbers: list[float]) -> float:
    total = 0.0
    for number in numbers:
        total += number
    return total / len(numbers)


@given(st.lists(st.floats(width=64), min_size=1, max_size=50))
def test_it_is_the_python_loop_bit_for_bit(numbers: list[float]) -> None:
    answer = np.float64(_course.mean(np.array(numbers)))
    expected = np.float64(mean_in_python(numbers))
    assert answer.tobytes() == expected.tobytes() or (np.isnan(answer) and np.isnan(expected))


def test_the_order_of_the_additions_is_kept() -> None:
    numbers = [1.0, *[2.0**-53] * 1000]
    assert _course.mean(np.array(numbers)) == 1 / 1001
    assert _course.mean(np.array(numbers[::-1])) > 1 / 1001


@pytest.mark.parametrize(
    ("array", "error", "said"),
    [
        ([1.0, 2.0], TypeError, "array is a list"),
        (np.arange(3), TypeError, "array is an array of int64"),
        (np.ones(3, np.float32), TypeError, "array is an array of float32"),
        (np.ones(3, ">f8"), TypeError, "array is an array of >f8"),
        (np.ones((2, 2)), ValueError, "array has 2 dimensions"),
        (np.float64(1), TypeError, "array is a numpy.float64"),
        (np.array(1.0), ValueError, "array has 0 dimensions"),
        (np.array([]), ValueError, "array is empty"),
        (np.ones(6)[::2], ValueError, "array has a stride of 16 bytes"),
        (np.ones(6)[::-1], ValueError, "array has a stride of -8 bytes"),
        (np.frombuffer(bytes(17), np.float64, offset=1), ValueError, "not aligned"),
    ],
)
def test_what_it_does_not_take_is_refused_in_words(
    array: object, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=re.escape(said)):
        _course.mean(array)


def test_other_threads_run_meanwhile(never_switching: None) -> None:  # noqa: ARG001
    numbers = np.ones(1_000_000)
    ended: list[bool] = []
    began = threading.Event()

    def end() -> None:
        began.wait()
        ended.append(True)

    other = threading.Thread(target=end)
    other.start()
    began.set()
    for _ in range(1000):
        assert _course.mean(numbers) == 1
        if ended:
            break
    seen = bool(ended)
    other.join()
    assert seen, "mean() kept the GIL"


@pytest.fixture
def never_switching() -> Iterator[None]:
    """Let a thread give the GIL away only where it calls something that does."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    yield
    sys.setswitchinterval(before)
