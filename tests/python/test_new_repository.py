"""`juliaset new NAME` writes a repository into an empty folder, or says in one line why not."""

import shutil
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

from command import juliaset
from juliaset.scaffold import new_repository
from juliaset.scaffold.new_repository import (
    PLACEHOLDER,
    TEMPLATE,
    check_name,
    create_repository,
    template_files,
)


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
    steps = "  make bench\n  make test\n"
    said = (
        "README.md there says what to change first. docs/own-problem.md of juliaset has all that\n"
        "problem.py may have.\n"
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
