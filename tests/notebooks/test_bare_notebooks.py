"""make lint names a notebook that holds outputs or an editor's traces, and --write strips it."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reading import ROOT, Notebook, notebooks

from bare_notebooks import bare_cell

SCRIPT = ROOT / "tools" / "bare_notebooks.py"
BARE: dict[str, Any] = {
    "cells": [
        {"cell_type": "markdown", "id": "01-01", "metadata": {}, "source": ["# 1. One"]},
        {
            "cell_type": "code",
            "execution_count": None,
            "id": "01-02",
            "metadata": {"tags": ["learner-writes"]},
            "outputs": [],
            "source": ["6 * 7"],
        },
    ],
    "metadata": {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}
OUTPUT = {"name": "stdout", "output_type": "stream", "text": ["42"]}
SPOILT: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "output": (lambda n: n["cells"][1]["outputs"].append(OUTPUT), "cell 2 (01-02): outputs"),
    "count": (
        lambda n: n["cells"][1].update(execution_count=3),
        "cell 2 (01-02): execution_count",
    ),
    "times": (
        lambda n: n["cells"][1]["metadata"].update(execution={"iopub.status.busy": "2026"}),
        "cell 2 (01-02): metadata",
    ),
    "picture": (
        lambda n: n["cells"][0].update(attachments={"a.png": {"image/png": "aaaa"}}),
        "cell 1 (01-01): attachments",
    ),
    "random id": (lambda n: n["cells"][0].update(id="f3a9c1d2"), "cell 1 (f3a9c1d2): id"),
    "same id": (lambda n: n["cells"][1].update(id="01-01"), "cell 2 (01-01): id"),
    "no id": (lambda n: n["cells"][0].pop("id"), "cell 1 (no id): id"),
    "machine": (
        lambda n: n["metadata"]["language_info"].update(version="3.11.7"),
        "the notebook: metadata",
    ),
    "format": (lambda n: n.update(nbformat_minor=4), "the notebook: nbformat_minor"),
}


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPT, *words], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("notebook", notebooks(), ids=str)
def test_every_notebook_is_bare(notebook: Notebook) -> None:
    done = run(notebook.path)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("spoil", "said"), SPOILT.values(), ids=SPOILT)
def test_what_is_foreign_is_named_and_stripped(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], Any], said: str
) -> None:
    notebook = copy.deepcopy(BARE)
    spoil(notebook)
    path = tmp_path / "01_one.ipynb"
    path.write_text(json.dumps(notebook))

    named = run(path)
    assert named.returncode == 1
    assert f"{path}: {said}\n" in named.stdout
    assert f"python tools/bare_notebooks.py --write {path}" in named.stdout
    assert json.loads(path.read_text()) == notebook, "it only looks"

    assert run("--write", path).returncode == 0
    assert run(path).returncode == 0
    stripped = json.loads(path.read_text())
    assert [cell["source"] for cell in stripped["cells"]] == [["# 1. One"], ["6 * 7"]]
    assert stripped["cells"][1]["metadata"] == {"tags": ["learner-writes"]}


def test_a_new_cell_gets_the_next_number_and_the_others_keep_theirs(tmp_path: Path) -> None:
    notebook = copy.deepcopy(BARE)
    new = {"cell_type": "markdown", "id": "e1", "metadata": {}, "source": []}
    notebook["cells"].insert(1, new)
    path = tmp_path / "01_one.ipynb"
    path.write_text(json.dumps(notebook))
    run("--write", path)
    ids = [cell["id"] for cell in json.loads(path.read_text())["cells"]]
    assert ids == ["01-01", "01-03", "01-02"]


def test_make_lint_asks() -> None:
    lint = (ROOT / "Makefile").read_text().partition("lint-python:")[2].partition("\n\n")[0]
    assert "python tools/bare_notebooks.py notebooks/*.ipynb" in lint


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"cells": [3]}', '{"cells": [{}]}', "[" * 100_000]
)
def test_another_file_is_refused_in_one_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "01_odd.ipynb"
    path.write_text(text)
    for odd in (path, tmp_path, tmp_path / "absent"):
        answer = run("--write", odd)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert answer.stderr.startswith(f"{odd} is not a notebook: ")
        assert answer.stderr.count("\n") == 1
    assert path.read_text() == text


def test_a_cell_whose_code_is_folded_in_the_book_is_folded_in_jupyter() -> None:
    cell = {"cell_type": "code", "source": "plt.plot()", "metadata": {"tags": ["hide-input"]}}
    bare = bare_cell(cell, "01-01")
    assert bare["metadata"] == {"jupyter": {"source_hidden": True}, "tags": ["hide-input"]}
