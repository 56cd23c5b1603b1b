"""An invalid problem is refused at once, with what came and what is allowed."""

from typing import Any

import numpy as np
import pytest

from juliaset import Problem

GOOD = np.linspace(-1, 1, 6)
HUGE = 10**9
NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize("side", ["xs", "ys"])
@pytest.mark.parametrize(
    ("axis", "error", "message"),
    [
        ([0.0, 1.0], TypeError, r"is a list; allowed: a NumPy array of float64"),
        (None, TypeError, r"is a NoneType; allowed: a NumPy array"),
        (1.5, TypeError, r"is a float; allowed"),
        (np.float64(1.5), TypeError, r"is a float64; allowed: a NumPy array"),
        (GOOD.astype(np.float32), TypeError, r"is an array of float32; allowed: float64"),
        (GOOD.astype(np.int64), TypeError, r"is an array of int64; allowed: float64"),
        (GOOD.astype(complex), TypeError, r"is an array of complex128; allowed: float64"),
        (GOOD.astype(object), TypeError, r"is an array of object; allowed: float64"),
        (GOOD.astype(">f8"), TypeError, r"is an array of >f8; allowed: float64"),
        (np.zeros(0), ValueError, r"has the shape \(0,\); allowed: \(n,\) with n of 1 or more"),
        (np.zeros(()), ValueError, r"has the shape \(\); allowed"),
        (np.zeros((2, 3)), ValueError, r"has the shape \(2, 3\); allowed"),
        (GOOD[::2], ValueError, r"has a stride of 16 bytes; allowed: C-contiguous, 8"),
        (GOOD[::-1], ValueError, r"has a stride of -8 bytes; allowed: C-contiguous, 8"),
        (np.broadcast_to(np.float64(1), 9), ValueError, r"has a stride of 0 bytes; allowed"),
        (np.array([0, NAN]), ValueError, r"\[1\] is nan; allowed: finite numbers up to 1e150"),
        (np.array([INF, 0]), ValueError, r"\[0\] is inf; allowed: finite numbers"),
        (np.array([0, 0, -INF]), ValueError, r"\[2\] is -inf; allowed: finite numbers"),
        (np.array([1e200]), ValueError, r"\[0\] is 1e\+200; allowed: finite numbers up to 1e150"),
        (np.array([-1.1e150]), ValueError, r"\[0\] is -1\.1e\+150; allowed"),
    ],
)
def test_a_bad_axis(side: str, axis: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    with pytest.raises(error, match=rf"^{side} ?{message}"):
        Problem(**{"xs": GOOD, "ys": GOOD, "c": 0j, "max_iterations": 9, side: axis})


@pytest.mark.parametrize(
    ("c", "error", "message"),
    [
        (None, TypeError, "c is None; allowed: a complex number"),
        ("1j", TypeError, "c is '1j'; allowed: a complex number"),
        (True, TypeError, "c is True; allowed: a complex number"),
        (np.True_, TypeError, "c is .*True.*; allowed: a complex number"),
        ([1j], TypeError, r"c is \[1j\]; allowed: a complex number"),
        (np.zeros(2), TypeError, r"c is array\(.*\); allowed: a complex number"),
        (NAN, ValueError, r"c is \(nan\+0j\); allowed: finite parts up to 1e150"),
        (complex(0, NAN), ValueError, r"c is nanj; allowed: finite parts"),
        (complex(0, INF), ValueError, r"c is infj; allowed: finite parts"),
        (1e200, ValueError, r"c is \(1e\+200\+0j\); allowed: finite parts up to 1e150"),
        (-1e200j, ValueError, r"c is .*1e\+200j\)?; allowed: finite parts up to 1e150"),
        (10**400, ValueError, r"c is \(inf\+0j\); allowed: finite parts up to 1e150"),
    ],
)
def test_a_bad_c(c: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    with pytest.raises(error, match=f"^{message}"):
        Problem(GOOD, GOOD, c, 9)
    with pytest.raises(error, match=f"^{message}"):
        Problem.view(width=3, c=c)


@pytest.mark.parametrize(
    ("limit", "error", "message"),
    [
        (-1, ValueError, "max_iterations is -1; allowed: 0 to 2147483647"),
        (2**31, ValueError, "max_iterations is 2147483648; allowed: 0 to 2147483647"),
        (300.0, TypeError, r"max_iterations is 300\.0; allowed: a whole number"),
        (True, TypeError, "max_iterations is True; allowed: a whole number"),
        ("300", TypeError, "max_iterations is '300'; allowed: a whole number"),
        (None, TypeError, "max_iterations is None; allowed: a whole number"),
    ],
)
def test_a_bad_limit(limit: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    with pytest.raises(error, match=f"^{message}"):
        Problem(GOOD, GOOD, 0j, limit)
    with pytest.raises(error, match=f"^{message}"):
        Problem.book(3, limit)
    with pytest.raises(error, match=f"^{message}"):
        Problem.view(width=3, max_iterations=limit)


@pytest.mark.parametrize("limit", [0, 2**31 - 1, np.int64(5)])
def test_a_good_limit(limit: int) -> None:
    assert Problem(GOOD, GOOD, 0j, limit).max_iterations == limit


@pytest.mark.parametrize(
    ("width", "error", "message"),
    [
        (0, ValueError, "width is 0; allowed: 1 to 2147483647"),
        (-5, ValueError, "width is -5; allowed: 1 to"),
        (2**31, ValueError, "width is 2147483648; allowed: 1 to 2147483647"),
        (10.0, TypeError, r"width is 10\.0; allowed: a whole number"),
        (True, TypeError, "width is True; allowed: a whole number"),
        ("10", TypeError, "width is '10'; allowed: a whole number"),
        (HUGE, ValueError, r"the counts of 1000000000 x 1000000000 pixels would take 3\.47 EiB"),
    ],
)
def test_a_bad_width(width: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    with pytest.raises(error, match=f"^{message}"):
        Problem.book(width)
    with pytest.raises(error, match=f"^{message}"):
        Problem.view(width=width)


def test_a_huge_picture_is_told_how_much_is_free() -> None:
    with pytest.raises(ValueError, match=r"would take .*B, and .*B are free; ask for a smaller"):
        Problem.view(width=HUGE, height=HUGE)


def test_the_axes_of_a_huge_row_are_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("juliaset.system.memory.available", lambda: 5 * HUGE)
    with pytest.raises(
        ValueError, match=r"^the axes of 1000000000 x 1 pixels would take 29\.8 GiB"
    ):
        Problem.view(width=HUGE, height=1)


@pytest.mark.parametrize(
    ("window", "message"),
    [
        ((1.8, -1.8, -1, 1), "x1 < x2 and y1 < y2"),
        ((-1, 1, 1.8, -1.8), "x1 < x2 and y1 < y2"),
        ((1, 1, -1, 1), "x1 < x2 and y1 < y2"),
        ((NAN, 1, -1, 1), "four finite numbers"),
        ((-1, INF, -1, 1), "four finite numbers"),
        ((-1, 1e200, -1, 1), "four finite numbers .* up to 1e150"),
        ((-1e308, 1e308, -1, 1), "four finite numbers"),
        ((-(10**400), 1, -1, 1), "four finite numbers"),
        ((-1, 1, -1), "four finite numbers"),
        ((-1, 1, -1, 1, 2), "four finite numbers"),
        ((), "four finite numbers"),
        (("a", 1, -1, 1), "four finite numbers"),
        ("1234", "four finite numbers"),
        ((1j, 2, -1, 1), "four finite numbers"),
        (((-1, 1), (-1, 1)), "four finite numbers"),
        (None, "four finite numbers"),
        (3, "four finite numbers"),
    ],
)
def test_a_bad_window(window: Any, message: str) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match=rf"^window is .*; allowed: {message}"):
        Problem.view(window, 3)
