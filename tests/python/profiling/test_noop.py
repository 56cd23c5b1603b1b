"""The table of noop_profile_demo.py: which tool provides `profile`, and where it is found."""

import pstats
import re
from pathlib import Path

import pytest
from desk import PROFILING, Desk

ASKING = {
    "builtins": 'import builtins\nfound = hasattr(builtins, "profile")',
    "dir()": 'found = "profile" in dir()',
    "globals()": 'found = "profile" in globals()',
    "__builtins__": 'found = hasattr(__builtins__, "profile")',
    "line_profiler": "from line_profiler import profile\nfound = True",
}
REST = """
if not found:
    def profile(function):
        return function

@profile
def work():
    return sum(range(100))
"""
# Each tool: the command, and what it prints only when it has profiled the function.
TOOLS = {
    "kernprof": ("kernprof -l -v script.py", "Function: work"),
    "memory_profiler": ("python -m memory_profiler script.py", "Occurrences"),
    "mprof": ("rm -f out.dat; mprof run -T 0.01 -o out.dat script.py && cat out.dat", "FUNC"),
}
# Under which tools each way to ask profiles a function of the script, and of what it imports.
FINDS = {
    "builtins": ("kernprof memory_profiler mprof", "kernprof memory_profiler mprof"),
    "dir()": ("memory_profiler mprof", ""),
    "globals()": ("memory_profiler mprof", ""),
    "__builtins__": ("memory_profiler mprof", ""),
    "line_profiler": ("kernprof", "kernprof"),
}


@pytest.mark.slow
@pytest.mark.parametrize("asking", ASKING)
def test_who_is_profiled(tmp_path: Path, asking: str) -> None:
    desk = Desk(tmp_path)
    text = ASKING[asking] + REST
    script = desk.folder / "script.py"
    finds = []
    for imported in (False, True):
        (desk.folder / "theirs.py").write_text(text)
        script.write_text("import theirs\ntheirs.work()\n" if imported else text + "work()\n")
        desk.run("python script.py")  # without a tool each of them works
        found = [tool for tool, (how, sign) in TOOLS.items() if sign in desk.run(how)]
        finds.append(" ".join(found))
    assert tuple(finds) == FINDS[asking]


AMONG = "profile is among the builtins:"


@pytest.mark.slow
def test_the_demo_is_profiled_by_each(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    demo = "noop_profile_demo.py 50"
    assert f"{AMONG} False" in desk.run(f"python {demo}")
    printed = desk.run(f"kernprof -l -v {demo}")
    assert f"{AMONG} True" in printed
    assert "Function: sums_of_rows" in printed
    assert printed.count("total = sum(row)") == 1
    printed = desk.run(f"kernprof {demo}")  # functions, without lines: a file of cProfile
    assert "noop_profile_demo.py.prof" in printed
    printed = desk.run(f"python -m memory_profiler {demo}")
    assert f"{AMONG} True" in printed
    assert "50           total = sum(row)" in printed


@pytest.mark.slow
def test_the_learner_s_tests_pass(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert "3 passed" in desk.run("pytest -q test_noop_profile_demo.py")


def test_no_script_takes_profile_from_a_profiler() -> None:
    for path in PROFILING.glob("*.py"):
        text = path.read_text()
        assert not re.search(r"import profile\b", text), path.name
        if re.search(r"^@profile\b", text, re.MULTILINE):
            from_grid = re.search(r"^from grid import .*\bprofile\b", text, re.MULTILINE)
            assert from_grid or asks_builtins(text), path.name
    assert asks_builtins((PROFILING / "grid.py").read_text())


def asks_builtins(text: str) -> bool:
    return bool(re.search(r"(getattr|hasattr)\(builtins, \"profile\"", text))


def test_kernprof_without_l_leaves_the_scripts_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run("kernprof julia1_lineprofiler.py 50")
    stats = pstats.Stats(str(desk.folder / "julia1_lineprofiler.py.prof")).stats  # type: ignore[attr-defined]
    assert "calculate_z_serial_purepython" in {function for _, _, function in stats}
