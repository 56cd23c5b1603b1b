"""The book as a person opens it from a disk: on a screen and a phone, by day and by night."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from accessibility import nameless
from contrast import texts
from pygments.token import STANDARD_TYPES
from whole_page import assert_fits_and_stands_out

from juliaset.course_folder import CHECKOUT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# The first page, chapters, a lab, pages of code and tables, the interface, the words, the search.
PAGES = (
    *("index.html", "02_measure.html", "10_threads.html", "labs/12_simd/README.html"),
    *("docs/own-problem.html", "docs/profilers.html", "api.html", "docs/glossary.html"),
    *("search.html?q=twin", "genindex.html"),
)
CHAPTERS = tuple(f"{path.stem}.html" for path in sorted((CHECKOUT / "notebooks").glob("*.ipynb")))
LABS = tuple(
    f"labs/{path.parent.name}/README.html"
    for path in sorted((CHECKOUT / "labs").glob("[0-9]*/README.md"))
)
SCREENS = {"screen": (1280, False), "phone": (390, False), "phone at night": (390, True)}
SCREENS["screen at night"] = (1280, True)

TERMINAL = ("Black", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "White")
SPACES = "w"  # their class, whose colour is never seen
REPLACE = "(html) => { document.querySelector('article').innerHTML = html; }"
OUTLINE = "(field) => getComputedStyle(field).outline"

Open = Callable[[str, int, bool], "Page"]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the book that JULIASET_BOOK names, or one of notebooks that did not run."""
    named = os.environ.get("JULIASET_BOOK")
    if named:
        assert (Path(named) / "index.html").is_file(), "make notebooks makes the book"
        return Path(named).resolve()
    if not shutil.which("sphinx-build", path=Path(sys.executable).parent):
        pytest.skip("Sphinx is not installed: make notebooks installs it")
    folder = tmp_path_factory.mktemp("book")
    shutil.copytree(CHECKOUT / "notebooks", folder / "notebooks")
    script = CHECKOUT / "setup" / "book.sh"
    subprocess.run([script, folder / "notebooks", folder / "book"], check=True)
    return folder / "book"


@pytest.fixture
def opened(chromium: "Browser", book: Path) -> Iterator[Open]:
    """Return a function that opens a page of the book from the disk, all of it in view."""
    errors: list[str] = []

    def open_page(name: str, width: int, dark: bool) -> "Page":  # noqa: FBT001 - as SCREENS has it
        scheme = "dark" if dark else "light"
        page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.on("pageerror", lambda error: errors.append(f"{name}: {error}"))
        page.goto(f"{book.as_uri()}/{name}")
        return page

    yield open_page
    assert not errors


@pytest.mark.parametrize(("width", "dark"), SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_and_all_of_it_stands_out(
    opened: Open,
    name: str,
    width: int,
    dark: bool,  # noqa: FBT001
) -> None:
    page = opened(name, width, dark)
    assert_fits_and_stands_out(page)
    page.close()


@pytest.mark.parametrize("name", [*CHAPTERS, *LABS])
def test_each_chapter_and_each_lab_fits_and_stands_out(opened: Open, name: str) -> None:
    page = opened(name, 1280, False)  # noqa: FBT003 - as SCREENS has it
    assert_fits_and_stands_out(page)
    page.close()


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_all_colours_of_code_and_of_what_it_prints_stand_out(opened: Open, *, dark: bool) -> None:
    page = opened("index.html", 1280, dark)
    short = [name for name in STANDARD_TYPES.values() if name not in {"", SPACES}]
    names = [*short, *(f"-Color -Color-Bold-{name}" for name in TERMINAL)]
    words = [f"<span class='{name}'>{name.split('-')[-1]}</span>" for name in names]
    lines = "\n".join(" ".join(words[at : at + 8]) for at in range(0, len(words), 8))
    page.evaluate(REPLACE, f"<div class='highlight'><pre>{lines}</pre></div>")
    assert {name.split("-")[-1] for name in names} <= {each.text for each in texts(page)}
    assert_fits_and_stands_out(page)
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_each_control_has_a_name(opened: Open, name: str) -> None:
    page = opened(name, 1280, False)  # noqa: FBT003
    assert not nameless(page)
    page.close()


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_the_field_of_the_search_shows_that_it_has_the_focus(opened: Open, *, dark: bool) -> None:
    page = opened("index.html", 1280, dark)
    field = page.get_by_role("textbox", name="Search")
    before = field.evaluate(OUTLINE)
    field.focus()
    assert field.evaluate(OUTLINE) != before
    page.close()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("false sharing", "10. Threads and load balance"),
        ("several pixels", "Lab 12: SIMD by hand: several pixels in one vector"),
        ("escape_counts", "The public interface"),
        ("twin", "Glossary"),
    ],
)
def test_the_search_of_a_book_on_a_disk_finds_all_kinds_of_pages(
    opened: Open, words: str, found: str
) -> None:
    page = opened(f"search.html?q={words.replace(' ', '+')}", 1280, False)  # noqa: FBT003
    page.get_by_role("link", name=found, exact=True).first.wait_for()
    assert page.locator("ul.search li").filter(has_text=found).count() >= 1
    page.close()


def test_an_answer_opens_when_its_question_is_clicked(opened: Open) -> None:
    page = opened("10_threads.html", 1280, False)  # noqa: FBT003
    exercise = page.locator("details", has_text="Exercise 1")
    assert not exercise.locator("p").first.is_visible()
    exercise.locator("summary").click()
    assert exercise.locator("p").first.is_visible()
    page.close()
