"""What recipes say if a tool ended with 0 and measured nothing, or something wrong."""

import cProfile
import json
from pathlib import Path

import pytest

from juliaset.profilers.book import BOOK_FUNCTION, BOOK_KERNEL
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipes import NAMES, recipe
from juliaset.profilers.recipes.perf_stat import HARDWARE_EVENTS, SOFTWARE_EVENTS
from juliaset.profilers.result import perform
from juliaset.profilers.snakeviz_page import served


def job(tmp_path: Path, tool: str, width: int = 100, kernel: str = BOOK_KERNEL) -> Job:
    folder = tmp_path / tool
    folder.mkdir(exist_ok=True)
    return Job(kernel, width, folder)


def test_counted_hardware_events_are_read(tmp_path: Path) -> None:
    asked = job(tmp_path, "perf_stat", 10)
    names = [*SOFTWARE_EVENTS, *HARDWARE_EVENTS]
    numbers = dict.fromkeys(names, 1000.0) | {"minor-faults": 900.0, "major-faults": 100.0}
    asked.keep("stat.csv", "".join(f"{numbers[name]},,{name}:u,1,100.00,,\n" for name in names))
    finding = recipe("perf_stat").read(asked)
    assert "1.00 instructions a cycle" in finding.lines[2]
    assert not finding.notes
    assert all(check.right for check in finding.checks)


@pytest.mark.parametrize("tool", [name for name in NAMES if name != "dis"])
def test_a_tool_that_leaves_nothing_has_measured_nothing(tool: str, tmp_path: Path) -> None:
    with pytest.raises(NothingMeasuredError):
        recipe(tool).read(job(tmp_path, tool, kernel=recipe(tool).kernel))


EMPTY = {
    "timeit": {"timeit.txt": "usage: timeit\n", "whole.txt": "1.0\n"},
    "cprofile": {"profile.stats": "no profile"},
    "line_profiler": {"lines.lprof": "no table"},
    "memory_profiler": {"memory.txt": "width 50: the script's own words\n"},
    "mprof": {"memory.dat": "CMDLINE python\nMEM 1.0 1.0\n"},
    "py_spy": {"stacks.txt": "\n"},
    "profiling_sampling": {"stacks.txt": "\n"},
    "scalene": {"scalene.json": "{}"},
    "pyinstrument": {"tree.json": json.dumps({"sample_count": 0})},
    "perf_stat": {"stat.csv": "# started on\n<not counted>,,task-clock,0,100.00,,\n"},
    "perf_record": {"report.txt": "# To display the perf.data header info\n"},
    "callgrind": {"callgrind.out": "events: Ir\nsummary: 0\n", "functions.txt": "nothing\n"},
    "cachegrind": {"cachegrind.out": "cmd: python\nevents: Ir Dr\n"},
    "memray": {
        "stats.json": json.dumps({"metadata": {"peak_memory": 0}, "total_num_allocations": 0}),
        "frames.json": "[]",
    },
    "pytest_benchmark": {"benchmark.json": json.dumps({"benchmarks": []})},
    "tracemalloc": {"tracemalloc.json": json.dumps({"python_bytes": 0})},
    "unix_time": {"time.txt": "real 1.0\nuser 1.0\n"},
    "py_spy_dump": {"dump.json": "[]"},
    "objdump": {"assembly.txt": "0000 <run>:\n  10:\tret\n"},
}


@pytest.mark.parametrize("tool", EMPTY)
def test_a_file_without_a_measurement_is_none(tool: str, tmp_path: Path) -> None:
    asked = job(tmp_path, tool, kernel=recipe(tool).kernel)
    for name, text in EMPTY[tool].items():
        asked.keep(name, text)
    with pytest.raises(NothingMeasuredError):
        recipe(tool).read(asked)


@pytest.mark.parametrize(
    "tool",
    ["cprofile", "line_profiler", "tracemalloc", pytest.param("ipython", marks=pytest.mark.slow)],
)
def test_the_profile_of_another_width_is_wrong(tool: str, tmp_path: Path) -> None:
    asked = job(tmp_path, tool, 50)
    recipe(tool).needs()
    recipe(tool).record(asked)
    other = Job(BOOK_KERNEL, 64, asked.folder)
    assert not all(check.right for check in recipe(tool).read(other).checks)
    assert all(check.right for check in recipe(tool).read(asked).checks)


def test_a_drawing_that_is_not_there_is_wrong(tmp_path: Path) -> None:
    asked = job(tmp_path, "mprof", 50)
    asked.keep("memory.dat", "".join(f"MEM {90 + k}.0 {k}.0\n" for k in range(5)))
    checks = {check.what: check.right for check in recipe("mprof").read(asked).checks}
    assert checks == {"the peak": True, "samples": True, "the drawing": False}


def test_samples_elsewhere_than_in_the_loop_are_wrong(tmp_path: Path) -> None:
    asked = job(tmp_path, "py_spy")
    asked.keep("stacks.txt", "<module> (julia1_nopil.py:90);elsewhere (other.py:1) 100\n")
    asked.keep("stacks.svg", "<svg></svg>")
    assert not all(check.right for check in recipe("py_spy").read(asked).checks)


@pytest.mark.parametrize(("function", "right"), [(BOOK_FUNCTION, True), ("elsewhere", False)])
def test_stacks_of_python_s_own_sampler_are_read(
    tmp_path: Path, function: str, *, right: bool
) -> None:
    # In the form that Python 3.15 documents; no test runs it on an older one.
    asked = job(tmp_path, "profiling_sampling")
    top = f"tid:1;julia1_nopil.py:<module>:90;julia1_nopil.py:{function}:21"
    asked.keep("stacks.txt", f"{top} 70\n{top};~:abs:0 30\n")
    asked.keep("stacks.html", f"<html>{function}</html>")
    finding = recipe("profiling_sampling").read(asked)
    assert finding.lines[0].startswith("100 samples")
    assert all(check.right for check in finding.checks) == right


def test_a_lock_that_is_held_while_it_should_be_released_is_wrong(tmp_path: Path) -> None:
    asked = job(tmp_path, "py_spy_gil", kernel="cpp.scalar")
    for name in ("held", "held_gil", "released", "released_gil"):
        asked.keep(f"{name}.txt", "compute (run_kernel.py:60) 100\n")
    held, released = recipe("py_spy_gil").read(asked).checks
    assert held.right
    assert not released.right


def test_a_script_that_fails_is_nothing_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Job, "target", lambda *_: ["-c", "raise SystemExit('WRONG sum')"])
    result = perform(recipe("unix_time"), tmp_path / "unix_time", width=50)
    if result.status == "unavailable":
        pytest.skip(result.reason)
    assert result.status == "empty"
    assert "WRONG sum" in result.reason or "exit" in result.reason


def test_old_artefacts_do_not_pass_for_new_ones(tmp_path: Path) -> None:
    folder = tmp_path / "cprofile"
    folder.mkdir()
    (folder / "old.txt").write_text("old")
    assert perform(recipe("cprofile"), folder, width=50).status == "right"
    assert not (folder / "old.txt").exists()


def test_snakeviz_on_this_machine_is_asked_without_a_proxy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # where no server is
    asked = job(tmp_path, "snakeviz")
    cProfile.runctx("sum(range(10))", {}, {}, str(asked.file("profile.stats")))
    assert served(asked.file("profile.stats"), asked) == 200
