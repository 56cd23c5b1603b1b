"""make coverage measures a submission's process up to the line at which it is killed."""

import subprocess
import sys
from pathlib import Path

from coverage import CoverageData

SETUP = Path(__file__).parents[2] / "setup"
MODULE = """\
import os
def work(few):
    if few:
        return 1
    os.kill(os.getpid(), 9)
    return 2
"""
PROGRAM = """
import sys
sys.path.insert(0, {folder!r})
from juliaset.grader.sandbox.mine import work
work(True)
work(False)
"""
STARTER = """
import subprocess, sys
from pathlib import Path
from coverage_sandbox import measure_in
measure_in(Path(sys.argv[1]))
for program in (sys.argv[2], "print('another program')"):
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], env={"LANG": "C.UTF-8"})
    print(done.returncode)
"""


def python(*words: str | Path) -> str:
    environment = {"PYTHONPATH": str(SETUP)}
    command = [sys.executable, *map(str, words)]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_lines_before_the_end_are_kept(tmp_path: Path) -> None:
    package = tmp_path / "laid_out" / "juliaset" / "grader" / "sandbox"
    package.mkdir(parents=True)
    for folder in (package, package.parent, package.parents[1]):
        (folder / "__init__.py").write_text("")
    (package / "mine.py").write_text(MODULE)
    found = tmp_path / "found"
    found.mkdir()
    printed = python("-c", STARTER, found, PROGRAM.format(folder=str(tmp_path / "laid_out")))
    assert {"-9", "another", "0"} <= {*printed.split()}, "a measured program and another one"
    assert len([*found.iterdir()]) == 1, "the other program is not measured"

    python(SETUP / "coverage_sandbox.py", found, tmp_path / "data")
    data = CoverageData(str(tmp_path / "data"))
    data.read()
    (path,) = (name for name in data.measured_files() if name.endswith("sandbox/mine.py"))
    assert path == str(SETUP.parent / "python/juliaset/grader/sandbox/mine.py")
    assert sorted(data.lines(path) or []) == [1, 2, 3, 4, 5]
    assert {(3, 4), (3, 5), (4, -2)} <= {*(data.arcs(path) or [])}
