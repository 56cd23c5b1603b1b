"""What recipes say if a tool is missing or forbidden, or this Python lacks what it needs."""

import shutil
from pathlib import Path

import pytest

from juliaset.course_folder import HOW, SETUP
from juliaset.profilers import book, requirements
from juliaset.profilers.book import BOOK_KERNEL
from juliaset.profilers.errors import CannotError
from juliaset.profilers.recipes import recipe
from juliaset.profilers.recipes.perf_stat import HARDWARE_EVENTS
from juliaset.profilers.result import Result, perform
from juliaset.profilers.screen import report, works


@pytest.fixture
def no_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Leave nothing on the PATH but a package manager's folder, and nothing next to Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    put(folder / "apt-get", "exit 1")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(requirements, "program", lambda name: shutil.which(name) or "")
    requirements._perf.cache_clear()  # noqa: SLF001
    return folder


def put(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


SYSTEM = ("unix_time", "objdump", "perf_stat", "perf_record", "callgrind", "cachegrind")
FROM_PIP = ("py_spy", "line_profiler", "mprof", "scalene", "memray", "pyinstrument")


@pytest.mark.usefixtures("no_programs")
@pytest.mark.parametrize("tool", [*SYSTEM, *FROM_PIP])
def test_a_missing_program_is_named_with_what_brings_it(tool: str, tmp_path: Path) -> None:
    result = perform(recipe(tool), tmp_path / tool)
    assert result.status == "unavailable"
    assert "is not installed" in result.reason
    assert result.remedy.removeprefix("sudo ").startswith(
        "apt-get install" if tool in SYSTEM else SETUP
    )
    assert "is not installed" in works(recipe(tool))
    said = report(result)
    assert "RECORDED" in said
    assert "not run here" in said


def test_a_recorded_run_never_passes_for_a_measured_one(tmp_path: Path) -> None:
    unavailable = Result("perf_stat", "?", BOOK_KERNEL, 100, "unavailable", "much", "why", "how")
    said = report(unavailable)
    assert said.index("cannot work here") < said.index("RECORDED")
    assert "<not supported>" in said, "no counter of hardware was ever made up"
    assert not list(tmp_path.iterdir())


def test_a_package_that_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(requirements, "find_spec", lambda _name: None)
    for tool in ("snakeviz", "memory_profiler", "pympler", "ipython", "pytest_benchmark"):
        result = perform(recipe(tool), tmp_path / tool)
        assert (result.status, result.remedy) == ("unavailable", SETUP)


def test_a_python_without_the_tool_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.version_info", (3, 13, 2))
    result = perform(recipe("profiling_sampling"), tmp_path / "sampling")
    assert result.status == "unavailable"
    assert result.reason == "it needs Python 3.15 or newer; this is 3.13.2"
    assert result.remedy == "make setup PYTHON=3.15"
    assert "no: it needs Python 3.15 or newer" in works(recipe("profiling_sampling"))


def test_a_python_that_came_after_the_tool_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.version_info", (3, 16, 0))
    for tool in ("memory_profiler", "mprof"):
        result = perform(recipe(tool), tmp_path / tool)
        assert result.reason == "it needs Python 3.11 to 3.15; this is 3.16.0"
    recipe("timeit").needs()


def test_a_python_without_a_gil_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.version_info", (3, 14, 2))
    monkeypatch.setattr(requirements, "is_free_threaded", lambda: True)
    result = perform(recipe("py_spy_gil"), tmp_path / "py_spy_gil")
    assert result.status == "unavailable"
    assert result.reason == "it needs a Python with a GIL; this is 3.14 free-threaded"
    assert result.remedy == "make setup PYTHON=3.14"
    recipe("timeit").needs()


def test_no_ptrace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(requirements, "_ptrace_error", lambda: 1)
    for tool in ("py_spy", "py_spy_native", "py_spy_gil", "py_spy_dump"):
        result = perform(recipe(tool), tmp_path / tool)
        assert result.status == "unavailable"
        assert "ptrace: Operation not permitted" in result.reason
        assert "SYS_PTRACE" in result.remedy


def test_no_course(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(book, "SCRIPTS", tmp_path / "nowhere")
    result = perform(recipe("timeit"), tmp_path / "timeit")
    assert result.status == "unavailable"
    assert result.remedy == HOW


def test_no_browser_is_said_and_not_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    module = __import__("juliaset.profilers.recipes.snakeviz", fromlist=["browser"])
    monkeypatch.setattr(module, "browser", lambda: "")
    result = perform(recipe("snakeviz"), tmp_path / "snakeviz", width=50)
    assert result.status == "right"
    assert "no browser here" in result.notes[0]
    assert not any("drew" in check.what for check in result.checks)


def test_perf_that_may_not_open_events(no_programs: Path) -> None:
    put(no_programs / "perf", "echo 'No permission' >&2; exit 255")
    with pytest.raises(CannotError, match="perf_event_paranoid") as caught:
        requirements.need_perf()
    assert "sysctl" in caught.value.remedy


def test_perf_in_a_virtual_machine(no_programs: Path) -> None:
    put(no_programs / "perf", "for e in $5; do echo '<not supported>,,cycles,0,100.00,,' >&2; done")
    assert requirements.uncounted_events() == list(HARDWARE_EVENTS)


def test_perf_that_counts(no_programs: Path) -> None:
    lines = "\n".join(f"echo '1234,,{name},99,100.00,,' >&2" for name in HARDWARE_EVENTS)
    put(no_programs / "perf", lines)
    assert requirements.uncounted_events() == []
    requirements._perf.cache_clear()  # noqa: SLF001
