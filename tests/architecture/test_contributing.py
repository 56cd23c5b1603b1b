"""The recipes of CONTRIBUTING.md, followed in a copy of the checkout, lead to green tests."""

import json
from pathlib import Path

import pytest
from checkout import Checkout

pytestmark = pytest.mark.slow

LISTS = (
    "tests/python/test_registry.py",
    "tests/python/test_kernel_tables.py",
    "tests/python/test_readme.py",
    "tests/architecture/test_python_layers.py",
)
CPP = """\
// The text of cpp.scalar under another name.
#include "pixel.hpp"

namespace {

void calculate(const julia::Problem& problem, std::int32_t* counts, julia::Stop& stop) {
  auto patience = julia::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    julia::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("A kernel of mine: the text of cpp.scalar.", one, exact, .steps = julia::Steps::every);
"""
PYTHON = '''\
"""A kernel of mine: the book's loop, without its grid."""

from juliaset.problem import Counts, Problem
from juliaset.registry import kernel


@kernel("{name}", steps="every")
def fill(problem: Problem, out: Counts) -> None:
    """Count with complex numbers of Python."""
    for j, y in enumerate(problem.ys):
        for i, x in enumerate(problem.xs):
            z, count = complex(x, y), 0
            while count < problem.max_iterations and abs(z) < 2:
                z, count = z * z + problem.c, count + 1
            out[j, i] = count
'''

TAKE_HOME = "## What to take home\n\n- It is a notebook.\n\n## Next\n\n`juliaset lab start 1`"
QUESTION = "<details><summary>Question: why?</summary>\n\nBecause.\n\n</details>"
NOTEBOOK = (
    ("markdown", "# {number}. Mine\n\nIt takes 5 minutes. Before it: `make setup`, nothing else."),
    ("code", "import juliaset\nfrom juliaset.notebook import predict"),
    ("markdown", f"{QUESTION}\n\n{QUESTION}\n\n{QUESTION}"),
    ("code", 'names = predict("kernels", ...)\nmost = predict("most steps", ..., "steps")'),
    ("code", "names.against(len(juliaset.kernels()))\nproblem = juliaset.Problem.book(50, 100)"),
    ("code", "most.against(juliaset.escape_counts(problem).max())"),
    ("markdown", TAKE_HOME),
)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "checkout")


def add_to_list(checkout: Checkout, name: str) -> None:
    checkout.add_line("python/juliaset/techniques/__init__.py", '    "cpp",\n', f'    "{name}",\n')


def names(checkout: Checkout) -> set[str]:
    program = "import juliaset; print(*(kernel.name for kernel in juliaset.kernels()))"
    return set(checkout.run("python", "-c", program).split())


def test_the_copy_is_complete_and_is_what_runs(checkout: Checkout) -> None:
    program = "import juliaset; print(juliaset.__file__)"
    assert checkout.run("python", "-c", program).startswith(str(checkout.folder))
    checkout.assert_green("tests/python/test_generated_docs.py", *LISTS)


def test_a_kernel_in_python_is_one_file_and_one_line(checkout: Checkout) -> None:
    before = names(checkout)
    checkout.write("python/juliaset/techniques/mine.py", PYTHON.format(name="python.mine"))
    add_to_list(checkout, "mine")
    assert names(checkout) - before == {"python.mine"}
    assert "python.mine" in checkout.run("juliaset", "list")
    checkout.run("juliaset", "verify", "--kernel", "python.mine")
    checkout.assert_green("tests/python", "-k", "mine")
    checkout.assert_green_after_make_docs(*LISTS)
    assert "`python.mine`" in checkout.path("docs/kernels.md").read_text()


def test_a_new_field_of_a_contest_s_file_is_one_line(checkout: Checkout) -> None:
    record = "python/juliaset/bench/record.py"
    checkout.add_line(record, "    memory: Count | None = None\n", '    mine: str = ""\n')
    page = checkout.path("docs/contest.md")
    heading = "## `variants`: the rows\n"
    page.write_text(page.read_text().replace(heading, f"{heading}\n`mine`: an example.\n"))
    checkout.assert_green_after_make_docs("tests/python/bench/test_record_file.py", *LISTS)
    schema = checkout.path("docs/contest.schema.json").read_text()
    assert '"mine": {' in schema


