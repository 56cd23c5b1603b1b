"""Ctrl-C ends every kernel at once, whatever the picture's shape, and leaves nothing behind."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from child import Child, Send
from rows import Row, in_default_flavour, one_of_a_kind, parameters, slow_if

INSIDE, OUTSIDE = 0.1, 100.0
SQUARE = {"xs": 40, "ys": [INSIDE] * 40}
SHAPES: dict[str, dict[str, Any]] = {
    "square": SQUARE,
    "one_pixel": {"xs": 1, "ys": [INSIDE]},
    "one_long_row": {"xs": 100_000, "ys": [INSIDE]},
}
# One thread has nothing more to do while the other works on.
UNEVEN: dict[str, dict[str, Any]] = {
    "two_rows": {"xs": 3, "ys": [OUTSIDE, INSIDE]},
    "first_rows": {"xs": 3, "ys": [INSIDE] * 3 + [OUTSIDE] * 60},
    "last_rows": {"xs": 3, "ys": [OUTSIDE] * 60 + [INSIDE] * 3},
}


@pytest.fixture(scope="module")
def born() -> Iterator[list[Child]]:
    children: list[Child] = []
    yield children
    for one in children:
        one.end()


@pytest.fixture
def child(born: list[Child], tmp_path_factory: pytest.TempPathFactory) -> Child:
    """One for all tests, as starting it costs more than they do; a new one after a failure."""
    if not born or born[-1].spoilt:
        born.append(Child(tmp_path_factory.mktemp("child") / "stderr"))
    return born[-1]


def options_of(row: Row, **options: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"kernel": row.kernel.name, "flavour": row.flavour, **options}


def check(child: Child, answer: dict[str, Any], row: Row, ended: str) -> None:
    expected = {"ended": ended, "wrong_after": 0, "left": []}
    delay = answer.get("delay")
    assert {key: answer[key] for key in expected} == expected, f"{row}, {delay} s after the signal"
    # Half a second is promised; a loaded machine may take longer, one pixel to its end still more.
    assert delay is None or delay < 3, row
    child.spoilt = False


def check_ctrl_c(
    child: Child,
    row: Row,
    shape: dict[str, Any],
    **how: Any,  # noqa: ANN401
) -> None:
    timing = {key: how.pop(key) for key in ("send", "wait") if key in how}
    answer = child.interrupt(options=options_of(row, **how), **shape, **timing)
    print(f"{row}: {answer['delay']:.3f} s after the signal")  # noqa: T201 - pytest -rP shows it
    check(child, answer, row, "KeyboardInterrupt")


def takes_long(row: Row) -> bool:
    """Return whether a call takes a second: Numba compiles, and processes have to start."""
    return row.kernel.toolchain == "numba" or row.starts_processes


@pytest.mark.parametrize("row", slow_if(takes_long, parameters(in_default_flavour)))
def test_ctrl_c(child: Child, row: Row) -> None:
    check_ctrl_c(child, row, SQUARE)


# tests/cpp/stop_test.cpp calls every kernel of C++ for pictures of these shapes.
@pytest.mark.parametrize("shape", ["one_pixel", "one_long_row"])
@pytest.mark.parametrize("row", slow_if(takes_long, one_of_a_kind()))
def test_ctrl_c_in_other_shapes(child: Child, row: Row, shape: str) -> None:
    check_ctrl_c(child, row, SHAPES[shape])


@pytest.mark.parametrize("row", one_of_a_kind(lambda row: "held" in row.kernel.gils))
def test_ctrl_c_while_the_gil_is_held(child: Child, row: Row) -> None:
    check_ctrl_c(child, row, SQUARE, gil="held")


def has_threads(row: Row) -> bool:
    return row.kernel.supports_threads and in_default_flavour(row) and not row.starts_processes


@pytest.mark.parametrize("shape", UNEVEN)
@pytest.mark.parametrize("row", slow_if(takes_long, one_of_a_kind(has_threads)))
def test_ctrl_c_while_one_thread_waits_for_another(child: Child, row: Row, shape: str) -> None:
    check_ctrl_c(child, row, UNEVEN[shape], threads=2)


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("shape", UNEVEN)
@pytest.mark.parametrize("row", parameters(has_threads))
def test_ctrl_c_in_a_team_of_any_size(child: Child, row: Row, shape: str, threads: int) -> None:
    check_ctrl_c(child, row, UNEVEN[shape], threads=threads)


@pytest.mark.slow
@pytest.mark.parametrize("gil", ["held", "released"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("row", parameters(lambda row: row.flavour not in (None, "O3")))
def test_ctrl_c_in_other_flavours(child: Child, row: Row, shape: str, gil: str) -> None:
    if gil not in row.kernel.gils:
        pytest.skip(f"{row.kernel.name} cannot be called with the GIL {gil}")
    check_ctrl_c(child, row, SHAPES[shape], gil=gil)


# Before its processes have started, while they start, and while they compute.
@pytest.mark.parametrize(
    ("send", "wait"),
    [
        pytest.param(os.killpg, 0.0, marks=pytest.mark.slow),
        pytest.param(os.kill, 0.1, marks=pytest.mark.slow),
        (os.killpg, 0.4),
        pytest.param(os.kill, 0.0, marks=pytest.mark.slow),
        pytest.param(os.killpg, 0.1, marks=pytest.mark.slow),
        pytest.param(os.kill, 0.4, marks=pytest.mark.slow),
    ],
    ids=["group-0.0", "parent-0.1", "group-0.4", "parent-0.0", "group-0.1", "parent-0.4"],
)
@pytest.mark.parametrize("row", parameters(lambda row: row.starts_processes))
def test_ctrl_c_leaves_no_process(child: Child, row: Row, send: Send, wait: float) -> None:
    check_ctrl_c(child, row, SQUARE, send=send, wait=wait, threads=2)


@pytest.mark.parametrize("row", slow_if(takes_long, one_of_a_kind()))
def test_any_handler_may_raise(child: Child, row: Row) -> None:
    check(child, child.alarm(options=options_of(row), **SQUARE), row, "Alarm")


def repeats(row: Row) -> bool:
    """Return whether a kernel that is called in nearly the same way is tested instead."""
    return takes_long(row) or (row.flavour is not None and row.kernel.steps == "some")


@pytest.mark.parametrize("row", slow_if(repeats, one_of_a_kind(lambda row: row.kernel.exact)))
def test_a_handler_that_returns_changes_nothing(child: Child, row: Row) -> None:
    answer = child.go_on(options=options_of(row), **SQUARE)
    assert answer["right"], f"{row}: {answer}"
    assert answer["rings"] >= 3, f"{row} hears a signal only when it is done: {answer}"
    assert answer["wrong_after"] == 0
    assert answer["left"] == []
    child.spoilt = False


def test_a_script_may_end_while_a_daemon_thread_computes() -> None:
    # A thread that asks for the GIL while the interpreter ends is killed in its noexcept kernel.
    script = Path(__file__).parent / "ends_early.py"
    answer = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=False, timeout=60
    )
    assert (answer.returncode, answer.stderr) == (0, "")
