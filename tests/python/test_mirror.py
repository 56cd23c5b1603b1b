"""What cpp.mirror counts, compared with brute force; wrong constants are found.

How exact the bounds are is the matter of test_mirror_bounds.py.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from juliaset import Problem, escape_counts
from juliaset.compile_kernel import Job, compile_kernel
from juliaset.native import library_kernel
from juliaset.problem import BOOK_C, Counts, new_counts
from mirror_search import Found, counting, mirror_kernels, pictures, plainly, search
from planted_constants import FLAGS, SOURCES, with_parts

SEED = 20240229

# What the bounds in apart.hpp would be if the proof forgot something.
MISTAKES = {
    "no band around the circle": [
        (".inside = 4 - 0x1p-9", ".inside = 4 - 0x1p-19"),
        (".outside = 4 + 0x1p-9", ".outside = 4"),
    ],
    "no band in the tile pass": [
        (".inside = 4 - 0x1p-11", ".inside = 4 - 0x1p-19"),
        (".outside = 4 + 0x1p-11", ".outside = 4"),
    ],
    "steps do not tear orbits apart": [("most_growth = 4 + 0x1p-6", "most_growth = 1")],
    "nor do four of them": [("256 * (1 + 0x1p-4 + 0x1p-9)", "1.0")],
    "no orbit is ever too far": [
        ("most_apart_after_round = 0x1p-8", "most_apart_after_round = 0x1p800"),
        (".most_apart = 0x1p2", ".most_apart = 0x1p800"),
    ],
}


def test_there_is_a_kernel_for_each_instruction_set() -> None:
    assert {name.rpartition("_")[0] for name in mirror_kernels()} == {
        "cpp.mirror",
        "cpp.openmp_mirror",
    }


@pytest.mark.parametrize("name", mirror_kernels())
def test_no_counter_example_is_found(name: str) -> None:
    done, found = search([counting(name)], 400_000, SEED, 90)
    assert found is None, str(found)
    assert done >= 400_000


@pytest.mark.slow
@pytest.mark.parametrize("name", mirror_kernels())
def test_no_counter_example_is_found_in_large_pictures(name: str) -> None:
    done, found = search([counting(name)], 20_000_000, SEED + 1, 500)
    assert found is None, str(found)
    assert done >= 20_000_000


def with_mistake(folder: Path, mistake: str) -> Callable[[Problem], Counts]:
    """Compile cpp.mirror with other constants."""
    copies = folder / "kernels"
    copies.mkdir()
    source = with_parts(copies, SOURCES / "mirror.cpp", MISTAKES.get(mistake, []))
    compile_kernel(Job(source, "O3", FLAGS), folder)
    kernel = library_kernel("mirror", folder, "O3")

    def count(problem: Problem) -> Counts:
        counts = new_counts(problem.shape)
        kernel.bind(problem, counts)()
        return counts

    return count


def found_with(folder: Path, mistake: str) -> Found | None:
    return search([with_mistake(folder, mistake)], 4_000_000, SEED, 90)[1]


def test_a_search_finds_a_wrong_constant(tmp_path: Path) -> None:
    assert found_with(tmp_path, "nor do four of them")


@pytest.mark.slow
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_search_finds_every_wrong_constant(tmp_path: Path, mistake: str) -> None:
    assert found_with(tmp_path, mistake)


@pytest.mark.slow
def test_the_same_compilation_without_a_mistake_passes(tmp_path: Path) -> None:
    assert found_with(tmp_path, "none") is None


@pytest.mark.parametrize("name", mirror_kernels())
def test_a_column_of_a_million_tiles_has_room_for_what_is_left_alone(name: str) -> None:
    ys = -np.linspace(-1.9, 1.9, 60_000)
    problem = Problem(np.array([-1.95, -0.01, 0.0, 0.01]), ys, BOOK_C, 50)
    assert (escape_counts(problem, name) == plainly(problem)).all()


@pytest.mark.parametrize("name", mirror_kernels())
@pytest.mark.parametrize("off", [0.0, 1e-12])
def test_rows_and_columns_that_are_few(name: str, off: float) -> None:
    for width in (1, 2, 3, 8, 9, 17):
        for height in (1, 2, 3, 4, 5, 17):
            xs = np.arange(width, dtype=np.float64) - (width - 1) / 2 + off
            ys = np.arange(height, dtype=np.float64) - (height - 1) / 2 - off
            problem = Problem(xs * 0.11, ys * 0.13, BOOK_C, 300)
            assert (escape_counts(problem, name) == plainly(problem)).all(), (width, height)


def test_the_pictures_of_a_seed_stay_the_same() -> None:
    first, again = next(pictures(SEED, 90)), next(pictures(SEED, 90))
    assert first.c == again.c
    assert (first.xs == again.xs).all()
