"""Every recipe at a small size: what its tool leaves must say what is true."""

import re
from pathlib import Path
from typing import Any

import pytest

from juliaset.profilers.book import RECORDED, known
from juliaset.profilers.recipes import NAMES, recipe
from juliaset.profilers.result import Result, load, perform

WIDTHS = {
    **dict.fromkeys(("memory_profiler", "callgrind", "cachegrind"), 50),
    **dict.fromkeys(("mprof", "py_spy", "py_spy_native", "py_spy_gil", "scalene", "memray"), 300),
    "py_spy_dump": 500,
    "pyinstrument": 200,
    "perf_record": 200,
}
LONG = {
    *("py_spy_gil", "py_spy_native"),  # compiled kernels are sampled for seconds, several times
    *("callgrind", "cachegrind", "pytest_benchmark"),  # slow themselves
    # Other quick tests run these tools: those below, of claims, of the checklist or as typed.
    *("ipython", "memray", "mprof", "py_spy", "pyinstrument", "scalene", "tracemalloc"),
}


def marked(name: str) -> Any:  # noqa: ANN401 - a name or pytest's own parameter
    return pytest.param(name, marks=pytest.mark.slow) if name in LONG else name


def right(tool: str, folder: Path, kernel: str = "", width: int = 0) -> Result:
    """Run a recipe; a tool that cannot work here says so, and the test is skipped."""
    result = perform(recipe(tool), folder / tool, kernel, width or WIDTHS.get(tool, 100))
    if result.status == "unavailable":
        assert result.reason
        pytest.skip(f"{tool} cannot work here: {result.reason}")
    assert result.status == "right", (result.reason, result.checks)
    return result


@pytest.mark.parametrize("tool", [marked(name) for name in NAMES])
def test_a_recipe_finds_what_is_known(tool: str, tmp_path: Path) -> None:
    result = right(tool, tmp_path)
    assert result.commands
    assert len(result.lines) == 3
    assert all(result.lines)
    assert len(result.checks) >= 2
    assert result.shown, "a recipe shows at least one file"
    for name in result.shown:
        assert (tmp_path / tool / name).stat().st_size > 0
    assert load(tmp_path / tool) == result


@pytest.mark.parametrize(
    ("tool", "kernel"),
    [
        ("tracemalloc", "cpp.scalar"),
        ("dis", "numpy.masked"),
        ("objdump", "cpp.simd_sse2"),
        ("ipython", "cpp.scalar"),
        ("unix_time", "numpy.masked"),
        *(
            pytest.param(*each, marks=pytest.mark.slow)
            for each in (
                ("timeit", "cpp.scalar"),
                ("cprofile", "cpp.scalar"),
                ("cprofile", "numpy.masked"),
                ("line_profiler", "numpy.masked"),
                ("objdump", "cpp.complex"),
            )
        ),
    ],
)
def test_other_kernels(tool: str, kernel: str, tmp_path: Path) -> None:
    assert right(tool, tmp_path, kernel, 100).kernel == kernel


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tool", "kernel", "width", "name"),
    [
        ("py_spy_native", "cython.memoryview", 300, "cython_memoryview.pyx"),
        ("py_spy_native", "cpp.complex", 300, "complex.cpp"),
        ("perf_record", "cpp.scalar", 300, "libjuliaset_O3.so"),
        ("perf_record", "cython.memoryview", 300, "cython_memoryview"),
        ("memray", "cpp.openmp", 300, "openmp.cpp"),
        ("callgrind", "cpp.scalar", 50, "kernel's own files"),
    ],
)
def test_compiled_code_shows_by_name(
    tool: str, kernel: str, width: int, name: str, tmp_path: Path
) -> None:
    assert name in " ".join(right(tool, tmp_path, kernel, width).lines)


@pytest.mark.slow
@pytest.mark.parametrize("tool", ["scalene", "pyinstrument", "mprof", "cachegrind", "py_spy_dump"])
def test_compiled_code_under_the_other_tools(tool: str, tmp_path: Path) -> None:
    right(tool, tmp_path, "cpp.scalar", 50 if tool == "cachegrind" else 300)


@pytest.mark.slow
def test_the_registers_are_those_of_the_instruction_set(tmp_path: Path) -> None:
    for kernel, bits in {
        "cpp.simd_sse2": 128,
        "cpp.simd_avx2": 256,
        "cpp.simd_avx512": 512,
    }.items():
        result = perform(recipe("objdump"), tmp_path / kernel, kernel, 100)
        if result.status == "unavailable":
            pytest.skip(result.reason)
        assert f"registers of {bits} bits" in result.lines[0]


def test_the_numbers_of_the_course() -> None:
    book = known(1000)
    assert (book.abs_calls, book.append_calls) == (34_219_980, 2_002_000)
    assert known(64).pixels == 65 * 65, "a width with one point more on each axis"


@pytest.mark.slow
def test_the_profile_of_the_course_at_full_size(tmp_path: Path) -> None:
    result = right("cprofile", tmp_path, width=1000)
    assert "34,219,980 calls of abs" in result.lines[1]
    assert result.commands[0].endswith("julia1_nopil.py"), "an argument would be three calls more"


@pytest.mark.parametrize("tool", [name for name in NAMES if (RECORDED / name).is_dir()])
def test_a_recording_says_where_and_when(tool: str) -> None:
    recorded = load(RECORDED / tool)
    assert recorded.recorded
    assert recorded.status == "right"
    assert recorded.where["date"]
    assert recorded.where["tool"]
    text = "".join(path.read_text() for path in (RECORDED / tool).iterdir())
    assert not re.search(r"(?<![\w.])/(?:work|root|home|tmp)/", text), "a folder of one machine"
    for name in recorded.shown:
        assert (RECORDED / tool / name).is_file()
