"""An import of a module's old path answers with its new name."""

import re
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

import juliaset
from juliaset.renamed import NEW_NAMES, NEW_VARIABLES, OldNames, install, note_old_variables

ROOT = Path(__file__).parents[2]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text()
RENAMED = re.findall(r"^\| (\w+) \| `([^`]+)`(.*?) \| `([^`]+)` \|$", CHANGELOG, re.MULTILINE)
SCRIPTS = {old: new for kind, old, _, new in RENAMED if kind == "script"}


def answer(old: str) -> str:
    return f"^{re.escape(old)} is now called {re.escape(NEW_NAMES[old])}$"


@pytest.mark.parametrize("old", NEW_NAMES)
def test_an_import_of_an_old_path_names_the_new_one(old: str) -> None:
    parent, _, module = old.rpartition(".")
    with pytest.raises(ModuleNotFoundError, match=answer(old)):
        import_module(old)
    with pytest.raises(ModuleNotFoundError, match=answer(old)):
        exec(f"from {parent} import {module}", {})  # noqa: S102 - as a user types it


@pytest.mark.parametrize("new", sorted(set(NEW_NAMES.values())))
def test_every_new_name_exists(new: str) -> None:
    assert find_spec(new)


@pytest.mark.parametrize("old", NEW_NAMES)
def test_no_module_has_an_old_path(old: str) -> None:
    for folder in map(Path, juliaset.__path__):
        path = folder.joinpath(*old.split(".")[1:])
        assert not path.with_suffix(".py").exists()
        assert not (path / "__init__.py").exists()


def test_a_submodule_of_an_old_path_answers_too() -> None:
    with pytest.raises(ModuleNotFoundError, match=answer("juliaset.profiling")):
        import_module("juliaset.profiling.recipes.timeit")


@pytest.mark.parametrize("old", ["juliaset.walkthrough", "juliaset.profiling.publish"])
def test_running_an_old_module_names_the_new_one(old: str) -> None:
    done = subprocess.run([sys.executable, "-m", old], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    parent = ".".join(old.split(".")[:2])
    assert f"{parent} is now called {NEW_NAMES[parent]}" in done.stderr.splitlines()[-1]


def test_other_names_are_as_unknown_as_before() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"^No module named 'juliaset\.nothing'$"):
        import_module("juliaset.nothing")
    assert find_spec("juliaset.nothing") is None


def test_it_is_installed_once() -> None:
    install()
    assert sys.meta_path.count(OldNames) == 1


def test_the_changelog_has_every_old_path() -> None:
    for old, new in NEW_NAMES.items():
        assert f"| `{old}` | `{new}` |" in CHANGELOG


def test_the_changelog_has_every_script_of_an_earlier_version() -> None:
    found = [path for each in ("benchmarks", "setup") for path in (ROOT / each).glob("*.py")]
    old = {path.relative_to(ROOT).as_posix() for path in found if "now called" in path.read_text()}
    assert old == {script for script in SCRIPTS if script.endswith(".py")}
    assert len(old) >= 7


@pytest.mark.parametrize("old", SCRIPTS)
def test_an_old_script_names_the_new_one(old: str) -> None:
    words = ["-m", old[len("python -m ") :]] if old.startswith("python -m ") else [ROOT / old]
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT / "python" / "profiling",
        capture_output=True,
        text=True,
        check=False,
    )
    new = SCRIPTS[old]
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{old} is now called {new}")
    assert done.stderr.count("\n") == 1
    assert new.startswith("python -m ") or (ROOT / new).is_file()


def test_an_old_variable_is_noted_with_its_new_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    note_old_variables()
    assert capsys.readouterr().err == ""
    for old in NEW_VARIABLES:
        monkeypatch.setenv(old, "elsewhere")
    note_old_variables()
    said = [f"juliaset: {old} is now called {new}" for old, new in NEW_VARIABLES.items()]
    assert sorted(capsys.readouterr().err.splitlines()) == sorted(said)


def test_the_changelog_has_every_old_variable() -> None:
    listed = {old: new for kind, old, _, new in RENAMED if kind == "variable"}
    assert listed == NEW_VARIABLES


@pytest.mark.parametrize("name", ["UnavailableError", "usable_cores"])
def test_a_name_that_left_the_registry_says_where_it_is(name: str) -> None:
    with pytest.raises(ImportError, match=rf"^juliaset\.registry\.{name} is now called juliaset\."):
        exec(f"from juliaset.registry import {name}")  # noqa: S102
    with pytest.raises(ImportError, match="cannot import name 'nonsense'"):
        exec("from juliaset.registry import nonsense")  # noqa: S102
