"""The book has chapters, labs, docs/ and the public interface. Its notebooks did not run here."""

import json
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


def test_each_task_of_a_lab_is_a_page_without_hints_and_solutions(book: Path) -> None:
    folders = sorted(path.name for path in (ROOT / "labs").glob("[0-9][0-9]_*"))
    assert sorted(path.name for path in (book / "labs").iterdir()) == folders
    for folder in folders:
        assert [path.name for path in (book / "labs" / folder).iterdir()] == ["README.html"]
        page = (book / "labs" / folder / "README.html").read_text()
        assert f"juliaset lab start {int(folder[:2])}<" in re.sub(r"</?span[^>]*>", "", page)
        first_hint = (
            (ROOT / "labs" / folder / "hints.md").read_text().split("## ")[1].splitlines()[0]
        )
        assert first_hint not in page


def test_the_search_finds_words_of_all_kinds_of_pages(book: Path) -> None:
    script = (book / "searchindex.js").read_text()
    index = json.loads(script.removeprefix("Search.setIndex(").removesuffix(")"))

    def pages(word: str) -> set[str]:
        found = [index[where].get(word, []) for where in ("terms", "titleterms")]
        numbers = {n for each in found for n in (each if isinstance(each, list) else [each])}
        return {index["docnames"][number] for number in numbers}

    # As Sphinx's English stemmer leaves them.
    assert "05_numpy" in pages("temporari")
    assert "labs/11_lanes/README" in pages("lane")
    assert {"docs/glossary", "docs/kernels"} <= pages("siev")
    assert "api" in pages("problem")


def test_the_search_works_in_a_book_that_was_opened_from_a_disk(book: Path) -> None:
    # A browser loads scripts from a disk, and refuses a script that fetches a page from there.
    page = (book / "search.html").read_text()
    for script in ("searchindex", "searchtools", "language_data"):
        assert re.search(rf'<script src="(_static/)?{script}\.js', page), script
    options = (book / "_static" / "documentation_options.js").read_text()
    assert "SHOW_SEARCH_SUMMARY: false" in options


def test_links_between_pages_lead_somewhere_and_others_are_words(book: Path) -> None:
    kernels = (book / "docs" / "kernels.html").read_text()
    assert 'href="trap.html"' in kernels
    assert "scalar.cpp" in kernels
    for page in book.rglob("*.html"):
        for target in re.findall(r'<a [^>]*href="(?!\w+:)([^"#]+)', page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