def test_a_lab_is_one_command(checkout: Checkout) -> None:
    checkout.run("juliaset", "lab", "new", "of_mine")
    assert "of mine" in checkout.run("juliaset", "lab", "list").lower()
    parts = ("tests/labs/test_course.py", "tests/labs/test_instructor.py", "-k", "of_mine or plan")
    checkout.assert_green_after_make_docs(*parts, "tests/python/test_generated_docs.py")
    assert "Of mine" in checkout.path("docs/instructor.md").read_text()


def test_a_notebook_is_one_file_and_one_sentence(checkout: Checkout) -> None:
    number = len(list(checkout.path("notebooks").glob("*.ipynb"))) + 1
    name = f"notebooks/{number:02d}_mine.ipynb"
    cells = [
        {"cell_type": kind, "metadata": {}, "source": [text.replace("{number}", str(number))]}
        for kind, text in NOTEBOOK
    ]
    checkout.write(name, json.dumps({"cells": cells}))
    (before,) = checkout.path("notebooks").glob(f"{number - 1:02d}_*.ipynb")
    text = before.read_text()
    sentence = f"Notebook {number} is mine. "
    before.write_text(text.replace("This was the last notebook. ", sentence))
    checkout.run("python", "tools/bare_notebooks.py", "--write", name)  # make format runs it
    checkout.assert_green("tests/notebooks")
    checkout.run("setup/notebooks.sh", "small", "build/notebooks", name)


@pytest.mark.timeout(1500)
def test_compiled_kernels_are_one_file_and_one_line_each(checkout: Checkout) -> None:
    before = names(checkout)
    checkout.write("julia/kernels/mine.cpp", CPP)
    line = "julia_kernel(scalar BELOW complex)\n"
    checkout.add_line("julia/kernels/kernels.cmake", line, "julia_kernel(mine)\n")
    cython = checkout.path("bindings/cython/cython_memoryview.pyx").read_text()
    assert cython.count('"cython.memoryview"') == 1
    mine = cython.replace('"cython.memoryview"', '"cython.mine"')
    checkout.write("bindings/cython/cython_mine.pyx", mine)
    add_to_list(checkout, "cython_mine")
    compile_all(checkout)
    assert names(checkout) - before == {"cpp.mine", "cython.mine"}
    assert_programs_list(checkout)
    checkout.run("juliaset", "verify", "--kernel", "c*.mine")
    checkout.assert_green("tests/python", "-k", "mine")
    checkout.assert_green_after_make_docs("tests/architecture", *LISTS)
    assert "`cpp.mine`" in checkout.path("docs/instructions.md").read_text()


def compile_all(checkout: Checkout) -> None:
    """Compile as `make setup` does, in one build for the package and for the C++ programs."""
    definitions = {
        "JULIA_PYTHON": "ON",
        "Python_EXECUTABLE": checkout.path(".venv/bin/python"),
        "pybind11_DIR": checkout.run("python", "-m", "pybind11", "--cmakedir").strip(),
    }
    options = [f"-D{name}={value}" for name, value in definitions.items()]
    checkout.run("cmake", "--preset", "dev", *options)
    checkout.run("cmake", "--build", "build/dev", "--target", "all", "python_modules")
    checkout.run("cmake", "--install", "build/dev", "--component", "python", "--prefix", "python")


def assert_programs_list(checkout: Checkout) -> None:
    tests = checkout.path("build/dev/tests/julia_tests")
    benchmarks = checkout.path("build/dev/benchmarks/julia_benchmarks")
    for program in (tests, benchmarks):
        if not program.exists():
            pytest.skip(f"{program.name} was not built: its library is not on this machine")
    assert "cpp.mine@O3_native" in checkout.run(tests, "--gtest_list_tests")
    checkout.run(tests, "--gtest_filter=*/mine_*")
    assert "cpp.mine@O0/" in checkout.run(benchmarks, "--benchmark_list_tests")
