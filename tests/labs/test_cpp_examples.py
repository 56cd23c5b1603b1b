"""The C++ that labs and the primer show compiles, is short, and computes what its comment says."""

import ctypes
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

from juliaset.compile_kernel import Job, command_words
from juliaset.course_folder import CHECKOUT
from juliaset.grader.allowed_source import check_source
from juliaset.grader.catalogue import LABS, all_labs, find_lab
from juliaset.problem import Problem

PRIMER = CHECKOUT / "docs" / "cpp-primer.md"
LINK = "../../docs/cpp-primer.md"
SHOWN = re.compile(r"^```cpp\n(.*?)^```$", re.MULTILINE | re.DOTALL)
XSIMD = "#include <cstdint>\n#include <xsimd/xsimd.hpp>\n"
PUBLIC = 'extern "C" __attribute__((visibility("default"))) '
WITH_EXAMPLE = ["7", "12", "13", "14", "15", "19"]


def example(number: str) -> str:
    """Return the only C++ of a lab's README."""
    (found,) = SHOWN.findall(find_lab(number).task)
    return str(found)


def compiled(text: str, folder: Path) -> ctypes.CDLL:
    """Compile as the grader does, but without the table of kernels."""
    path = folder / "example.cpp"
    path.write_text(text)
    words = command_words(Job(path, "O3_native", "-O3 -march=native -ffp-contract=off"), folder)
    words = [word for word in words if not word.endswith("/table.cpp")]
    done = subprocess.run([*words, "-Wall"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return ctypes.CDLL(words[-1])


def pointer(array: np.ndarray) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


@pytest.mark.parametrize("number", WITH_EXAMPLE)
def test_an_example_is_short_and_a_learner_may_write_it(number: str, tmp_path: Path) -> None:
    text = example(number)
    assert len(text.splitlines()) <= 11
    path = tmp_path / "start.cpp"
    path.write_text(XSIMD + text)
    check_source(path, path.read_text(), headers=frozenset())


def test_every_lab_with_cpp_links_the_primer() -> None:
    for lab in all_labs():
        if lab.start.suffix == ".cpp" or any(path.suffix == ".cpp" for path in lab.given):
            assert LINK in lab.task, lab.name
    assert (LABS / "12_simd" / LINK).resolve() == PRIMER.resolve()


def test_the_example_of_lab_12_takes_a_first_step(tmp_path: Path) -> None:
    text = f"""#include "parts/batch.hpp"
using Vector = juliaset::Batch<double>;
{example("12")}
{PUBLIC}void run(const double* xs, const double* ys, std::int32_t width, std::int32_t j,
                 std::int32_t* row) {{
  juliaset::Problem problem{{}};
  problem.xs = xs;
  problem.ys = ys;
  problem.width = width;
  for (std::int32_t i = 0; i < width; i += juliaset::lanes<double>) first_step(problem, i, j, row);
}}
"""
    run = compiled(text, tmp_path).run
    # A width that no vector divides: what lies past the end must stay.
    problem = Problem.view((-3, 3, -3, 3), 37, 37, 0j, 1)
    for j, y in enumerate(problem.ys):
        row = np.full(40, -7, np.int32)
        run(pointer(problem.xs), pointer(problem.ys), problem.width, j, pointer(row))
        wanted = problem.xs**2 + y**2 < 4
        assert row[:37].tolist() == wanted.astype(int).tolist()
        assert row[37:].tolist() == [-7] * 3
    assert wanted.size == 37


@pytest.mark.parametrize(("number", "name", "y"), [("7", "squares", 0.0), ("13", "distances", 1.5)])
@pytest.mark.parametrize("n", [0, 1, 8, 37])
def test_the_examples_of_labs_7_and_13_square(
    number: str, name: str, y: float, n: int, tmp_path: Path
) -> None:
    middle = "y, " if y else ""
    text = (
        f"{XSIMD}{example(number)}{PUBLIC}void run(const double* from, double y, double* to, "
        f"std::int32_t n) {{ (void)y; {name}(from, {middle}to, n); }}\n"
    )
    run = compiled(text, tmp_path).run
    numbers = np.random.default_rng(7).uniform(-3, 3, n + 3)
    to = np.full(n + 3, -7.0)
    run(pointer(numbers), ctypes.c_double(y), pointer(to), n)
    assert to[:n].tolist() == (numbers[:n] * numbers[:n] + y * y).tolist()
    assert to[n:].tolist() == [-7.0] * 3


def test_the_example_of_lab_14_takes_one_step(tmp_path: Path) -> None:
    text = (
        f"{XSIMD}{example('14')}{PUBLIC}void run(double* re, double* im, double c_re, double c_im) "
        f"{{ step(re, im, c_re, c_im); }}\n{PUBLIC}std::int32_t lanes() "
        f"{{ return static_cast<std::int32_t>(xsimd::batch<double>::size); }}\n"
    )
    library = compiled(text, tmp_path)
    lanes = library.lanes()
    re, im = np.random.default_rng(14).uniform(-2, 2, (2, lanes))
    product = re * im
    wanted = ((re * re - im * im) - 0.8, (product + product) + 0.156)
    library.run(pointer(re), pointer(im), ctypes.c_double(-0.8), ctypes.c_double(0.156))
    assert (re.tolist(), im.tolist()) == (wanted[0].tolist(), wanted[1].tolist())


def test_the_example_of_lab_19_finds_what_is_inside(tmp_path: Path) -> None:
    text = (
        f"#include <cstdint>\n{example('19')}{PUBLIC}std::int64_t run(const double* xs, double y, "
        f"double* to) {{ return inside(xs, y, to); }}\n"
    )
    run = compiled(text, tmp_path).run
    run.restype = ctypes.c_int64
    for y in (0.0, 1.5, 3.0):
        xs, to = np.array([0.5, -1.9, 2.5, 1.0]), np.full(5, -7.0)
        squares = xs * xs + y * y
        assert run(pointer(xs), ctypes.c_double(y), pointer(to)) == np.count_nonzero(squares < 4)
        assert to.tolist() == [*np.where(squares < 4, squares, 0.0), -7.0]


@pytest.mark.parametrize("n", [0, 1, 16, 37])
def test_the_example_of_lab_15_compares_two_rows(n: int, tmp_path: Path) -> None:
    text = (
        f"{XSIMD}{example('15')}{PUBLIC}bool run(const std::int32_t* one, "
        f"const std::int32_t* other, std::int32_t n) {{ return same(one, other, n); }}\n"
    )
    run = compiled(text, tmp_path).run
    run.restype = ctypes.c_bool
    one = np.random.default_rng(15).integers(0, 300, n + 3, dtype=np.int32)
    assert run(pointer(one), pointer(one.copy()), n)
    for place in range(n + 3):
        other = one.copy()
        other[place] += 1
        assert run(pointer(one), pointer(other), n) == (place >= n)


def test_the_primer_is_one_file_that_compiles(tmp_path: Path) -> None:
    text = "".join(SHOWN.findall(PRIMER.read_text()))
    text += (
        f"{PUBLIC}double first() {{ const double row[] = {{2, 5, 3}}; return largest(row, 3); }}\n"
    )
    text += f"{PUBLIC}double second() {{ double to[3]; fill(to, 3, 4.5); return to[2]; }}\n"
    text += (
        f"{PUBLIC}double third() {{ return ones(6) + in_double() + in_float() + squared(3); }}\n"
    )
    text += f"{PUBLIC}double fourth() {{ return limit; }}\n"
    library = compiled(text, tmp_path)
    wanted = {"first": 5.0, "second": 4.5, "third": 18.0, "fourth": 300.0}
    for name, number in wanted.items():
        function = getattr(library, name)
        function.restype = ctypes.c_double
        assert function() == number, name
