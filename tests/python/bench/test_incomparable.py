"""Comparing contests: every reason not to give a verdict on a row."""

from collections.abc import Callable

import pytest
from two_contests import BASELINE, of, pair, row

from juliaset.bench.circumstances import apart
from juliaset.bench.comparison import Change, Gate, changes, gate
from juliaset.bench.record import Record, State, Status
from juliaset.bench.record_problem import OwnProblem


def test_rounds_without_the_baseline_give_nothing() -> None:
    old, new = pair()
    for process in row(new, "cpp.simd@O3").processes:
        process.samples = [sample._replace(round=sample.round + 1000) for sample in process.samples]
    assert of(changes(old, new), "cpp.simd@O3").ratio is None


@pytest.mark.parametrize(
    ("part", "key", "value", "reason"),
    [
        ("machine", "cpu", "another", "the CPU was a CPU, is another"),
        ("machine", "compiler", "Clang 19", "the compiler was GNU 12, is Clang 19"),
        ("machine", "isa_cap", "avx2", "the cap on instruction sets was none, is avx2"),
        ("contest", "baseline", "python.loops", "the baseline was cpp.scalar@O3"),
        ("contest", "state", State.CONTENDED, "the machine was too busy in the new contest"),
        ("machine", "flags", {"O3": "-O3 -g"}, "the set of flags was -O3, is -O3 -g"),
        ("problem", "width", 500, "the problem's width was 1000, is 500"),
        ("problem", "c", (0.0, 1.0), "the problem's c was (-0.6, -0.4), is (0.0, 1.0)"),
    ],
)
def test_other_circumstances_make_all_incomparable(
    part: str, key: str, value: object, reason: str
) -> None:
    old, new = pair()
    parts = {"contest": new.contest, "machine": new.contest.machine, "problem": new.problem}
    setattr(parts[part], key, value)
    found = changes(old, new)
    assert {change.verdict for change in found} == {"incomparable"}
    assert all(reason in change.reason for change in found)
    assert gate(found) is not Gate.FAILED


def edit_flags(new: Record) -> None:
    row(new, "cpp.simd@O3").flags = "-O3 -march=native"


def edit_threads(new: Record) -> None:
    row(new, "cpp.simd@O3").threads = 2


def empty(new: Record) -> None:
    row(new, "cpp.simd@O3").processes.clear()


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (edit_flags, "the set of flags was -O3, is -O3 -march=native"),
        (edit_threads, "the number of threads was 1, is 2"),
        (empty, "was ok, is not timed"),
    ],
)
def test_one_row_may_be_incomparable(edit: Callable[[Record], None], reason: str) -> None:
    old, new = pair()
    edit(new)
    found = changes(old, new)
    assert of(found, "cpp.simd@O3").reason == reason
    assert [c.id for c in found if c.verdict == "incomparable"] == ["cpp.simd@O3"]
    assert gate(found) is not Gate.FAILED


def test_a_baseline_in_python_needs_the_same_python() -> None:
    old, new = pair()
    for record in (old, new):
        record.contest.baseline = "python.loops"
    new.contest.machine.python = "3.14.0"
    assert changes(old, new)[0].reason == "the baseline: Python was 3.11.7, is 3.14.0"


def test_how_the_steps_of_an_own_problem_are_counted_and_called_keeps_nothing_apart() -> None:
    old, new = pair()
    old.problem = OwnProblem("sums", steps=10, step="one sum")
    new.problem = OwnProblem("sums", steps=20, step="one addition")
    assert apart(old, new) == ""
    new.problem.digest = "another"
    assert "the problem's digest was none, is another" in changes(old, new)[0].reason


def test_a_baseline_that_broke_is_shown() -> None:
    old, new = pair()
    row(new, BASELINE).status = Status.CRASHED
    found = changes(old, new)
    assert of(found, BASELINE).broke
    assert of(found, "cpp.simd@O3").reason == "the baseline has no time in the new contest"


def test_rows_appear_and_go() -> None:
    old, new = pair()
    row(new, "cpp.simd@O3").id = "cpp.mine@O3"
    found = changes(old, new)
    assert of(found, "cpp.simd@O3").verdict == "gone"
    assert of(found, "cpp.simd@O3").reason == "was ok, is not in the new contest"
    assert found[-1] == Change("cpp.mine@O3", "appeared", "is ok")
    assert gate(found) is not Gate.FAILED


@pytest.mark.parametrize("which", ["old", "new"])
def test_an_interrupted_contest_is_no_base_for_a_verdict(which: str) -> None:
    old, new = pair()
    {"old": old, "new": new}[which].contest.state = State.INTERRUPTED
    found = changes(old, new)
    assert {change.reason for change in found} == {f"the {which} contest was interrupted"}
    assert gate(found) is Gate.UNKNOWN
    row(new, "cpp.simd@O3").status = Status.WRONG
    assert gate(changes(old, new)) is Gate.FAILED


def test_a_suspect_row_is_not_compared() -> None:
    old, new = pair()
    row(new, "cpp.simd@O3").verdict = "suspect"
    found = of(changes(old, new), "cpp.simd@O3")
    assert found.verdict == "incomparable"
    assert found.reason == "it is suspect in the new contest: faster than its steps can be taken"


def test_programs_need_the_same_cpu_and_not_the_same_compiler_or_python() -> None:
    old, new = pair()
    for record in (old, new):
        record.problem = None
        for each in record.variants:
            each.flavour, each.toolchain = None, "command"
    new.contest.machine.compiler, new.contest.machine.python = "Clang 19", "3.14.0"
    assert not apart(old, new)
    new.contest.machine.cpu = "another"
    assert apart(old, new) == "the CPU was a CPU, is another"
