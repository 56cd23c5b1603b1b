"""Each notebook runs from top to bottom, wherever it lies, and leaves nothing behind."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from reading import NOTEBOOKS, Notebook, RunSetup, notebooks


@pytest.mark.slow
@pytest.mark.parametrize("notebook", notebooks(), ids=str)
def test_it_runs(notebook: Notebook, executed: Callable[[Path], Path]) -> None:
    before = sorted(NOTEBOOKS.rglob("*"))
    committed = notebook.path.read_bytes()

    folder = executed(notebook.path)

    assert [path.name for path in folder.rglob("*")] == [notebook.path.name]
    assert sorted(NOTEBOOKS.rglob("*")) == before
    assert notebook.path.read_bytes() == committed
    cells = json.loads((folder / notebook.path.name).read_text())["cells"]
    assert all(cell["execution_count"] for cell in cells if cell["cell_type"] == "code")
    assert any(cell.get("outputs") for cell in cells)


@pytest.mark.slow
def test_a_notebook_that_fails_is_named(tmp_path: Path, run_setup: RunSetup) -> None:
    cell = {
        "cell_type": "code",
        "execution_count": None,
        "id": "01-01",
        "metadata": {},
        "outputs": [],
        "source": ["assert 6 * 7 == 41"],
    }
    notebook = json.loads(notebooks()[0].path.read_text()) | {"cells": [cell]}
    path = tmp_path / "01_wrong.ipynb"
    path.write_text(json.dumps(notebook))
    done = run_setup("notebooks.sh", "small", tmp_path / "copies", path)
    assert done.returncode == 1
    assert "AssertionError" in done.stdout
    assert "01_wrong.ipynb" in done.stdout


def test_another_size_is_refused(tmp_path: Path, run_setup: RunSetup) -> None:
    done = run_setup("notebooks.sh", "tiny", tmp_path / "copies")
    assert done.returncode == 2
    assert done.stderr == "SIZE is 'tiny'; allowed: full, small\n"
