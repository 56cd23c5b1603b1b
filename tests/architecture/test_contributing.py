"""The recipes of CONTRIBUTING.md, followed in a copy of the checkout, lead to green tests."""

import json
import re
import shutil
from pathlib import Path

import pytest
from checkout import Checkout

pytestmark = pytest.mark.slow

LISTS = (
    "tests/python/test_registry.py",
    "tests/python/test_list_of_kernels.py",
    "tests/python/test_kernel_tables.py",
    "tests/python/test_readme.py",
    "tests/architecture/test_python_layers.py",
)
CPP = """\
// The text of cpp.scalar under another name.
#include "parts/pixel.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    juliaset::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("A kernel of mine: the text of cpp.scalar.", one, exact,
             .steps = juliaset::Steps::every);
"""
PYTHON = '''\
"""A kernel of mine: the book's loop, without its grid."""

from juliaset.problem import Counts, Problem
from juliaset.registry import kernel


@kernel("{name}", steps="every", complex_numbers=True)
def fill(problem: Problem, out: Counts) -> None:
    """Count with complex numbers of Python."""
    for j, y in enumerate(problem.ys):
        for i, x in enumerate(problem.xs):
            z, count = complex(x, y), 0
            while count < problem.max_iterations and abs(z) < 2:
                z, count = z * z + problem.c, count + 1
            out[j, i] = count
'''

END = "## What to remember\n\n- One.\n- Two.\n- Three.\n\n## Next\n\n`juliaset lab start 1`"
QUESTION = "<details><summary>Question: why?</summary>\n\nBecause.\n\n</details>"
EXERCISES = "\n\n".join(QUESTION.replace("Question", f"Exercise {k}") for k in (1, 2, 3))
GOALS = "After this chapter you can:\n\n- add;\n- count;\n- stop."
NOTEBOOK = (
    (
        "markdown",
        f"# {{number}}. Mine\n\n{GOALS}\n\n**Time:** about 0 minutes. **Before:** `make setup`.",
    ),
    ("typing markdown", "**In Jupyter:** put a number in place of the three dots."),
    ("code", "import juliaset\nfrom juliaset.notebook import predict"),
    ("markdown", f"{QUESTION}\n\n{QUESTION}\n\n{QUESTION}"),
    ("code", 'names = predict("kernels", ...)\nmost = predict("most steps", ..., "steps")'),
    ("code", "names.against(len(juliaset.kernels()))\nproblem = juliaset.Problem.book(50, 100)"),
    ("code", "most.against(juliaset.escape_counts(problem).max())"),
    ("markdown", f"## Exercises\n\n{EXERCISES}\n\n{END}"),
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


def test_a_profiler_is_one_file_one_line_and_a_measurement(checkout: Checkout) -> None:
    recipes = "python/juliaset/profilers/recipes"
    question, _, rest = checkout.text(f"{recipes}/timeit.py").partition("\n")
    checkout.write(f"{recipes}/mine.py", question.replace("How long", "How often") + "\n" + rest)
    names = f"{recipes}/__init__.py"
    last = re.findall(r"^    \*\(.*\),\n(?=\))", checkout.text(names), re.MULTILINE)
    checkout.replace(names, *last, f'{last[0]}    "mine",\n')
    assert "mine" in checkout.run("juliaset", "profile")
    assert "checks hold" in checkout.run("juliaset", "profile", "mine", "--width", "100")

    of_the_table = checkout.tests("tests/python/profiling_recipes/test_ledger.py")
    assert of_the_table.returncode == 1
    assert "juliaset profile --ledger --json ledger.json" in of_the_table.stdout
    # Measuring all tools takes long: the others keep what was measured before.
    kept = json.loads(checkout.text("docs/recorded-profiles/ledger.json"))
    words = ("juliaset", "profile", "mine", "--ledger", "--rounds", "1", "--json", "-")
    kept["entries"] += json.loads(checkout.run(*words))["entries"]
    checkout.write("ledger.json", json.dumps(kept))
    checkout.run("python", "tools/ledger_table.py", "ledger.json")
    assert "\n| `mine` | How often does this " in checkout.text("docs/profilers.md")
    checkout.run("python", "tools/record_profiles.py", "mine")
    assert checkout.path("docs/recorded-profiles/mine/result.json").is_file()
    checkout.assert_green(
        "tests/python/profiling_recipes", "-k", "mine or alone or ledger or what_"
    )
    checkout.assert_green(*LISTS)


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
        {
            "cell_type": kind.removeprefix("typing "),
            "metadata": {"tags": ["only-in-jupyter"]} if kind.startswith("typing ") else {},
            "source": [text.replace("{number}", str(number))],
        }
        for kind, text in NOTEBOOK
    ]
    checkout.write(name, json.dumps({"cells": cells}))
    # As tools/chapters.py keeps them, after the notebook was run.
    seconds = f'  "{number:02d}_mine": 1.0,\n'
    checkout.add_line("docs/book/cell-seconds.json", '  "01_problem"', seconds)
    (before,) = checkout.path("notebooks").glob(f"{number - 1:02d}_*.ipynb")
    text = before.read_text()
    sentence = f"Chapter {number} is mine. "
    before.write_text(text.replace("This was the last notebook. ", sentence))
    checkout.run("python", "tools/bare_notebooks.py", "--write", name)  # make format runs it
    (lab,) = checkout.path("labs").glob("01_*/lab.toml")
    before_it = re.search(r"^notebooks = \[.*\d(?=\])", lab.read_text(), re.MULTILINE)
    assert before_it
    lab.write_text(lab.read_text().replace(before_it[0], f"{before_it[0]}, {number}"))
    instructor = "tests/labs/test_instructor.py"
    checkout.assert_green_after_make_docs(
        "tests/notebooks", instructor, "tests/python/test_readme.py"
    )
    checkout.run("setup/notebooks.sh", "small", "build/notebooks", name)


@pytest.mark.timeout(1500)
def test_compiled_kernels_are_one_file_and_one_line_each(checkout: Checkout) -> None:
    before = names(checkout)
    checkout.write("julia/kernels/mine.cpp", CPP)
    line = "julia_kernel(scalar BELOW complex EVERY_FLAVOUR)\n"
    checkout.add_line("julia/kernels/kernels.cmake", line, "julia_kernel(mine EVERY_FLAVOUR)\n")
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
    # A checkout is the course; only an installed package has a copy of it.
    shutil.rmtree(checkout.path("python/juliaset/course"))


def assert_programs_list(checkout: Checkout) -> None:
    tests = checkout.path("build/dev/tests/julia_tests")
    benchmarks = checkout.path("build/dev/benchmarks/julia_benchmarks")
    for program in (tests, benchmarks):
        if not program.exists():
            pytest.skip(f"{program.name} was not built: its library is not on this machine")
    assert "cpp.mine@O3_native" in checkout.run(tests, "--gtest_list_tests")
    checkout.run(tests, "--gtest_filter=*/mine_*")
    assert "cpp.mine@O0/" in checkout.run(benchmarks, "--benchmark_list_tests")
