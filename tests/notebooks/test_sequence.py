"""The notebooks, and the landing page of the book, lead through the course and its labs."""

import re
from fnmatch import fnmatch
from itertools import pairwise

import pytest
from reading import NOTEBOOKS, ROOT, Notebook, notebooks

LANDING_PAGE = (ROOT / "docs" / "book" / "index.md").read_text()
LABS = {int(path.name[:2]) for path in (ROOT / "labs").glob("[0-9][0-9]_*")}


def labs(notebook: Notebook) -> set[int]:
    """Return the labs that a notebook sends its reader to."""
    found = re.findall(r"juliaset lab start (\d+)", "\n".join(notebook.texts))
    return {int(number) for number in found}


def labs_on_the_landing_page() -> dict[int, set[int]]:
    rows = re.findall(r"^(\d+)\. \*\*\w+\*\*: .+ \(after (.+)\)$", LANDING_PAGE, re.MULTILINE)
    return {
        int(lab): {int(number) for number in re.findall(r"\[(\d+)\]\(\d\d_\w+\.ipynb\)", after)}
        for lab, after in rows
    }


def test_their_numbers_have_no_gap() -> None:
    found = notebooks()
    assert [notebook.number for notebook in found] == list(range(1, len(found) + 1))


def test_nothing_else_lies_next_to_them() -> None:
    others = {path.name for path in NOTEBOOKS.iterdir() if path.suffix != ".ipynb"}
    assert others <= {".ipynb_checkpoints"}


@pytest.mark.parametrize("notebook", notebooks(), ids=str)
def test_a_notebook_sends_its_reader_to_a_lab(notebook: Notebook) -> None:
    assert labs(notebook), "no `juliaset lab start N`"
    assert labs(notebook) <= LABS


@pytest.mark.parametrize(("notebook", "following"), list(pairwise(notebooks())), ids=str)
def test_a_notebook_names_the_next(notebook: Notebook, following: Notebook) -> None:
    last = notebook.texts[-1]
    assert re.search(rf"\b{following}\b", last) or (
        re.search(rf"\b[Nn]otebook {following.number}\b", last)
    )


def test_each_lab_follows_a_notebook() -> None:
    assert set().union(*map(labs, notebooks())) == LABS


def test_the_landing_page_lists_whatever_notebooks_there_are() -> None:
    tree = re.search(r"```\{toctree\}\n(?:.*\n)*?:glob:\n(?:.*\n)*?(.*)\n```", LANDING_PAGE)
    assert tree
    assert all(fnmatch(str(notebook), tree[1]) for notebook in notebooks())


def test_the_landing_page_lists_the_labs() -> None:
    listed = re.findall(r"^(\d+)\. \*\*(\w+)\*\*", LANDING_PAGE, re.MULTILINE)
    folders = {path.name for path in (ROOT / "labs").glob("[0-9][0-9]_*")}
    assert {f"{int(number):02d}_{name}" for number, name in listed} == folders


def test_the_landing_page_says_after_which_notebook_a_lab_comes() -> None:
    listed = labs_on_the_landing_page()
    assert set(listed) == LABS
    for lab, before in listed.items():
        senders = {notebook.number for notebook in notebooks() if lab in labs(notebook)}
        # A notebook that sends its reader to a lab comes before it, and the last of them does so.
        assert senders <= before, lab
        assert not senders or max(before) in senders, lab
