"""`juliaset new NAME` writes a repository that works at once, or says in one line why not."""

import json
import os
import shutil
import subprocess
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

from command import juliaset
from juliaset.bench.record_file import load
from juliaset.scaffold import new_repository
from juliaset.scaffold.new_repository import (
    PLACEHOLDER,
    TEMPLATE,
    check_name,
    create_repository,
    template_files,
)
from juliaset.system.cpu_time import children_cpu_seconds

# Two minutes for `make bench` and `make test` together, from nothing: of CPU time, because the test
# may wait for other programs.
AT_ONCE_S = 120.0
PATIENCE_S = 900.0


def test_every_file_of_the_template_is_written_under_the_name_of_the_problem(
    tmp_path: Path,
) -> None:
    written = create_repository("mine", tmp_path / "here")
    names = [path.relative_to(tmp_path / "here").as_posix() for path in written]
    assert len(names) == len(template_files()) >= 14
    assert {"problem.py", ".gitignore", "mine/cython_kernel.pyx", "cpp/scalar.cpp"} <= set(names)
    for path in written:
        assert PLACEHOLDER not in path.read_text()
    assert "mine.native:smooth" in (tmp_path / "here" / "problem.py").read_text()


def test_what_tests_and_compilers_leave_in_the_template_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(TEMPLATE, tmp_path / "template")
    files = template_files()
    monkeypatch.setattr(new_repository, "TEMPLATE", tmp_path / "template")
    for left in (
        "build/build.ninja",
        "template_name/__pycache__/numpy_kernel.cpython-311.pyc",
        f"template_name/native{EXTENSION_SUFFIXES[0]}",
        "tests/.pytest_cache/README.md",
        ".DS_Store",
    ):
        path = tmp_path / "template" / left
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("left behind")
    assert template_files() == files


def test_an_empty_folder_is_filled_and_the_next_steps_are_said(tmp_path: Path) -> None:
    answer = juliaset("new", "mine", ".", folder=tmp_path)
    assert answer.returncode == 0, answer.stderr
    steps, said = (
        "  make bench\n  make test\n",
        "docs/own-problem.md says what problem.py may have.\n",
    )
    assert answer.stdout.endswith(f" files. Next:\n{steps}{said}")
    (tmp_path / "other place").mkdir()
    answer = juliaset("new", "mine", "other place", folder=tmp_path)
    assert "\n  cd 'other place'\n  make bench\n" in answer.stdout


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "NAME is ''; allowed: the name of a Python package"),
        ("3x", "NAME is '3x'; allowed: the name of a Python package"),
        ("two words", "NAME is 'two words'; allowed"),
        ("a-b", "NAME is 'a-b'; allowed"),
        ("../up", "NAME is '../up'; allowed"),
        ("Ünïcode", "NAME is 'Ünïcode'; allowed"),
        ("class", "NAME is 'class'; allowed"),
        ("match", "NAME is 'match'; allowed"),
        ("a" * 51, "letter first, up to 50"),
        ("line\nbreak", "allowed: the name of a Python package"),
        ("tests", "NAME is 'tests', which the repository uses itself; allowed: another"),
        ("problem", "NAME is 'problem', which the repository uses itself"),
        ("makefile", "NAME is 'makefile', which the repository uses itself"),
        ("readme", "NAME is 'readme', which the repository uses itself"),
        ("mine_", "NAME is 'mine_'; allowed: the name of a Python package"),
        ("build", "NAME is 'build', which the repository uses itself"),
        ("numpy", "NAME is 'numpy', a module that Python has already; allowed: another"),
        ("json", "NAME is 'json', a module that Python has already"),
        ("juliaset", "NAME is 'juliaset', a module that Python has already"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_one_line(
    tmp_path: Path, name: str, message: str
) -> None:
    answer = juliaset("new", name, folder=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert message in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_folder_that_has_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "kept").write_text("mine")
    (tmp_path / "file").write_text("")
    for words, message in (
        (("mine",), "DIR is 'mine', which has 'kept' in it; allowed: a new or empty one"),
        (("other", "file"), "DIR is 'file', which is not a folder; allowed: a new or empty one"),
        (("other", "file/below"), "Not a directory"),
    ):
        answer = juliaset("new", *words, folder=tmp_path)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert message in answer.stderr
        assert answer.stderr.count("\n") == 1
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["kept"]


def test_every_name_at_the_top_of_the_template_is_taken() -> None:
    for path in TEMPLATE.iterdir():
        if path.suffix in {"", ".py"} and path.stem.islower() and path.name != PLACEHOLDER:
            with pytest.raises(ValueError, match="which the repository uses itself"):
                check_name(path.stem)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new")
    assert juliaset("new", "mine", folder=folder).returncode == 0
    return folder / "mine"


def make(
    repository: Path, *words: str, within: float, before: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run make with the Python of the tests, as in its activated environment.

    before: the folder of programs that are found before all others.
    """
    folders = [before] if before else []
    programs = os.pathsep.join(
        map(str, [*folders, Path(sys.executable).parent, os.environ["PATH"]])
    )
    return subprocess.run(
        ["make", *words],  # noqa: S607 - a user has one make, and types its name
        cwd=repository,
        # The make that runs these tests is not that of the repository.
        env=os.environ | {"PATH": programs, "MAKEFLAGS": "", "MAKELEVEL": "0"},
        capture_output=True,
        text=True,
        timeout=within,
        check=False,
    )


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
