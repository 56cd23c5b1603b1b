"""A Python whose complex product fuses: its own counts are not wrong, others still are."""

from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from mutants import expanded, fused, one_step_more
from rich.console import Console
from rows import Row, all_rows

from juliaset import verification
from juliaset.cli.exit_codes import ExitCode
from juliaset.cli.kernels import run
from juliaset.doctor import examine
from juliaset.problem import Counts, Problem
from juliaset.python_arithmetic import fused_pixels, own_count, python_fuses
from juliaset.registry import kernel, kernels
from juliaset.verification import complex_product, verify
from planted_python import (
    CHANGED,
    FirstFused,
    SecondFused,
    keep_registry,
    nine_points,
    plant,
    plant_answers,
)

BOTH = pytest.mark.parametrize("number", [FirstFused, SecondFused])
FUSES = "this Python fuses multiply-add"
SENTENCE = f"{FUSES}: {{}} differs in {CHANGED} pixels of the sensitive picture"
NO_FUSING = pytest.mark.skipif(python_fuses(), reason="this Python itself fuses multiply-add")
LOOPS = next(each for each in kernels() if each.complex_numbers)


@pytest.fixture(autouse=True)
def _answers(monkeypatch: pytest.MonkeyPatch) -> None:
    plant_answers(monkeypatch)


@pytest.fixture
def mine(monkeypatch: pytest.MonkeyPatch) -> dict[str, Counts]:
    """Register kernels of those counts under their names, which say that Python multiplies them."""
    answers: dict[str, Counts] = {}

    def register(name: str, *, complex_numbers: bool) -> None:
        @kernel(name, complex_numbers=complex_numbers)
        def fill(_problem: Problem, out: Counts) -> None:
            """Fill in what was planted."""
            out[...] = answers[name]

    keep_registry(monkeypatch)
    register("mine.complex", complex_numbers=True)
    register("mine.floats", complex_numbers=False)
    return answers


def pixels(number: type[complex]) -> Counts:
    """Compute the nine points as a planted Python does, by a loop of its own."""
    problem = nine_points()
    counts = np.zeros(problem.shape, np.int32)
    for j, y in enumerate(problem.ys.tolist()):
        for i, x in enumerate(problem.xs.tolist()):
            z = number(x, y)
            while abs(z) < 2 and counts[j, i] < problem.max_iterations:
                z = z * z + problem.c
                counts[j, i] += 1
    return counts


@NO_FUSING
def test_no_count_of_a_python_that_does_not_fuse_is_excused() -> None:
    problem = nine_points()
    assert fused_pixels(problem, expanded(problem), fused(problem)) == 0
    assert complex_product() == "rounds each operation"


@BOTH
def test_a_planted_python_is_found_out_by_its_product(
    monkeypatch: pytest.MonkeyPatch, number: type[complex]
) -> None:
    plant(monkeypatch, number)
    assert python_fuses()


def test_another_mistake_is_not_called_fused(monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, FirstFused)
    found = list(verification.differences(LOOPS, None, ["sensitive"]))
    assert [each.fused for each in found] == [True]
    wrong = [each._replace(fused=False, problem="book") for each in found]
    monkeypatch.setattr(verification, "differences", lambda *_: iter([*wrong, *found]))
    assert complex_product() == SENTENCE.format(LOOPS.name)


def test_a_golden_answer_of_another_c_library_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (answer,) = verification.golden().values()
    local = replace(answer, of_c_library=True, sha256="0" * 64)
    monkeypatch.setattr(verification, "golden", lambda: {"sensitive": local})
    verify(["python.expanded"], [])
    said = capsys.readouterr().out.splitlines()[0]
    assert said.startswith("local    sensitive: compared with this Python's counts, because its C ")
    assert "rounds hypot, sin or cos differently" in said


