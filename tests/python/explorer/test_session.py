"""What a page asks for is computed exactly, and what it says wrong is refused."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hosts import BOOK, LIMIT, VIEW, Host, problem_here, until

from juliaset.escape import escape_counts
from juliaset.explorer.messages import MOST_PIXELS
from juliaset.images.colours import places
from juliaset.registry import get_kernel, kernels
from processes import children

EXACT = [kernel.name for kernel in kernels() if kernel.exact and kernel.available]
SLOW = ("numba.", "python.multiprocessing")  # to load, or to start
TOLERANT = next(one.name for one in kernels() if not one.exact and one.available)
HIGH = 40_000  # counts that need an int32


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """One session for all tests, as its processes take a moment to start."""
    host = Host()
    yield host
    host.session.close()


@pytest.fixture
def number(host: Host) -> int:
    """The number of the next picture."""
    return 10 + max((one.content.get("id", 0) for one in host.sent), default=0)


@pytest.mark.parametrize(
    "kernel",
    [
        pytest.param(name, marks=pytest.mark.slow if name.startswith(SLOW) else ())
        for name in EXACT
        if name != "dask.distributed"
    ],
)
def test_passes_together_are_the_whole_picture(host: Host, number: int, kernel: str) -> None:
    host.paint(number, kernel)
    problem = problem_here()
    assert np.array_equal(host.frame(number, problem), escape_counts(problem, "cpp.scalar"))
    assert host.wait_for("done", number).content["kernel"] == kernel


@pytest.mark.parametrize("more", [{"limit": HIGH}, {"limit": 1}, {"c": [-2.1, 0]}])
def test_so_they_are_for_other_pictures(host: Host, number: int, more: dict[str, Any]) -> None:
    for again in range(2):  # coarse to fine, and in one call
        host.paint(number + again, "best", **more)
        problem = problem_here(**more)
        counts = host.frame(number + again, problem)
        assert np.array_equal(counts, escape_counts(problem, "cpp.scalar"))


def test_the_largest_picture_fits(host: Host, number: int) -> None:
    side = 1 << 11
    view = {"level": 36, "column": -side // 2, "row": side // 2, "width": side, "height": side}
    host.paint(number, view=view, limit=50)
    problem = problem_here(view=view, limit=50)
    assert problem.pixels == MOST_PIXELS
    assert np.array_equal(host.frame(number, problem), escape_counts(problem, "cpp.scalar"))


def test_a_frame_ends_with_its_numbers(host: Host, number: int) -> None:
    host.paint(number, "cpp.openmp", threads=2, flavour="O0", gil="held")
    counts = host.frame(number, problem_here())
    done = host.wait_for("done", number).content
    passes = [one.content for one in host.sent if one.content.get("id") == number][:-1]
    passes = [content for content in passes if content["type"] == "pass"]
    assert done["iterations"] == counts.sum()
    assert done["pixels"] == counts.size
    assert done["passes"] == len(passes)
    assert done["threads"] == 2
    assert done["ms"] > 0
    assert done["silence_ms"] >= 0
    assert done["panel"] == 0
    shares = [content["share"] for content in passes]
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_a_page_is_told_what_there_is(host: Host) -> None:
    host.ask(type="hello")
    hello, (colours,) = host.wait_for("hello")
    assert len(colours) == len(hello["palettes"]) * (hello["shades"] + 1) * 4
    listed = {one["name"]: one for one in hello["kernels"]}
    assert listed.keys() == {kernel.name for kernel in kernels()} | {"best"}
    assert hello["kernels"][0] == listed[hello["best"]] | {"name": "best"}
    assert hello["best"] == get_kernel("best").name
    assert "scheduler" in listed["dask.distributed"]["reason"]
    assert listed["cpp.scalar"]["gil"]
    assert "O0" in listed["cpp.scalar"]["flavours"]
    assert not listed["python.loops"]["gil"]
    assert hello["grid"] == {"kind": "plane"}
    assert hello["sets"][0]["c"] == BOOK


def test_numbers_begin_again_with_a_new_page(host: Host, number: int) -> None:
    host.paint(number)
    host.frame(number, problem_here())
    host.ask(type="hello")
    after = len(host.sent)
    host.paint(1)
    host.wait_for("done", 1, after)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"kernel": "cpp.scaler"}, "did you mean cpp.scalar"),
        ({"kernel": "dask.distributed"}, "scheduler"),
        ({"kernel": "python.loops", "threads": 2}, "allowed: 1, for python.loops"),
        ({"kernel": "cpp.openmp", "threads": 2**31 - 1}, "allowed: 1 to"),
        ({"kernel": "cpp.scalar", "flavour": "O9"}, "flavour is 'O9'; allowed"),
        ({"kernel": "numpy.masked", "gil": "held"}, "has no choice"),
        ({"limit": 0}, ">= 1"),
        ({"view": {**VIEW, "column": 10_000}}, "allowed: up to 8"),
        ({"c": ["a", 0]}, "Expected `float`"),
    ],
)
def test_what_cannot_be_done_is_refused(
    host: Host, number: int, more: dict[str, Any], why: str
) -> None:
    host.paint(number, **more)
    refused = host.wait_for("refused", number).content
    assert refused["panel"] == 0
    assert why in refused["message"]
    assert "\n" not in refused["message"]
    host.paint(number + 1)
    host.wait_for("done", number + 1)


def test_a_complete_frame_has_depths(host: Host, number: int) -> None:
    host.paint(number)
    counts = host.frame(number, problem_here())
    host.ask(type="smooth", panel=0, id=number)
    depths, (found,) = host.wait_for("depths", number)
    assert depths["panel"] == 0
    assert np.array_equal(np.frombuffer(found, np.uint16), places(counts, LIMIT).ravel())


def test_another_frame_has_none(host: Host, number: int) -> None:
    host.paint(number)
    host.wait_for("done", number)
    host.ask(type="smooth", panel=0, id=number - 1)
    assert "not complete" in host.wait_for("refused", number - 1).content["message"]


def test_a_frame_is_compared_when_nothing_else_is_wanted(host: Host, number: int) -> None:
    host.paint(number, "cpp.scalar")
    compared, buffers = host.wait_for("compared", number)
    assert compared["differ"] == 0
    assert not buffers
    assert compared["times_loops"] > 0
    assert (compared["roof"] is None) == bool(compared["notes"])


def test_pixels_that_differ_are_marked(host: Host, number: int) -> None:
    more = {"c": [-0.8, 0.156], "limit": 1000}
    host.paint(number, TOLERANT, **more)
    problem = problem_here(**more)
    wrong = host.frame(number, problem) != escape_counts(problem, "cpp.scalar")
    compared, (bits,) = host.wait_for("compared", number)
    assert compared["differ"] == wrong.sum() > 0
    assert bits == np.packbits(wrong).tobytes()


def test_python_loops_is_as_fast_as_itself_and_a_prover_has_a_note(host: Host, number: int) -> None:
    host.paint(number, "python.loops")
    assert host.wait_for("compared", number).content["times_loops"] == 1
    host.paint(number + 1, "best")
    compared = host.wait_for("compared", number + 1).content
    (note,) = compared["notes"]
    assert ("busy" if compared["roof"] is None else "proves some away") in note


def test_a_second_panel_has_a_process_of_its_own_and_goes() -> None:
    host, before = Host(), children()
    for panel in (0, 1):
        host.paint(5, panel=panel)
        host.wait(lambda it, panel=panel: it["type"] == "done" and it["panel"] == panel)
    both = children() - before
    assert len(both) == 2
    for _ in range(2):
        host.ask(type="close", panel=1, id=5)
    until(lambda: len(children() - before) == 1)
    host.paint(6)
    host.wait_for("done", 6)
    assert children() - before < both
    host.session.close()
    assert children() <= before


def test_a_view_that_is_shown_no_more_ends_its_processes_and_not_those_of_a_newer_one() -> None:
    host, before = Host(), children()
    host.paint(5)
    host.wait_for("done", 5)
    host.ask(type="rows", id=6, view=VIEW, c=BOOK, limit=LIMIT, threads=2)
    host.wait_for("rows", 6)
    mine = children() - before
    assert len(mine) == 2
    host.paint(7, "python.loops")  # another view of the same widget
    for kind in ("stop", "close"):
        host.ask(type=kind, panel=0, id=5)
    host.frame(7, problem_here())
    assert mine <= children()
    assert "stopped" not in [one.content["type"] for one in host.sent]
    host.ask(type="close", panel=0, id=7)
    assert host.wait_for("stopped", 7).content["panel"] == 0
    until(lambda: children() <= before)
    host.paint(8)
    host.wait_for("done", 8)
    host.session.close()
