"""What a C++ file may include: the arrows of the architecture, and no others."""

import re
from pathlib import Path

import pytest
from built import ROOT

JULIA = ROOT / "julia"
HEADERS = {path.name for path in (JULIA / "include" / "julia").iterdir()}
# What a kernel author may know; the registry and the checks are above them.
FOR_KERNELS = {"problem.hpp", "kernel.hpp", "stop.hpp", "features.hpp", "trap.hpp"}
GENERATED = {"kernels.inc"}
OUTSIDE = re.compile(r"Python\.h|pybind11|numpy|gtest|benchmark")


def sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in {".hpp", ".cpp"})


def includes(path: Path) -> tuple[set[str], set[str]]:
    text = path.read_text()
    return (
        set(re.findall(r'^#include "(.+)"', text, re.MULTILINE)),
        set(re.findall(r"^#include <(.+)>", text, re.MULTILINE)),
    )


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", sources(JULIA / "kernels"), ids=named)
def test_a_kernel_knows_the_problem_and_its_neighbours(path: Path) -> None:
    own, system = includes(path)
    neighbours = {other.name for other in sources(JULIA / "kernels") if other.suffix == ".hpp"}
    assert own <= {f"julia/{name}" for name in FOR_KERNELS} | neighbours
    assert not any(OUTSIDE.match(name) or name.startswith("julia/") for name in system)


@pytest.mark.parametrize("path", sources(JULIA / "include") + sources(JULIA / "src"), ids=named)
def test_the_library_knows_nothing_outside_its_folder(path: Path) -> None:
    own, system = includes(path)
    assert own <= {f"julia/{name}" for name in HEADERS} | GENERATED
    assert not any(OUTSIDE.match(name) for name in system)


@pytest.mark.parametrize("name", sorted(FOR_KERNELS))
def test_what_kernels_know_knows_no_more(name: str) -> None:
    own, _ = includes(JULIA / "include" / "julia" / name)
    assert own <= {f"julia/{name}" for name in FOR_KERNELS}


def test_the_library_names_no_folder_beside_it() -> None:
    for path in [*JULIA.rglob("CMakeLists.txt"), *JULIA.rglob("*.cmake")]:
        code = re.sub(r"#.*", "", path.read_text())
        assert not re.search(r"bindings|benchmarks|tests|python/", code), named(path)


@pytest.mark.parametrize("folder", ["bindings", "benchmarks"])
def test_what_runs_kernels_names_none(folder: str) -> None:
    rows = re.findall(
        r"^julia_kernel\((\w+)", (JULIA / "kernels/kernels.cmake").read_text(), re.MULTILINE
    )
    for path in sources(ROOT / folder):
        for text in re.findall(r'"([^"\n]*)"', path.read_text()):
            assert text not in rows, f"{named(path)} names the kernel {text!r}"
