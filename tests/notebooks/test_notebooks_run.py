"""Each notebook runs from top to bottom, wherever it is, and leaves nothing behind."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
    if missing := re.search(r".*is not installed.*nothing below is run", printed(cells)):
        pytest.skip(missing[0])


def printed(cells: list[dict[str, Any]]) -> str:
    outputs = (output for cell in cells for output in cell.get("outputs", ()))
    return "".join("".join(output.get("text", ())) for output in outputs)


def write_notebook(path: Path, *sources: str) -> None:
    cells = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"01-{k:02}",
            "metadata": {},
            "outputs": [],
            "source": [source],
        }
        for k, source in enumerate(sources, 1)
    ]
    notebook = json.loads(notebooks()[0].path.read_text()) | {"cells": cells}
    path.write_text(json.dumps(notebook))


@pytest.mark.slow
@pytest.mark.parametrize("package", ["numpy", "no_such_package"])
def test_a_notebook_whose_packages_are_missing_says_so_and_does_nothing(
    tmp_path: Path, run_setup: RunSetup, package: str
) -> None:
    needed = f"from juliaset.notebook import needs\nneeds('numpy', {package!r})"
    write_notebook(tmp_path / "01_needy.ipynb", needed, "print('this is', 'run')")
    done = run_setup("notebooks.sh", "small", tmp_path / "copies", tmp_path / "01_needy.ipynb")
    assert done.returncode == 0, done.stdout
    found = json.loads((tmp_path / "copies" / "01_needy.ipynb").read_text())
    missing = "no_such_package is not installed, and this notebook needs it; "
    missing += "make setup installs it. "
    missing += "Then restart the kernel: until then, nothing below is run.\n"
    assert printed(found["cells"]) == ("this is run\n" if package == "numpy" else missing)


@pytest.mark.slow
def test_a_notebook_that_fails_is_named(tmp_path: Path, run_setup: RunSetup) -> None:
    path = tmp_path / "01_wrong.ipynb"
    write_notebook(path, "assert 6 * 7 == 41")
    done = run_setup("notebooks.sh", "small", tmp_path / "copies", path)
    assert done.returncode == 1
    assert "AssertionError" in done.stdout
    assert "01_wrong.ipynb" in done.stdout


def test_another_size_is_refused(tmp_path: Path, run_setup: RunSetup) -> None:
    done = run_setup("notebooks.sh", "tiny", tmp_path / "copies")
    assert done.returncode == 2
    assert done.stderr == "SIZE is 'tiny'; allowed: full, small\n"
