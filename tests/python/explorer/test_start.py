"""What an explorer begins with: only what differs, and a view that shows a whole window."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from juliaset import UnavailableError
from juliaset.explorer import start as module
from juliaset.explorer.grid import window_of
from juliaset.explorer.messages import View
from juliaset.explorer.start import start, view_of

EDGES = st.floats(-8, 8)
PARTS = "allowed: finite parts up to 4"
EDGES_ALLOWED = "allowed: four numbers from -8 to 8, x1 < x2 and y1 < y2"


def test_the_books_problem_needs_no_words() -> None:
    assert start() == {}
    assert start(kernel="best", max_iterations=300) == {}


def test_what_differs_is_said_exactly() -> None:
    found = start(-0.8 + 0.156j, (-0.5, 0.5, -0.25, 0.25), "cpp.scalar", 77)
    at = found.pop("at")
    assert found == {"c": "-0.8,0.156", "engine": "cpp.scalar", "limit": "77"}
    view = View(*map(int, at.split(",")))
    assert window_of(view) == (-0.5, 0.5, -0.25, 0.25)
    assert start(1 / 3 - 0j) == {"c": "0.3333333333333333,0.0"}


@given(EDGES, EDGES, EDGES, EDGES)
def test_a_view_shows_all_of_a_window_and_hardly_more(
    a: float, b: float, c: float, d: float
) -> None:
    x1, x2 = sorted((a, b))
    y1, y2 = sorted((c, d))
    assume(max(x2 - x1, y2 - y1) > 1e-9 and x1 < x2 and y1 < y2)
    view = view_of((x1, x2, y1, y2))
    left, right, bottom, top = window_of(view)
    step = (right - left) / view.width
    near = 1e-9 * step
    assert left <= x1 + near
    assert right >= x2 - near
    assert bottom <= y1 + near
    assert top >= y2 - near
    assert max(view.width, view.height) <= 1253
    assert right - left <= x2 - x1 + 2 * step + near
    assert top - bottom <= y2 - y1 + 2 * step + near


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        *(
            ({"c": c}, rf"^c is {re.escape(str(c))}; {PARTS}$")
            for c in (5, -4.5j, 1e300, float("nan"))
        ),
        *(
            ({"max_iterations": limit}, rf"^max_iterations is {limit}; allowed: 1 to 1000000$")
            for limit in (0, -1, 1_000_001, 1 << 40)
        ),
        *(
            ({"window": window}, rf"^window is {re.escape(repr(window))}; {EDGES_ALLOWED}$")
            for window in ((1, 0, 0, 1), (0, float("nan"), 0, 1), (0, 9, 0, 1), (0, 1e300, 0, 1))
        ),
        ({"window": (0, 1, 0)}, EDGES_ALLOWED),
        ({"window": (0.5, 0.5 + 1e-15, 0.5, 0.5 + 1e-15)}, "too deep"),
        ({"kernel": "cpp.nothing"}, "there is no kernel 'cpp.nothing'"),
    ],
)
def test_what_is_not_allowed_is_said_in_one_line(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words) as refused:
        start(**arguments)  # type: ignore[arg-type]
    assert "\n" not in str(refused.value)


def test_a_kernel_that_cannot_run_here_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        name, reason = "cpp.other", "it needs another CPU"

    monkeypatch.setattr(module, "get_kernel", lambda _: Missing())
    with pytest.raises(UnavailableError, match=r"^cpp.other cannot run here: it needs another CPU"):
        start(kernel="cpp.other")


def test_a_kernel_that_an_explorer_does_not_run_is_refused() -> None:
    with pytest.raises(UnavailableError, match=r"^dask.distributed cannot run here: .*too slow"):
        start(kernel="dask.distributed")
