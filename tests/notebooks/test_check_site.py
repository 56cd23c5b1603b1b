"""tools/check_site.py finds each fault that a page may have, and no other."""

import subprocess
import sys
from pathlib import Path

import pytest
from reading import ROOT

from check_site import complaints

HEAD = '<!doctype html><html lang="en"><title>A page</title>'
BODY = '<h1>One</h1><a href="other.html">another</a>'
GOOD = HEAD + BODY
OTHER = '<!doctype html><html lang="en"><title>Another</title><h1>Other</h1><h2 id="part">Part</h2>'

FAULTS = {
    "page": ('<a href="lost.html">a</a>', "a link leads nowhere: lost.html"),
    "folder": ('<a href="sub/">a</a>', "a link leads nowhere: sub/"),
    "download": ('<a download href="lost.zip">a</a>', "a link leads nowhere: lost.zip"),
    "relation": ('<link rel="next" href="lost.html">', "a link leads nowhere: lost.html"),
    "anchor": ('<a href="#lost">a</a>', "the page of a link lacks its anchor: #lost"),
    "its anchor": ('<a href="other.html#x">a</a>', "lacks its anchor: other.html#x"),
    "away": ('<a href="../outside.html">a</a>', "a link leaves the folder: ../outside.html"),
    "disk": ('<a href="file:///etc/hosts">a</a>', "a link leaves the folder: file:///etc/hosts"),
    "host": ('<a href="//example.org/a">a</a>', "a link leaves the folder: //example.org/a"),
    "id": ('<p id="a"><p id="a">', "2 elements have the id 'a'"),
    "label": ('<label for="lost">a</label>', "names the id 'lost', which is not on the page"),
    "no alt": ('<img src="a.png">', "has no words, and is not marked as decoration: a.png"),
    "empty alt": ('<img alt=" " src="a.png">', "the words of a picture are empty: a.png"),
    "file": ('<img alt="img/a-b.PNG" src="a.png">', "are the name of a file: img/a-b.PNG"),
    "stem": ('<img alt="two words" src="two words.png">', "are the name of a file: two words"),
    "sign": ('<img alt="-" src="a.png">', "the words of a picture do not describe it: -"),
    "same": (
        '<img alt="a curve" src="a.png"><img alt="a curve" src="b.png">',
        "2 different pictures have the same words: a curve",
    ),
    "same drawings": (
        '<svg role="img"><title>a curve</title></svg><svg role="img" aria-label="a curve"></svg>',
        "2 drawings have the same words: a curve",
    ),
    "drawing": (
        '<svg role="img"><g></g></svg>',
        'the words of a picture are empty: <svg class="">',
    ),
    "icon": ('<svg class="sun"></svg>', 'not marked as decoration: <svg class="sun">'),
    "level": ("<h3>Three</h3>", "a heading of level 3 follows one of level 1"),
    "two titles": ("<h1>Two</h1>", "the page has 2 headings of level 1"),
}
QUIET = {
    "link of a reader": '<a href="https://example.org/">a</a><a href="mailto:a@example.org">b</a>',
    "anchor": '<p id="é x"></p><a href="#%C3%A9%20x">a</a><a href="#top">b</a>',
    "its anchor": '<a href="other.html#part">a</a><a href="sub/../other.html">b</a>',
    "words": '<img alt="a curve" src="a.png"><img alt="a curve" src="./a.png">',
    "drawing": '<svg role="img"><title>a curve</title><g><title>a point</title></g></svg>',
    "two sizes": (
        '<svg class="wide" role="img"><title>a curve</title></svg>'
        '<svg class="narrow" role="img"><title>a curve</title></svg>'
    ),
    "decoration": '<img alt="" role="presentation" src="a.png"><svg aria-hidden="true"></svg>',
    "icon of a control": '<button aria-label="Search"><svg><path/></svg></button>',
    "hidden": '<div style="display: none"><svg></svg><h5>Five</h5></div><h2>Two</h2>',
    "levels": "<h2>Two</h2><h3>Three</h3><h2>Two</h2>",
    "open": "<ul><li><p>one<li><svg aria-hidden='true'></svg></ul><h2>Two</h2>",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder of two good pages."""
    (tmp_path / "outside.html").write_text(GOOD)
    folder = tmp_path / "site"
    (folder / "sub").mkdir(parents=True)
    (folder / "index.html").write_text(GOOD)
    (folder / "other.html").write_text(OTHER)
    return folder


def test_good_pages_have_no_fault(folder: Path) -> None:
    assert complaints(folder) == []


@pytest.mark.parametrize(("text", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found(folder: Path, text: str, fault: str) -> None:
    (folder / "index.html").write_text(GOOD + text)
    (found,) = complaints(folder)
    assert found.startswith("index.html: ") or "different pictures" in found
    assert found.endswith(fault)


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET)
def test_what_is_right_is_no_fault(folder: Path, text: str) -> None:
    (folder / "index.html").write_text(GOOD + text)
    assert complaints(folder) == []


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (GOOD.replace(' lang="en"', ""), "the language is None and not 'en'"),
        (GOOD.replace("A page", " "), "the page has no title"),
        (GOOD.replace("h1", "h2"), "the page has 0 headings of level 1"),
    ],
)
def test_a_fault_of_a_head_is_found(folder: Path, page: str, fault: str) -> None:
    (folder / "index.html").write_text(page)
    assert f"index.html: {fault}" in complaints(folder)


def test_titles_that_two_pages_share_are_found(folder: Path) -> None:
    (folder / "other.html").write_text(OTHER.replace("Another", "A page"))
    assert complaints(folder) == ["2 pages have the title 'A page'"]


def test_words_that_pictures_of_two_pages_share_are_found(folder: Path) -> None:
    (folder / "index.html").write_text(GOOD + '<img alt="a curve" src="sub/a.png">')
    (folder / "other.html").write_text(OTHER + '<img alt="a curve" src="sub/a.png">')
    assert complaints(folder) == []
    (folder / "other.html").write_text(OTHER + '<img alt="a curve" src="a.png">')
    assert complaints(folder) == ["2 different pictures have the same words: a curve"]


def test_a_page_to_which_no_link_leads_is_found(folder: Path) -> None:
    (folder / "sub" / "lonely.html").write_text(OTHER.replace("Another", "Lonely"))
    assert complaints(folder) == ["sub/lonely.html: no link leads here from index.html"]


@pytest.mark.parametrize(
    ("index", "found"),
    [
        ('Search.setIndex({"docnames":["index","other"]})', []),
        ('Search.setIndex({"docnames":["lost"]})', ["a page that does not exist: lost"]),
        ('Search.setIndex({"docnames":[]})', ["it lists no page"]),
        ("", ["it lists no page"]),
    ],
)
def test_the_index_of_the_search_is_compared(folder: Path, index: str, found: list[str]) -> None:
    (folder / "searchindex.js").write_text(index)
    assert [line.partition("it lists ")[2] for line in complaints(folder)] == [
        each.removeprefix("it lists ") for each in found
    ]


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    assert complaints(tmp_path) == ["there is no page"]


@pytest.mark.parametrize(
    ("text", "code"), [("", 0), ("<h1>Two</h1>", 1)], ids=["without a fault", "with a fault"]
)
def test_the_program_prints_faults_and_its_exit_code_tells(
    folder: Path, text: str, code: int
) -> None:
    (folder / "index.html").write_text(GOOD + text)
    script = ROOT / "tools" / "check_site.py"
    done = subprocess.run(
        [sys.executable, script, folder], capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert done.stdout == "index.html: the page has 2 headings of level 1\n" * code


def test_a_folder_that_does_not_exist_is_said(tmp_path: Path) -> None:
    script = ROOT / "tools" / "check_site.py"
    done = subprocess.run(
        [sys.executable, script, tmp_path / "lost"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "allowed: the folder of a book" in done.stderr
