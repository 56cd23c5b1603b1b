"""The book is made of executed notebooks, and loads nothing from the net."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from reading import ROOT, RunSetup, notebooks

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def book(
    run_setup: RunSetup, executed: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Make the book of all notebooks at their small size."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "notebooks").mkdir()
    for notebook in notebooks():
        name = notebook.path.name
        shutil.copy(executed(notebook.path) / name, folder / "notebooks" / name)
    done = run_setup("book.sh", folder / "notebooks", folder / "book")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{folder}/book/index.html" in done.stdout
    return folder / "book"


def test_each_notebook_is_a_page_that_the_first_page_names(book: Path) -> None:
    first = (book / "index.html").read_text()
    for notebook in notebooks():
        title = notebook.texts[0].splitlines()[0].removeprefix("# ")
        assert f'href="{notebook}.html">' in first
        assert re.sub(r"\W+", " ", title) in re.sub(r"\W+|<[^>]+>", " ", first)


def test_a_page_holds_what_its_cells_printed(book: Path) -> None:
    for notebook in notebooks():
        page = (book / f"{notebook}.html").read_text()
        assert ": measured " in page
        assert page.count("<details>") >= 3


def test_a_prediction_is_a_folded_answer(book: Path) -> None:
    for notebook in notebooks():
        page = (book / f"{notebook}.html").read_text()
        answers = sum(".against(" in code.source for code in notebook.code)
        assert page.count(">Guess, then open</p>") >= answers >= 2
        assert page.count("Your guess, before you read on") >= 2
        assert "You made no prediction" not in page
        assert "predict(" not in re.sub(r"<[^>]+>", "", page)
        assert "Toggle hidden content" not in page


def test_words_stand_in_the_place_of_a_widget(book: Path) -> None:
    for notebook in notebooks():
        if any("juliaset.explore(" in code.source for code in notebook.code):
            page = (book / f"{notebook}.html").read_text()
            assert ("run this cell in JupyterLab" in page) != ("anywidget is not installed" in page)
            assert "jupyter.widget" not in page


def test_the_book_loads_nothing_from_the_net(book: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "offline.py", book],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    pages = "".join(path.read_text() for path in book.glob("*.html"))
    assert not re.search(r"mathjax|require\.min\.js|thebe|fonts\.g|cdn\.", pages, re.IGNORECASE)
