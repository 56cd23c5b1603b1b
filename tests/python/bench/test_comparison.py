"""Comparing contests: verdicts on simulated ones, and what fails in CI."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import simulated
from two_contests import SPEEDS, TWIN, contest, of, pair, row, seeded

from juliaset.bench.comparison import Change, Gate, changes, gate
from juliaset.bench.intervals import Interval
from juliaset.bench.record import Record, State, Status


def test_contests_of_the_same_code_differ_in_nothing() -> None:
    rng = seeded(20)
    pairs = 80
    wrong = sum(
        any(c.verdict in {"faster", "slower"} for c in changes(contest(rng), contest(rng)))
        for _ in range(pairs)
    )
    assert wrong <= 0.02 * pairs


@pytest.mark.parametrize(("part", "verdict"), [(1 / 1.05, "slower"), (1.05, "faster")])
def test_five_percent_are_found(part: float, verdict: str) -> None:
    rng = seeded(21)
    pairs = 40
    found = [
        of(changes(contest(rng), contest(rng, **{"cpp.simd@O3": part})), "cpp.simd@O3")
        for _ in range(pairs)
    ]
    right = [change for change in found if change.verdict == verdict]
    assert len(right) >= 0.9 * pairs
    held = [c for c in found if c.interval and c.interval.low <= part <= c.interval.high]
    assert len(held) >= 0.98 * pairs  # 95 % over four rows, and each interval conservative
    assert (gate(found) is Gate.FAILED) == (verdict == "slower")


def test_quiet_contests_agree_on_the_same() -> None:
    rng = seeded(22)
    found = changes(contest(rng, noise=0.001), contest(rng, noise=0.001))
    assert [change.id for change in found] == list(SPEEDS)  # neither the yardstick nor its twin
    assert {change.verdict for change in found} == {"same"}
    assert gate(found) is not Gate.FAILED


def test_a_restless_control_raises_what_is_believed() -> None:
    rng = seeded(23)
    new = contest(rng, **{TWIN: 0.9, "cpp.simd@O3": 1 / 1.05})
    assert of(changes(contest(rng), new), "cpp.simd@O3").verdict == "unresolved"


def test_a_contest_without_its_control_gives_no_verdict() -> None:
    old, new = pair()
    row(new, TWIN).processes.clear()
    found = of(changes(old, new), "cpp.simd@O3")
    assert (found.verdict, "control" in found.reason) == ("unresolved", True)
    assert found.ratio == pytest.approx(1, abs=0.05)


def test_few_processes_are_named() -> None:
    old, new = pair()
    del row(new, "python.loops").processes[2:]
    found = of(changes(old, new), "python.loops")
    assert (found.verdict, found.interval) == ("unresolved", None)
    assert found.reason == "10 processes before, 2 now; needs 3 each"


@pytest.mark.parametrize("status", ["wrong", "failed", "crashed", "timeout"])
def test_a_row_that_broke_is_a_regression_on_any_machine(status: str) -> None:
    old, new = pair()
    new.contest.machine.cpu = "another"
    row(new, "cpp.simd@O3").status = Status(status)
    row(new, "cpp.simd@O3").reason = "pixel (1, 2)\nand more"
    found = changes(old, new)
    assert of(found, "cpp.simd@O3").reason == f"was ok, is {status}: pixel (1, 2)"
    assert gate(found) is Gate.FAILED


@pytest.mark.parametrize("status", ["unavailable", "crashed"])
def test_a_row_that_could_not_run_and_now_is_wrong_fails_as_a_new_one_does(status: str) -> None:
    old, new = pair()
    row(old, "cpp.simd@O3").status = Status(status)
    row(new, "cpp.simd@O3").status = Status.WRONG
    assert (gate(changes(old, new)) is Gate.FAILED) == (status == "unavailable")


def missing_row(new: Record) -> None:
    new.variants.remove(row(new, "cpp.simd@O3"))


def unavailable_row(new: Record) -> None:
    row(new, "cpp.simd@O3").status = Status.UNAVAILABLE
    row(new, "cpp.simd@O3").reason = "it needs numba"


def suspect_row(new: Record) -> None:
    row(new, "cpp.simd@O3").verdict = "suspect"


@pytest.mark.parametrize("lose", [missing_row, unavailable_row, suspect_row])
def test_a_gate_does_not_open_because_a_row_is_lost(lose: Callable[[Record], None]) -> None:
    rng = seeded(22)
    old, new = contest(rng, noise=0.001), contest(rng, noise=0.001)
    lose(new)
    found = changes(old, new)
    assert [change.id for change in found if change.missing] == ["cpp.simd@O3"]
    assert of(found, "python.loops").verdict == "same"
    assert gate(found) is Gate.UNKNOWN
    assert gate(found, allow_missing=True) is Gate.PASSED
    row(new, "cpp.openmp@O3").status = Status.CRASHED
    assert gate(changes(old, new), allow_missing=True) is Gate.FAILED
    # What the old contest did not measure either, or did not believe, is not lost.
    lose(old)
    assert not any(change.missing for change in changes(old, contest(rng, noise=0.001)))


def test_a_row_that_was_wrong_already_or_cannot_run_is_no_regression() -> None:
    old, new = pair()
    row(old, "cpp.simd@O3").status = row(new, "cpp.simd@O3").status = Status.WRONG
    row(new, "cpp.openmp@O3").status = Status.UNAVAILABLE
    found = changes(old, new)
    assert of(found, "cpp.simd@O3").reason == "was wrong, is wrong"
    assert of(found, "cpp.openmp@O3").reason == "was ok, is unavailable"
    assert gate(found, allow_missing=True) is not Gate.FAILED


def test_a_row_that_is_new_and_broken_fails() -> None:
    old, new = pair()
    new.contest.state = State.CONTENDED
    row(new, "cpp.simd@O3").id = "cpp.mine@O3"
    row(new, "cpp.mine@O3").status, row(new, "cpp.mine@O3").reason = Status.CRASHED, "SIGSEGV"
    found = changes(old, new)
    assert of(found, "cpp.mine@O3") == Change(
        "cpp.mine@O3", "appeared", "is crashed: SIGSEGV", broke=True
    )
    assert gate(found) is Gate.FAILED  # although the machine was busy


def changed(low: float, high: float, verdict: str) -> Change:
    """Return a row whose speed is now between `low` and `high` times what it was."""
    return Change("a row", verdict, "", (low * high) ** 0.5, Interval(low, high, 0.95))


SLOWER_BY = changed(1 / 1.12, 1 / 1.08, "slower")


@pytest.mark.parametrize(
    ("change", "allowed", "said"),
    [
        (SLOWER_BY, 0.0, Gate.FAILED),
        (SLOWER_BY, 0.05, Gate.FAILED),
        (SLOWER_BY, 0.079, Gate.FAILED),
        (SLOWER_BY, 0.1, Gate.UNKNOWN),  # the interval has the limit inside
        (SLOWER_BY, 0.121, Gate.PASSED),
        (changed(0.98, 1.01, "unresolved"), 0.0, Gate.UNKNOWN),
        (changed(0.98, 1.01, "unresolved"), 0.05, Gate.PASSED),
        (replace(changed(0.98, 1.01, "unresolved"), reason="no control"), 0.05, Gate.UNKNOWN),
        (changed(0.90, 1.2, "unresolved"), 0.05, Gate.UNKNOWN),
        (changed(0.90, 0.93, "unresolved"), 0.05, Gate.UNKNOWN),  # the controls stray as far
        (changed(0.99, 1.01, "same"), 0.0, Gate.PASSED),
        (changed(1.2, 1.3, "faster"), 0.0, Gate.PASSED),
        (Change("a row", "unresolved", "few"), 0.05, Gate.UNKNOWN),
        (Change("a row", "incomparable", "was ok, is wrong", broke=True), 0.5, Gate.FAILED),
    ],
)
def test_what_fails_and_what_passes(change: Change, allowed: float, said: Gate) -> None:
    assert gate([change], allowed) is said
    # What is known about one row is an answer, and a failure wins.
    other = changed(0.99, 1.01, "same")
    both = Gate.FAILED if said is Gate.FAILED else Gate.PASSED
    assert gate([other, change], allowed) is both


def test_processes_that_differ_hide_no_slow_down_of_5_percent_and_make_none() -> None:
    rng, offset, rows = seeded(25), simulated.normal(0.005), 20
    for _ in range(12):
        old, new = (
            simulated.contest(rng, [slower, *[1.0] * (rows - 1)], offset) for slower in (1.0, 1.05)
        )
        found = changes(old, new)
        assert [change.id for change in found if change.verdict == "slower"] == ["row 0"]
        assert not any(change.verdict == "faster" for change in found)
