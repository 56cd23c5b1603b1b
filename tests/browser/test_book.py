"""The book as a person opens it from a disk: on a screen and a phone, by day and by night."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from contrast import faint_texts

from juliaset.course_folder import CHECKOUT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = ("index.html", "10_threads.html", "labs/12_simd/README.html", "docs/glossary.html")
SCREENS = {"screen": (1280, False), "phone": (390, False), "phone at night": (390, True)}
SCREENS["screen at night"] = (1280, True)

Open = Callable[[str, int, bool], "Page"]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the book of notebooks that did not run, which has all pages."""
    if not shutil.which("sphinx-build", path=Path(sys.executable).parent):
        pytest.skip("Sphinx is not installed: make notebooks installs it")
    folder = tmp_path_factory.mktemp("book")
    shutil.copytree(CHECKOUT / "notebooks", folder / "notebooks")
    script = CHECKOUT / "setup" / "book.sh"
    subprocess.run([script, folder / "notebooks", folder / "book"], check=True)
    return folder / "book"


@pytest.fixture
def opened(chromium: "Browser", book: Path) -> Open:
    """Return a function that opens a page of the book from the disk, all of it in view."""

    def open_page(name: str, width: int, dark: bool) -> "Page":  # noqa: FBT001 - as SCREENS has it
        scheme = "dark" if dark else "light"
        page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.on("pageerror", lambda error: pytest.fail(f"{name}: {error}"))
        page.goto(f"{book.as_uri()}/{name}")
        return page

    return open_page


@pytest.mark.parametrize(("width", "dark"), SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_and_its_texts_stand_out(
    opened: Open,
    name: str,
    width: int,
    dark: bool,  # noqa: FBT001
) -> None:
    page = opened(name, width, dark)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for _ in range(40):  # a page is read from its top to its end
        assert not faint_texts(page)
        at = page.evaluate("scrollY")
        page.evaluate("scrollBy({top: 700, behavior: 'instant'})")
        if page.evaluate("scrollY") == at:
            break
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
