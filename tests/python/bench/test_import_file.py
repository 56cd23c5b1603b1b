"""What a user's file finds when it imports its neighbours."""

import sys
import sysconfig
from pathlib import Path

import pytest

from juliaset.bench.contestants.user_file import import_file


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out a folder whose package was installed before it was changed."""
    site, here = tmp_path / "lib" / "site-packages", tmp_path / "repository"
    for place, version in ((site, "the installed one"), (here, "the one of the folder")):
        (place / "heat_of_a_test").mkdir(parents=True)
        (place / "heat_of_a_test" / "__init__.py").write_text(f"VERSION = {version!r}\n")
    (here / "problem_of_a_test.py").write_text("from heat_of_a_test import VERSION\n")
    stdlib = sysconfig.get_path("stdlib")
    monkeypatch.setattr(sys, "path", [stdlib, str(site), *sys.path])
    for name in ("heat_of_a_test", "problem_of_a_test"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return here


def test_a_neighbour_is_imported_though_an_older_copy_is_installed(folder: Path) -> None:
    assert import_file(folder / "problem_of_a_test.py").VERSION == "the one of the folder"
    sys.modules.pop("heat_of_a_test")
    sys.modules.pop("problem_of_a_test")


def test_no_neighbour_hides_a_module_of_python(folder: Path) -> None:
    (folder / "problem_of_a_test.py").write_text("import sys\nPLACES = sys.path\n")
    places = import_file(folder / "problem_of_a_test.py").PLACES
    sys.modules.pop("problem_of_a_test")
    assert places.index(sysconfig.get_path("stdlib")) < places.index(str(folder))
