"""The repository of `juliaset new NAME` works at once, or make says what it lacks."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from command import juliaset
from juliaset.bench.record_file import load
from juliaset.system.cpu_time import children_cpu_seconds
from make_command import make

# Two minutes for `make bench` and `make test` together, from nothing: of CPU time, because the test
# may wait for other programs.
AT_ONCE_S = 120.0
PATIENCE_S = 900.0


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new")
    assert juliaset("new", "mine", folder=folder).returncode == 0
    return folder / "mine"


@pytest.mark.slow
@pytest.mark.timeout(3 * PATIENCE_S)
def test_make_test_and_make_bench_work_at_once(repository: Path) -> None:
    before = children_cpu_seconds()
    test = make(repository, "test", within=PATIENCE_S)
    assert test.returncode == 0, test.stdout + test.stderr
    assert "20 passed" in test.stdout
    bench = make(repository, "bench", within=PATIENCE_S)
    assert bench.returncode == 0, bench.stdout + bench.stderr
    assert children_cpu_seconds() - before < AT_ONCE_S
    record = load(repository / "build" / "bench.json")
    assert record.problem is not None
    assert record.problem.title == "mine: size = 100000"
    rows = {row.id: row.timed for row in record.rows}
    assert rows == {"numpy.slices": True, "cython.loop": True, "cpp.scalar": True}
    assert "no work to do" in make(repository, "compile", within=60).stdout
    assert_the_notebook_runs(repository)


def assert_the_notebook_runs(repository: Path) -> None:
    (path,) = (repository / "notebooks").glob("*.ipynb")
    cells = json.loads(path.read_text())["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=path.parent,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "cpp.scalar" in done.stdout


def test_make_lists_its_commands(repository: Path) -> None:
    lines = make(repository, within=20).stdout.splitlines()
    assert {"make bench: Compare the kernels, each verified and timed"} <= set(lines)
    assert len(lines) == 7


def test_without_the_environment_make_says_what_to_do(repository: Path, tmp_path: Path) -> None:
    python = tmp_path / "python3"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    answer = make(repository, "-B", "build/build.ninja", f"PYTHON={python}", within=20)
    assert answer.returncode == 2
    assert "Activate the environment of juliaset, and type: make setup\n" in answer.stderr


def test_what_another_python_has_compiled_is_compiled_anew(
    repository: Path, tmp_path: Path
) -> None:
    here, asked = tmp_path / "here", tmp_path / "asked"
    shutil.copytree(repository, here, ignore=shutil.ignore_patterns("build"))
    programs = {"cmake": f"echo $1 >> '{asked}'; touch build/build.ninja", "ninja": "exit 0"}
    for name, words in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{words}\n")
        (tmp_path / name).chmod(0o755)
    kept = here / "build" / "python.txt"
    for changed in (False, False, True, False):
        if changed:
            kept.write_text(kept.read_text().replace(sys.version.split()[0], "3.10.1"))
        done = make(here, "compile", within=20, before=tmp_path)
        assert done.returncode == 0, done.stderr
    asked_for = asked.read_text().split()
    assert asked_for == ["--fresh", "--build", "--build", "--fresh", "--build", "--build"]
    assert sys.version in kept.read_text()


@pytest.mark.parametrize("missing", ["cmake", "ninja", "juliaset"])
def test_without_one_program_make_says_what_to_do(
    repository: Path, tmp_path: Path, missing: str
) -> None:
    for name in {"cmake", "ninja", "juliaset", "python3"} - {missing}:
        (tmp_path / name).write_text("#!/bin/sh\nexit 0\n")
        (tmp_path / name).chmod(0o755)
    for name in ("bash", "make"):
        found = shutil.which(name)
        assert found
        (tmp_path / name).symlink_to(found)
    answer = subprocess.run(
        [tmp_path / "make", "-B", "build/build.ninja"],
        cwd=repository,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert answer.returncode == 2, answer.stdout
    assert "Activate the environment of juliaset, and type: make setup\n" in answer.stderr
