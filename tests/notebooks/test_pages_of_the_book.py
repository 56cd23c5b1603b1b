"""The book has the pages of docs/ and the public interface. Its notebooks did not run here."""

import re
import shutil
from pathlib import Path

import pytest
from reading import NOTEBOOKS, ROOT, RunSetup

import juliaset
from juliaset import bench

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def book(run_setup: RunSetup, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    shutil.copytree(NOTEBOOKS, folder / "notebooks")
    done = run_setup("book.sh", folder / "notebooks", folder / "book")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "book"


def test_each_public_name_is_described(book: Path) -> None:
    page = (book / "api.html").read_text()
    for module in (juliaset, bench):
        for name in module.__all__:
            assert f'id="{module.__name__}.{name}"' in page


def test_each_page_of_docs_is_in_the_book_and_in_its_contents(book: Path) -> None:
    first = (book / "index.html").read_text()
    pages = [page for page in (ROOT / "docs").rglob("*.md") if page.parent.name != "book"]
    assert len(pages) >= 15
    for page in pages:
        address = page.relative_to(ROOT).with_suffix(".html").as_posix()
        assert (book / address).is_file()
        assert f'href="{address}"' in first


def test_links_between_pages_lead_somewhere_and_others_are_words(book: Path) -> None:
    kernels = (book / "docs" / "kernels.html").read_text()
    assert 'href="trap.html"' in kernels
    assert "scalar.cpp" in kernels
    for page in book.rglob("*.html"):
        for target in re.findall(r'<a [^>]*href="(?!\w+:)([^"#]+)', page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
