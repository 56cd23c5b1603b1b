"""Both kinds of problem answer what a contest asks, and a row imports nothing of the other kind."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from problem_files import GOOD, written

from juliaset import Problem
from juliaset.bench.any_problem import AnyProblem
from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.contestants.own_kernel import own_kernels
from juliaset.bench.picture import Picture
from juliaset.bench.problem_file import open_problem
from juliaset.bench.selection import Choice
from juliaset.bench.tryout import NoneRunsError, tried_out

ONLY_OF_PICTURES = ("oracle", "escape", "registry", "native", "bench.contestants.picture")
ONLY_OF_FILES = ("problems.own_problem", "problems.problem_kernels", "bench.contestants.own_solver")
# What compiles, which is done before the processes of rows start.
COMPILES = ("compilers", "compile_kernel", "compile_library", "kernel_cache")
CHECKS = """
    import sys
    found = [each for each in {modules} if f"juliaset.{{each}}" in sys.modules]
    assert not found, found
"""

Made = Callable[[Path], AnyProblem]


def picture(_folder: Path) -> AnyProblem:
    return Picture(Problem.book(width=200))


def of_a_file(folder: Path) -> AnyProblem:
    return open_problem(written(folder, GOOD.replace("in_place", "scalar")))


both = pytest.mark.parametrize("made", [picture, of_a_file])


@both
def test_patterns_choose_among_the_kernels_of_any_problem(made: Made, tmp_path: Path) -> None:
    problem = made(tmp_path)
    every = problem.select([])
    assert problem.usual_baseline in {each.id for each in every}
    (one,) = problem.select(["*.scalar"])
    assert one.kernel.endswith(".scalar")
    assert problem.row(one.id) == one
    with pytest.raises(ValueError, match=r"no kernel 'numpy\.none'"):
        problem.select(["numpy.none"])
    with pytest.raises(ValueError, match="--threads has 0; allowed: 1 to "):
        problem.select([], [0])


@both
def test_what_needs_no_compiler_stays_as_it_is(made: Made, tmp_path: Path) -> None:
    problem = made(tmp_path)
    every = problem.select([])
    assert problem.compiled(every, pytest.fail) == list(every)


@both
def test_a_small_problem_is_posed_like_the_whole_one(made: Made, tmp_path: Path) -> None:
    problem = made(tmp_path)
    folders = [tmp_path / name for name in ("whole", "part")]
    for folder in folders:
        folder.mkdir()
    whole, part = problem.pose(folders[0]), problem.small().pose(folders[1])
    assert type(whole) is type(part)
    assert (part.steps or 0) < (whole.steps or 0)
    assert whole.identity != part.identity or whole.of_registry
    assert problem.extent != problem.small().extent
    assert problem.patience(3.0, whole) >= 3.0


def test_a_picture_hides_what_is_not_on_the_ladder_and_a_file_nothing(tmp_path: Path) -> None:
    whole = Picture(Problem.book(width=10), Choice(every=True))
    hidden = picture(tmp_path).hidden([])
    assert hidden == len(whole.select([])) - len(picture(tmp_path).select([])) > 0
    assert picture(tmp_path).hidden(["cpp.*"]) == of_a_file(tmp_path).hidden([]) == 0
    assert of_a_file(tmp_path).next_steps == ""
    assert "juliaset explain" in picture(tmp_path).next_steps


def test_a_picture_compiles_and_calls_its_kernels_as_the_choice_says() -> None:
    held = Picture(Problem.book(width=10), Choice(gil=["held"], flavours=["O3_native"]))
    assert [each.id for each in held.select(["cpp.scalar"])] == ["cpp.scalar@O3_native/held"]


def test_a_row_of_a_picture_imports_nothing_of_files_and_no_compiler(tmp_path: Path) -> None:
    checks = CHECKS.format(modules=(*ONLY_OF_FILES, *COMPILES))
    path = written(tmp_path, f"def fill(problem, out):{checks}    raise LookupError('so it is')\n")
    assert reason_of(own_kernels(f"{path}:fill", []), picture(tmp_path)).startswith("LookupError:")


@pytest.mark.parametrize("cpp", [False, True])
def test_a_row_of_a_file_imports_nothing_of_pictures_and_no_compiler(
    tmp_path: Path, *, cpp: bool
) -> None:
    checks = CHECKS.format(modules=(*ONLY_OF_PICTURES, *COMPILES))
    text = GOOD.replace("    out[...] = x + k", f"{checks}    raise LookupError('so it is')")
    text += "\nshift.cpp_file('cpp', 'none.cpp', 'f')\n" * cpp
    problem = open_problem(written(tmp_path, text))
    kernels = problem.select(["numpy.temporary"])
    assert reason_of(kernels, problem).startswith("LookupError: so it is (line ")


def reason_of(kernels: Sequence[SelectedKernel], problem: AnyProblem) -> str:
    """Return why the only kernel that is tried fails."""
    said: list[str] = []
    with pytest.raises(NoneRunsError, match="no kernel asked for works"):
        tried_out(kernels, problem, 30, said.append)
    return said[0].partition("\n")[2]
