"""docs/workflow.md and python/profiling/README.md: what they say to type, works as they say."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from desk import PROFILING, ROOT, Desk, at_width, small_contests
from pages import blocks, says

WORKFLOW = blocks((ROOT / "docs" / "workflow.md").read_text())
STEPS = list(zip(WORKFLOW[::2], WORKFLOW[1::2], strict=True))
README = (PROFILING / "README.md").read_text()
ROWS = re.findall(r"^\| `([\w.]+)` \| .* \| (.*) \|$", README, re.MULTILINE)
COMMANDS = [(script, command) for script, cell in ROWS for command in re.findall("`(.*?)`", cell)]
# At full size by themselves, or tested elsewhere at a small one.
ELSEWHERE = ("pstats", "kernprof", "memory_profiler", "cProfile -o", "pytest --", "build_ext")


def test_the_workflow_has_its_six_steps() -> None:
    assert len(STEPS) >= 6
    assert {kind for (kind, _), _ in STEPS} == {"sh"}
    assert {kind for _, (kind, _) in STEPS} == {"text"}


@pytest.mark.slow
def test_the_workflow_from_end_to_end(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for (_, command), (_, answer) in STEPS:
        small = at_width(command).replace(
            "julia1_memoryprofiler.py 50", "julia1_memoryprofiler.py 200"
        )
        printed = desk.run(f"set -e\n{small_contests(small)}")
        assert says(answer, printed), printed


def test_the_index_lists_every_script() -> None:
    scripts = {path.name for path in PROFILING.glob("*.py")}
    listed = {script for script, _ in ROWS}
    assert listed <= scripts
    unlisted = {"grid.py", "notes.py"}  # what scripts share, and an old command
    assert {name for name in scripts - listed if not name.startswith("test_")} == unlisted
    for name in scripts - listed - unlisted:
        assert name in README


def test_each_script_comes_with_its_command() -> None:
    for script, cell in ROWS:
        assert script.removesuffix(".py") in cell, script


@pytest.mark.slow
@pytest.mark.parametrize("command", [c for _, c in COMMANDS if not any(e in c for e in ELSEWHERE)])
def test_its_commands_work(tmp_path: Path, command: str) -> None:
    small = at_width(command).replace("2.py 50 && mprof", "2.py 300 && mprof")
    assert Desk(tmp_path).run(small_contests(small))


def test_links_lead_somewhere() -> None:
    for page in (PROFILING / "README.md", ROOT / "docs" / "workflow.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), target


def test_git_ignores_what_the_commands_leave_behind() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("no git here, or no checkout")
    left = (
        *("build/O0/julia1_cython.c", "julia1_cython_O0.cpython-311-x86_64-linux-gnu.so"),
        *("profile.stats", "prof.out", "julia1.png", "memory.png", "profile.svg", "scalene.json"),
        *("julia1_lineprofiler.py.lprof", "julia1_lineprofiler.py.prof", "mprofile_1.dat"),
        *("memory.bin", "memory.html", "profile.txt", "callgrind.out.1", ".benchmarks/x"),
    )
    done = subprocess.run(
        [git, "check-ignore", *left], cwd=PROFILING, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == list(left)
