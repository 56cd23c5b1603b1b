"""What a C++ file may include: the arrows of the architecture, and no others."""

import re
from pathlib import Path

import pytest
from built import ROOT

JULIA = ROOT / "julia"
INCLUDE = JULIA / "include" / "juliaset"
HEADERS = {path.relative_to(INCLUDE).as_posix() for path in INCLUDE.rglob("*.hpp")}
# What a kernel author may know; the registry and the checks are above them.
FOR_KERNELS = {
    *(
        "attributes.hpp",
        "problem.hpp",
        "kernel.hpp",
        "stop.hpp",
        "features.hpp",
        "step.hpp",
        "trap.hpp",
    ),
    *("features/x86_64.hpp", "features/aarch64.hpp"),
}
GENERATED = {"kernels.inc", "instruction_sets.inc"}
# Below src/: the functions that each CPU and each operating system implements its own way.
MACHINE = {"cpu/has.hpp", "has.hpp"}
MACHINE |= {"system/system.hpp", "system.hpp", "../system/system.hpp"}
MACHINE |= {"sysctl.hpp", "../system/sysctl.hpp"}
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
def test_a_kernel_knows_the_problem_and_the_parts(path: Path) -> None:
    own, system = includes(path)
    parts = {other.name for other in sources(JULIA / "kernels" / "parts")}
    if path.parent.name != "parts":
        parts = {f"parts/{name}" for name in parts}
    assert own <= {f"juliaset/{name}" for name in FOR_KERNELS} | parts
    assert not any(OUTSIDE.match(name) or name.startswith("juliaset/") for name in system)


def test_the_folder_of_the_kernels_is_their_catalogue() -> None:
    kernels = JULIA / "kernels"
    listed = re.findall(
        r"^julia_kernel\((\w+)", (kernels / "kernels.cmake").read_text(), re.MULTILINE
    )
    assert {path.name for path in kernels.glob("*.?pp")} == {f"{name}.cpp" for name in listed}
    assert {path.suffix for path in (kernels / "parts").iterdir()} == {".hpp"}


@pytest.mark.parametrize("path", sources(JULIA / "include") + sources(JULIA / "src"), ids=named)
def test_the_library_knows_nothing_outside_its_folder(path: Path) -> None:
    own, system = includes(path)
    assert own <= {f"juliaset/{name}" for name in HEADERS} | GENERATED | MACHINE
    assert not any(OUTSIDE.match(name) for name in system)


@pytest.mark.parametrize("name", sorted(FOR_KERNELS))
def test_what_kernels_know_knows_no_more(name: str) -> None:
    own, _ = includes(INCLUDE / name)
    assert own <= {f"juliaset/{name}" for name in FOR_KERNELS}


def test_the_library_names_no_folder_beside_it() -> None:
    for path in [*JULIA.rglob("CMakeLists.txt"), *JULIA.rglob("*.cmake")]:
        code = re.sub(r"#.*", "", path.read_text())
        assert not re.search(r"bindings|benchmarks|tests|python/", code), named(path)


# What differs between CPUs and between operating systems is in these files and no others.
KNOWS_CPU = {
    *("include/juliaset/features.hpp", "include/juliaset/features/x86_64.hpp"),
    *("include/juliaset/features/aarch64.hpp", "src/cpu/x86_64.cpp"),
    *(f"kernels/parts/lanes_{name}.hpp" for name in ("sse2", "avx2", "avx512", "neon")),
    "kernels/parts/publish.hpp",  # leave_avx: one #ifdef, around one instruction
}
KNOWS_OS = {
    *("src/system/linux.cpp", "src/system/darwin.cpp", "src/system/sysctl.hpp"),
    "src/cpu/aarch64_linux.cpp",
}
CPU = re.compile(
    r"__(x86_64|aarch64|ARM|AVX|SSE|FMA)|_mm\d*_|immintrin|arm_neon|cpuid|ia32|\basm\b[^;]+\w%"
)
OS = re.compile(
    r"__(APPLE|linux|unix)__|_WIN32|sys/(auxv|sysctl|prctl)|<sched.h>\s.*CPU_|cpu_set_t|dylib"
)


def test_few_files_know_a_cpu_or_an_operating_system() -> None:
    texts = {path.relative_to(JULIA).as_posix(): path.read_text() for path in sources(JULIA)}
    assert {name for name, text in texts.items() if CPU.search(text)} == KNOWS_CPU
    assert {name for name, text in texts.items() if OS.search(text)} == KNOWS_OS


@pytest.mark.parametrize("folder", ["bindings", "benchmarks"])
def test_what_runs_kernels_names_none(folder: str) -> None:
    rows = re.findall(
        r"^julia_kernel\((\w+)", (JULIA / "kernels/kernels.cmake").read_text(), re.MULTILINE
    )
    for path in sources(ROOT / folder):
        for text in re.findall(r'"([^"\n]*)"', path.read_text()):
            assert text not in rows, f"{named(path)} names the kernel {text!r}"
