"""An import of a module's old path answers with its new name."""

import re
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

import juliaset
from juliaset.renamed import NEW_NAMES, OldNames, install


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
    changelog = (Path(__file__).parents[2] / "CHANGELOG.md").read_text()
    for old, new in NEW_NAMES.items():
        assert f"| `{old}` | `{new}` |" in changelog
