"""The worked example: all its rows in one contest, each verified; nothing else here needs it."""

import shutil
from pathlib import Path

import pytest
from benched import Bench, expected_code

from juliaset.course import course_files
from make_command import make

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "heat"
LEFT_OUT = shutil.ignore_patterns("build", "__pycache__", "*.so", ".pytest_cache", ".juliaset")
COMPILED = {"cython.memoryview", "pybind11.scalar"}
WRONG = '''
from fractions import Fraction


@heat.kernel("planted.fused")
def fused(field, height, width, steps, rate, out):
    """Round once where the others round twice, in the first step."""
    first = field.copy()
    oracle(field, height, width, 1, rate, first)
    for i in range(1, height - 1):
        for j in range(1, width - 1):
            here = field[i, j]
            around = (field[i - 1, j] + field[i + 1, j]) + (field[i, j - 1] + field[i, j + 1])
            first[i, j] = Fraction(around - 4.0 * here) * Fraction(rate) + Fraction(here)
    oracle(first, height, width, steps - 1, rate, out)


@heat.kernel("planted.in_place")
def in_place(field, height, width, steps, rate, out):
    """Use neighbours that have taken the step already."""
    out[...] = field
    for _ in range(steps):
        for i in range(1, height - 1):
            for j in range(1, width - 1):
                around = (out[i - 1, j] + out[i + 1, j]) + (out[i, j - 1] + out[i, j + 1])
                out[i, j] = (around - 4.0 * out[i, j]) * rate + out[i, j]


@heat.kernel("planted.one_step_less")
def one_step_less(field, height, width, steps, rate, out):
    """Stop too early."""
    oracle(field, height, width, steps - 1, rate, out)


@heat.kernel("planted.edge")
def edge(field, height, width, steps, rate, out):
    """Leave the last column as it was."""
    right = out.copy()
    oracle(field, height, width, steps, rate, right)
    out[:, :-1] = right[:, :-1]
'''


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLE, tmp_path / "heat", ignore=LEFT_OUT)


def made(folder: Path, *words: str) -> None:
    """Run make in the example, and check that it succeeds."""
    done = make(folder, *words)
    assert done.returncode == 0, done.stdout + done.stderr


def rows(folder: Path, *words: str) -> dict[str, tuple[str, str]]:
    """Run a short contest; return the status of each row, and why."""
    small = ("--size", "24", "--processes", "3", "--budget", "1")
    with Bench(folder, "--problem", "problem.py", *words, *small, cwd=folder) as run:
        code = run.end()
        found = {
            name: (row["status"], row["reason"])
            for name, row in run.rows.items()
            if "twin" not in name
        }
        wrong = any(status == "wrong" for status, _ in found.values())
        right = expected_code(run.contest["contest"]["state"], 0)
        assert code == (1 if wrong else right), run.stderr
    return found


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_all_rows_are_verified_in_one_contest(copy: Path) -> None:
    made(copy, "compile")
    found = rows(copy, "--threads", "1,2")
    assert len(found) == 12
    assert {"cpp.openmp/t1", "cpp.openmp/t2", *COMPILED} <= found.keys()
    assert {status for status, _ in found.values()} == {"ok"}, found


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_its_own_tests_pass(copy: Path) -> None:
    made(copy, "test")


def test_what_is_not_compiled_is_unavailable_and_the_contest_goes_on(copy: Path) -> None:
    found = rows(copy, "--kernel", "python.*", "--kernel", "numpy.*", "--kernel", "[cp]y[tb]*")
    for name, (status, reason) in found.items():
        assert status == ("unavailable" if name in COMPILED else "ok"), reason
        assert name not in COMPILED or "compile or install it first" in reason
    assert found.keys() == {
        *("python.loops", "numpy.slices", "numpy.out", "numpy.strips", *COMPILED),
    }


def test_rows_that_are_wrong_are_refused(copy: Path) -> None:
    with (copy / "problem.py").open("a") as file:
        file.write(WRONG)
    found = rows(copy, "--kernel", "python.loops", "--kernel", "planted.*")
    assert found.pop("python.loops")[0] == "ok"
    assert {status for status, _ in found.values()} == {"wrong"}, found
    assert len(found) == 4
    assert "left" in found["planted.edge"][1] or "unwritten" in found["planted.edge"][1]


def test_the_course_of_an_installed_copy_has_it() -> None:
    names = {name for name in course_files() if name.startswith("examples/")}
    assert {"examples/heat/problem.py", "examples/heat/cpp/plate.hpp"} <= names
    assert not [name for name in names if name.endswith(".so")]


def test_its_readme_names_every_row_and_every_kernel_s_file() -> None:
    readme = (EXAMPLE / "README.md").read_text()
    problem = (EXAMPLE / "problem.py").read_text()
    for path in [*EXAMPLE.glob("heat/[a-z]*_*"), *EXAMPLE.glob("cpp/*.cpp")]:
        assert path.suffix == ".so" or path.name in readme, path
    listed = [line.split("`")[1] for line in readme.splitlines() if line.startswith("| `")]
    assert len(listed) == 11
    assert not [name for name in listed if f'"{name}"' not in problem]
