"""The notebooks, and the landing page of the book, lead through the course and its labs."""

import re
from fnmatch import fnmatch
from itertools import pairwise

import pytest
from reading import NOTEBOOKS, ROOT, Notebook, notebooks

from juliaset.grader.catalogue import all_labs

LANDING_PAGE = (ROOT / "docs" / "book" / "index.md").read_text()
LABS = {int(path.name[:2]) for path in (ROOT / "labs").glob("[0-9][0-9]_*")}


def labs(notebook: Notebook) -> set[int]:
    """Return the labs that a notebook sends its reader to."""
    found = re.findall(r"juliaset lab start (\d+)", "\n".join(notebook.texts))
    return {int(number) for number in found}


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
        re.search(rf"\b[Cc]hapter {following.number}\b", last)
    )


def test_each_lab_follows_a_notebook() -> None:
    assert set().union(*map(labs, notebooks())) == LABS


def test_the_landing_page_lists_whatever_notebooks_there_are() -> None:
    trees = re.findall(r"```\{toctree\}\n(?:.*\n)*?:glob:\n(?:.*\n)*?(.*)\n```", LANDING_PAGE)
    assert all(fnmatch(str(notebook), trees[0]) for notebook in notebooks())
    assert trees[1] == "labs/*/README"


def test_the_map_has_every_chapter_and_every_lab_once() -> None:
    chapters = re.findall(
        r"^- \*\*\[.+\]\((\S+)\.ipynb\)\*\*, \d+&nbsp;min$", LANDING_PAGE, re.MULTILINE
    )
    assert chapters == [str(notebook) for notebook in notebooks()]
    labs = re.findall(
        r"^  - \[Lab .+\]\(labs/(\S+)/README\.md\), \d+&nbsp;min$", LANDING_PAGE, re.MULTILINE
    )
    folders = [path.name for path in (ROOT / "labs").glob("[0-9][0-9]_*")]
    assert sorted(labs) == sorted(folders)


def test_a_lab_comes_after_all_notebooks_that_send_their_reader_to_it() -> None:
    for lab in all_labs():
        senders = {notebook.number for notebook in notebooks() if lab.number in labs(notebook)}
        before = set(lab.description.notebooks)
        # A notebook that sends its reader to a lab comes before it, and the last of them does so.
        assert senders <= before, lab
        assert not senders or max(before) in senders, lab


@pytest.mark.parametrize(
    ("term", "home"),
    [
        (r"first touch", "04_memory"),
        (r"[Ff]used multiply-add|\bFMA\b", "08_flags"),
        ("Amdahl", "10_threads"),
    ],
)
def test_a_term_is_explained_once_and_other_chapters_lead_there(term: str, home: str) -> None:
    for notebook in notebooks():
        text = "\n".join(notebook.texts)
        headings = re.findall(r"^#+ (.*)", text, re.MULTILINE)
        explained = any(re.search(term, heading, re.IGNORECASE) for heading in headings)
        assert explained == (str(notebook) == home), notebook
        if re.search(term, text) and not explained:
            assert f"]({home}.ipynb)" in text, notebook
