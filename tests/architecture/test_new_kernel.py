"""A new kernel is one file and one line: everything that walks the registry finds it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from built import ROOT

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

JULIA_KERNEL("A kernel of mine.", one, exact);
"""
PYTHON = '''\
from juliaset.registry import kernel


@kernel("{name}")
def fill(problem, out):
    """A kernel of mine."""
'''
# An editable install puts its own finder before all paths.
LIST = """\
import sys
sys.meta_path[:] = [f for f in sys.meta_path if type(f).__name__ != "ScikitBuildRedirectingFinder"]
sys.path.insert(0, sys.argv[1])
import juliaset
assert juliaset.__file__.startswith(sys.argv[1]), juliaset.__file__
print(*(kernel.name for kernel in juliaset.kernels()), sep="\\n")
"""


def add_line(path: Path, before: str, line: str) -> None:
    text = path.read_text()
    assert text.count(before) == 1, f"{path.name} has changed: {before!r} is not there once"
    path.write_text(text.replace(before, line + before))


def add_to_list(package: Path, name: str) -> None:
    add_line(package / "techniques" / "__init__.py", '    "cpp",\n', f'    "{name}",\n')


def run(*command: str | Path, cwd: Path) -> str:
    # What pip sets for the build of the package is not for this one.
    environment = {name: text for name, text in os.environ.items() if name != "CMAKE_ARGS"}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def kernels_of(site: Path) -> list[str]:
    return run(sys.executable, "-c", LIST, site, cwd=site).split()


def test_a_python_kernel_is_one_file_and_one_line(tmp_path: Path) -> None:
    native = pytest.importorskip("juliaset._native", reason="make builds the compiled half")
    package = tmp_path / "juliaset"
    shutil.copytree(ROOT / "python" / "juliaset", package)
    # Beside it what was compiled, as in a wheel.
    compiled = Path(native.folder())
    for path in [*compiled.rglob("*.so"), compiled / "golden.toml"]:
        shutil.copy(path, package / path.relative_to(compiled))

    before = kernels_of(tmp_path)
    (package / "techniques" / "mine.py").write_text(PYTHON.format(name="python.mine"))
    add_to_list(package, "mine")

    assert set(kernels_of(tmp_path)) - set(before) == {"python.mine"}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_compiled_kernel_is_one_file_and_one_line(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for name in ["cmake", "julia", "bindings", "benchmarks", "tests", "python"]:
        shutil.copytree(ROOT / name, source / name)
    shutil.copy(ROOT / "CMakeLists.txt", source)

    (source / "julia" / "kernels" / "mine.cpp").write_text(CPP)
    add_line(
        source / "julia" / "kernels" / "kernels.cmake",
        "julia_kernel(scalar BELOW complex)\n",
        "julia_kernel(mine)\n",
    )
    (source / "bindings" / "cython" / "cython_mine.pyx").write_text(
        PYTHON.format(name="cython.mine")
    )
    add_to_list(source / "python" / "juliaset", "cython_mine")

    configure(source)
    run("cmake", "--build", "build", cwd=source)
    assert_python_lists(source, {"cpp.mine", "cython.mine"})
    assert_programs_list(source / "build")


def configure(source: Path) -> None:
    pybind11 = run(sys.executable, "-m", "pybind11", "--cmakedir", cwd=source).strip()
    definitions = {
        "CMAKE_BUILD_TYPE": "Release",
        "JULIA_PYTHON": "ON",
        "Python_EXECUTABLE": sys.executable,
        "pybind11_DIR": pybind11,
    }
    options = [f"-D{name}={value}" for name, value in definitions.items()]
    run("cmake", "-G", "Ninja", "-B", "build", *options, cwd=source)


def assert_python_lists(source: Path, names: set[str]) -> None:
    site = source / "site"
    run("cmake", "--build", "build", "--target", "python_modules", cwd=source)
    shutil.copytree(source / "python" / "juliaset", site / "juliaset")
    run("cmake", "--install", "build", "--component", "python", "--prefix", "site", cwd=source)
    assert names <= set(kernels_of(site))


def assert_programs_list(build: Path) -> None:
    tests = build / "tests" / "julia_tests"
    benchmarks = build / "benchmarks" / "julia_benchmarks"
    for program in (tests, benchmarks):
        if not program.exists():
            pytest.skip(f"{program.name} was not built: its library is not on this machine")
    assert "cpp.mine@O3_native" in run(tests, "--gtest_list_tests", cwd=build)
    run(tests, "--gtest_filter=*/mine_*", cwd=build)
    assert "cpp.mine@O0/" in run(benchmarks, "--benchmark_list_tests", cwd=build)
