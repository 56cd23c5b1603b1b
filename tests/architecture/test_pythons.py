"""`make PYTHON=...` finds a Python by its path or its version, and refuses one in a single line."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from built import ROOT

SCRIPT = ROOT / "setup" / "python.sh"
SUPPORTED = "supported: CPython 3.11 to 3.15."
RUNNING = os.path.realpath(sys.executable)


def asked(wish: str, **environment: str) -> subprocess.CompletedProcess[str]:
    variables = os.environ | {"PYTHON": wish} | environment
    return subprocess.run([SCRIPT], env=variables, capture_output=True, text=True, check=False)


def pretend(path: Path, name: str, version: str) -> Path:
    """Write a program that answers as a Python of that name and version would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = tuple(map(int, version.split(".")))
    path.write_text(
        f"#!{RUNNING}\nimport platform, sys\n"
        f"platform.python_implementation = lambda: {name!r}\n"
        f"platform.python_version = lambda: {version!r}\n"
        f"sys.version_info, sys.executable = {parts}, {str(path)!r}\n"
        "program = sys.argv[2]\nsys.argv[:] = sys.argv[1:2] + sys.argv[3:]\nexec(program)\n"
    )
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("name", "version"), [("CPython", "3.10.13"), ("CPython", "2.7.18"), ("PyPy", "3.11.9")]
)
def test_a_python_that_will_not_do_is_refused_in_one_line(
    tmp_path: Path, name: str, version: str
) -> None:
    path = pretend(tmp_path / "python", name, version)
    done = asked(str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"PYTHON={path}: {path} is {name} {version}; {SUPPORTED}\n"


@pytest.mark.parametrize("wish", ["3.77", "/nowhere/python", "python-of-nowhere"])
def test_a_python_that_is_not_there_is_said_in_one_line(wish: str) -> None:
    done = asked(wish)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"PYTHON={wish}: no such Python was found; {SUPPORTED}\n"


@pytest.mark.parametrize("version", ["3.11.7", "3.15.0"])
def test_the_oldest_and_the_newest_are_taken_without_a_word(tmp_path: Path, version: str) -> None:
    path = pretend(tmp_path / "python", "CPython", version)
    done = asked(str(path))
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{path}\n", "")


def test_a_newer_one_is_taken_with_a_warning(tmp_path: Path) -> None:
    path = pretend(tmp_path / "python", "CPython", "3.16.0")
    done = asked(str(path))
    assert (done.returncode, done.stdout) == (0, f"{path}\n")
    assert "3.16.0, which was never tried; supported: CPython 3.11 to 3.15." in done.stderr


def test_a_home_that_the_shell_left_to_us_is_found(tmp_path: Path) -> None:
    path = pretend(tmp_path / "mine" / "python", "CPython", "3.13.0")
    assert asked("~/mine/python", HOME=str(tmp_path)).stdout == f"{path}\n"


def test_a_path_may_contain_blanks(tmp_path: Path) -> None:
    path = pretend(tmp_path / "my own programs" / "python", "CPython", "3.13.0")
    assert asked(str(path)).stdout == f"{path}\n"


@pytest.mark.parametrize(
    ("wish", "found"),
    [("3.13", "3.13.11"), ("3.13.2", "3.13.2"), ("3.1", ""), ("3.13t", "3.13.3t"), ("3.14", "")],
)
def test_a_version_means_the_newest_of_it_that_pyenv_has(
    tmp_path: Path, wish: str, found: str
) -> None:
    for version in ("3.13.2", "3.13.11", "3.13.3t", "3.12.1"):
        plain = version.removesuffix("t")
        pretend(tmp_path / "versions" / version / "bin" / "python", "CPython", plain)
    (tmp_path / "bin").mkdir()
    for name in ("bash", "dirname", "sort"):  # and no Python of this machine
        program = shutil.which(name)
        assert program
        (tmp_path / "bin" / name).symlink_to(program)
    done = asked(wish, PYENV_ROOT=str(tmp_path), PATH=str(tmp_path / "bin"))
    expected = f"{tmp_path}/versions/{found}/bin/python\n" if found else ""
    assert done.stdout == expected


def test_the_supported_pythons_are_the_same_in_all_places() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = re.findall(r"Python :: (3\.\d+)$", "\n".join(project["classifiers"]), re.MULTILINE)
    assert project["requires-python"] == f">={named[0]}"
    range_of_setup = (ROOT / "setup" / "supported_pythons.sh").read_text()
    assert f"\noldest_python={named[0]} newest_python={named[-1]}\n" in range_of_setup
    (candidates,) = re.findall(r"^candidates=.*", SCRIPT.read_text(), re.MULTILINE)
    assert re.findall(r"python(3\.\d+)", candidates) == named
