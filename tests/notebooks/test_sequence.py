"""Twelve notebooks, and the landing page of the book, lead through the course and its labs."""

import re

import pytest
from reading import NOTEBOOKS, ROOT, Notebook, notebooks

LANDING_PAGE = (ROOT / "docs" / "book" / "index.md").read_text()
TOPICS = (
    *("problem", "measure", "time", "memory", "numpy", "cython"),
    *("pybind11", "flags", "simd", "threads", "algorithm", "reading"),
)
NAMES = [f"{number:02d}_{topic}" for number, topic in enumerate(TOPICS, 1)]
LABS = 15


def labs(notebook: Notebook) -> set[int]:
    """Give the labs that a notebook sends its reader to."""
    found = re.findall(r"juliaset lab start (\d+)", "\n".join(notebook.texts))
    return {int(number) for number in found}


def labs_on_the_landing_page() -> dict[int, set[int]]:
    rows = re.findall(r"^(\d+)\. \*\*\w+\*\*: .+ \(after (.+)\)$", LANDING_PAGE, re.MULTILINE)
    return {
        int(lab): {int(number) for number in re.findall(r"\[(\d+)\]\(\d\d_\w+\.ipynb\)", after)}
        for lab, after in rows
    }


def test_the_twelve_are_there() -> None:
    assert [str(notebook) for notebook in notebooks()] == NAMES


def test_nothing_else_lies_beside_them() -> None:
    beside = {path.name for path in NOTEBOOKS.iterdir() if path.suffix != ".ipynb"}
    assert beside <= {".ipynb_checkpoints"}


@pytest.mark.parametrize("notebook", notebooks(), ids=str)
def test_a_notebook_sends_its_reader_to_a_lab(notebook: Notebook) -> None:
    assert labs(notebook), "no `juliaset lab start N`"
    assert labs(notebook) <= set(range(1, LABS + 1))


@pytest.mark.parametrize("notebook", notebooks()[:-1], ids=str)
def test_a_notebook_names_the_next(notebook: Notebook) -> None:
    following = notebook.number + 1
    assert re.search(rf"\b{following:02d}_{TOPICS[notebook.number]}\b", notebook.texts[-1]) or (
        re.search(rf"\b[Nn]otebook {following}\b", notebook.texts[-1])
    )


def test_each_lab_follows_a_notebook() -> None:
    assert set().union(*map(labs, notebooks())) == set(range(1, LABS + 1))


def test_the_landing_page_lists_the_notebooks() -> None:
    assert re.findall(r"^\d\d_\w+$", LANDING_PAGE, re.MULTILINE) == NAMES


def test_the_landing_page_lists_the_labs() -> None:
    listed = re.findall(r"^(\d+)\. \*\*(\w+)\*\*", LANDING_PAGE, re.MULTILINE)
    folders = {path.name for path in (ROOT / "labs").glob("[0-9][0-9]_*")}
    assert {f"{int(number):02d}_{name}" for number, name in listed} == folders


def test_the_landing_page_says_after_which_notebook_a_lab_comes() -> None:
    found = {
        lab: {notebook.number for notebook in notebooks() if lab in labs(notebook)}
        for lab in range(1, LABS + 1)
    }
    assert labs_on_the_landing_page() == found