@BOTH
def test_its_own_counts_are_told_from_wrong_ones(
    monkeypatch: pytest.MonkeyPatch, number: type[complex]
) -> None:
    problem, counts = nine_points(), pixels(number)
    right = expanded(problem)
    assert np.count_nonzero(counts != right) == CHANGED
    plant(monkeypatch, number)
    assert fused_pixels(problem, right, counts) == CHANGED
    other = SecondFused if number is FirstFused else FirstFused
    assert fused_pixels(problem, right, pixels(other)) == 0
    counts[0, 0] += 1  # which no product of this Python explains
    assert fused_pixels(problem, right, counts) == 0
    assert fused_pixels(problem, right, counts[:2]) == 0


def test_the_planted_python_is_the_mutant_that_computes_in_floats() -> None:
    assert np.array_equal(pixels(FirstFused), fused(nine_points()))


def test_a_point_is_counted_as_the_book_does() -> None:
    assert own_count(0.0, 0.0, 0j, 7) == 7
    assert own_count(2.0, 0.0, 0j, 7) == 0
    assert own_count(1.5, 0.0, 0j, 7) == 1


def takes_long(row: Row) -> bool:
    """Whether it compiles, or starts processes."""
    return row.kernel.toolchain == "numba" or row.starts_processes


@BOTH
@pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, id=str(row), marks=[pytest.mark.slow] if takes_long(row) else [])
        for row in all_rows()
        if not row.flavour and not row.reason
    ],
)
def test_the_kernels_that_multiply_complex_numbers_say_so(
    monkeypatch: pytest.MonkeyPatch, number: type[complex], row: Row
) -> None:
    plant(monkeypatch, number)
    counts = row.counts(nine_points())
    differs = not np.array_equal(counts, expanded(nine_points()))
    assert differs == row.kernel.complex_numbers


@BOTH
def test_verify_says_that_it_fuses_and_is_content(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: type[complex]
) -> None:
    plant(monkeypatch, number)
    assert verify([LOOPS.name], [])
    assert capsys.readouterr().out == f"fused    {SENTENCE.format(LOOPS.name)}\n"


def test_verify_still_finds_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mine: dict[str, Counts]
) -> None:
    plant(monkeypatch, FirstFused)
    for counts in (pixels(SecondFused), one_step_more(nine_points())):
        mine["mine.complex"] = counts
        assert not verify(["mine.complex"], [])
        assert capsys.readouterr().out.startswith("WRONG    mine.complex on sensitive: ")
    # One that does not multiply complex numbers has no excuse for the same counts.
    mine |= dict.fromkeys(("mine.complex", "mine.floats"), pixels(FirstFused))
    assert not verify(["mine.*"], [])
    said = capsys.readouterr().out
    assert said.startswith(f"fused    {SENTENCE.format('mine.complex')}\nWRONG    mine.floats on ")


def test_run_says_it_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mine: dict[str, Counts]
) -> None:
    plant(monkeypatch, FirstFused)
    problem = nine_points()
    monkeypatch.setattr("juliaset.cli.options.problem", lambda *_: problem)
    assert run(LOOPS.name) == ExitCode.DONE
    assert capsys.readouterr().out.endswith(f"{SENTENCE.format(LOOPS.name)}\n")
    mine["mine.complex"] = one_step_more(problem)
    assert run("mine.complex") == ExitCode.NO
    assert capsys.readouterr().err.startswith("WRONG: ")


@pytest.mark.parametrize("planted", [True, pytest.param(False, marks=NO_FUSING)])
def test_doctor_says_how_this_python_multiplies(
    monkeypatch: pytest.MonkeyPatch, *, planted: bool
) -> None:
    if planted:
        plant(monkeypatch, FirstFused)
    screen = Console(file=StringIO(), width=200)
    screen.print(examine())
    said = screen.file.getvalue()  # type: ignore[attr-defined]
    words = SENTENCE.format(LOOPS.name) if planted else "rounds each operation"
    (line,) = [line for line in said.splitlines() if "complex product" in line]
    assert line.rstrip().endswith(words)
