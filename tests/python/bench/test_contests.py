"""A contest's answer as a whole, what rows know about their kernels, and a worker's answers."""

from pathlib import Path

import numpy as np
import pytest
from contest_sample import BASELINE, contest

from juliaset import _native
from juliaset.bench.contestants.loaded_kernel import LoadedKernel
from juliaset.bench.contestants.picture import save_problem
from juliaset.bench.contestants.picture_kernel import PictureKernel
from juliaset.bench.outcome import Answer, answer
from juliaset.bench.picture import expected_counts
from juliaset.bench.record import Record, State, Status
from juliaset.bench.selection import Choice, select
from juliaset.kernel_type import Call
from juliaset.problem import Counts, Problem
from juliaset.registry import get_kernel, kernel, kernels

SMALL = Problem.book(20)


def all_right() -> Record:
    record = contest()
    record.variants = [row for row in record.variants if row.status == Status.OK]
    return record


def only_companions_have_times(record: Record) -> None:
    names = {BASELINE, record.contest.reference, *record.contest.twins}
    record.variants = [row for row in record.variants if row.id in names or "simd" in row.id]
    for row in record.variants:
        if row.id not in names:
            row.status, row.reason, row.processes = Status.UNAVAILABLE, "no such unit", []


@pytest.mark.parametrize("status", [*Status])
@pytest.mark.parametrize("state", [*State])
def test_the_answer_is_the_most_serious_thing(status: Status, state: State) -> None:
    record = all_right()
    record.contest.state = state
    record.variants[-1].status = status
    broken = status not in {Status.OK, Status.UNAVAILABLE}
    if state == State.INTERRUPTED:
        assert answer(record) == Answer.INTERRUPTED
    elif broken:
        assert answer(record) == Answer.BROKEN
    else:
        calm = state == State.COMPLETE
        assert answer(record) == (Answer.DONE if calm else Answer.CONTENDED)


def test_a_contest_with_a_suspect_row_is_not_all_right() -> None:
    record = all_right()
    record.variants[-1].verdict = "suspect"
    assert answer(record) == Answer.BROKEN


def test_without_a_time_of_what_was_asked_for_there_is_no_answer() -> None:
    record = all_right()
    only_companions_have_times(record)
    assert answer(record) == Answer.NOTHING
    record.contest.state = State.CONTENDED
    assert answer(record) == Answer.NOTHING


def test_a_baseline_alone_is_an_answer() -> None:
    record = all_right()
    names = {BASELINE, *record.contest.twins}
    record.variants = [row for row in record.variants if row.id in names]
    assert answer(record) == Answer.DONE


def test_rows_know_what_their_kernels_publish() -> None:
    (each,) = select(Choice(["cpp.simd_tiled_sse2"], flavours=["O2"]))
    row, made = each.variant(), get_kernel("cpp.simd_tiled_sse2")
    assert (row.toolchain, row.isa, row.lanes, row.vectors_in_flight, row.steps) == (
        *("cpp", "sse2", 2, 4, "every"),
    )
    assert row.flags == made.flags_of("O2") != made.flags_of("O3")
    assert row.compiler == _native.load("O2").compiler
    (python,) = select(Choice(["python.loops"]))
    assert (python.variant().compiler, python.variant().flags) == ("", "")


def test_rows_of_one_selection_share_nothing() -> None:
    (each,) = select(Choice(["cpp.scalar"]))
    first, second = each.variant(), each.variant()
    first.cold.load_ns = 1
    assert second.cold.load_ns is None
    assert first.processes is not second.processes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_problem(tmp_path, SMALL, expected_counts(SMALL))
    return tmp_path


@pytest.fixture
def wrong_list(monkeypatch: pytest.MonkeyPatch) -> str:
    """A kernel whose `finish` takes a list and puts it, wrong in one pixel, into the counts."""
    kept_apart(monkeypatch)

    def finish(answer: list[int], out: Counts) -> None:
        out[...] = np.array(answer).reshape(out.shape)

    @kernel("mine.list", prepare=lambda problem: (problem,), finish=finish)
    def wrong(problem: Problem) -> list[int]:
        out = np.empty(problem.shape, np.int32)
        get_kernel("cpp.scalar").bind(problem, out)()
        out[0, 0] += 1
        return [int(count) for count in out.flat]

    return "mine.list"


@pytest.fixture
def raises(monkeypatch: pytest.MonkeyPatch) -> str:
    """A kernel that can do a tiny problem only."""
    kept_apart(monkeypatch)

    @kernel("mine.raises")
    def fails(problem: Problem, out: Counts) -> None:
        if problem.width >= SMALL.width:
            raise ArithmeticError("too large for me")
        out.fill(0)

    return "mine.raises"


def kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what a test registers end with it."""
    known = {each.name: each for each in kernels()}
    monkeypatch.setattr("juliaset.registry._kernels", known)


def loaded(folder: Path, name: str, **order: int) -> LoadedKernel:
    plain = {"kernel": name, "file": "", "options": {}, "problem": str(folder), "threads": 1}
    return LoadedKernel({"solver": PictureKernel.SOLVER} | plain | order)


def test_a_kernel_with_a_finish_is_not_blamed_for_what_it_hands_back(
    folder: Path, wrong_list: str
) -> None:
    found = loaded(folder, wrong_list).run({"calls": 1})
    assert found["differing"] == 1
    assert "handed back" not in found["wrong"]


def test_whether_a_call_has_a_finish_is_explicit() -> None:
    out = np.empty(SMALL.shape, np.int32)
    assert not get_kernel("cpp.scalar").bind(SMALL, out).has_finish
    assert not Call(lambda: None).has_finish
    assert get_kernel("python.loops").bind(SMALL, out).has_finish
    assert Call(lambda: None, lambda _: None).has_finish  # a lambda is one, too


def test_threads_at_once_have_counts_of_their_own_and_are_all_checked(folder: Path) -> None:
    kernel = loaded(folder, "cpp.scalar", callers=3)
    found = kernel.run({"calls": 2})
    assert (found["differing"], found["wrong"]) == (0, "")
    assert found["ended_ns"] - found["began_ns"] == pytest.approx(2 * found["wall_ns"])
    assert found["stall_ns"] >= 0
    assert len({id(out) for out in kernel.outs}) == 3
    save_problem(folder, SMALL, expected_counts(SMALL) + 1)  # all are compared with it
    assert loaded(folder, "cpp.scalar", callers=3).run({"calls": 1})["differing"] == SMALL.pixels


@pytest.mark.parametrize("callers", [1, 3])
def test_an_error_in_a_thread_is_raised(folder: Path, raises: str, callers: int) -> None:
    kernel = loaded(folder, raises, callers=callers)
    with pytest.raises(ArithmeticError, match="too large for me"):
        kernel.run({"calls": 1})
