"""The gallery: one page that loads nothing from the network, and marks what is recorded."""

import re
import runpy
from pathlib import Path

import pytest
from msgspec.structs import replace

from check_site import complaints
from juliaset.profilers import gallery
from juliaset.profilers.recipe import Check
from juliaset.profilers.recipes import recipe
from juliaset.profilers.requirements import browser
from juliaset.profilers.result import Result, perform

HERE = Path(__file__).parent
READER = runpy.run_path(str(HERE.parent / "bench" / "page_reader.py"))
Page, overflow = READER["Page"], READER["overflow"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a gallery of quick tools, one that cannot work, one that is wrong and has a drawing."""
    folder = tmp_path_factory.mktemp("profiles")
    results = [
        perform(recipe(name), folder / name, width=50) for name in ("cprofile", "dis", "timeit")
    ]
    assert all(result.status == "right" for result in results)
    results.append(Result("perf_stat", "?", "python.loops", 50, "unavailable", "much", "no perf"))
    (folder / "mprof").mkdir()
    (folder / "mprof" / "memory.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "mprof" / "page.html").write_text("<p>large</p>")
    wrong = Check("<what>", "1", "2", right=False)
    drawn = replace(results[0], tool="mprof", status="wrong", checks=(wrong,))
    gallery.write(folder, [*results, replace(drawn, shown=("memory.png", "page.html"))])
    return folder


@pytest.fixture(scope="module")
def page(folder: Path):  # noqa: ANN201 - of another folder's file
    """Read it as a browser would."""
    return Page((folder / gallery.PAGE).read_text())


def test_each_tool_has_command_lines_checks_and_artefacts(page, folder: Path) -> None:  # noqa: ANN001
    said = page.said("cprofile")
    assert "$ python -m cProfile -o" in said
    assert "86,154 calls of abs" in said
    assert "right calls of append: 5,100 (expected: 5,100)" in said
    assert "4 of 4 checks hold" in said
    assert "function calls in" in said, "the artefact's own text is in the page"
    links = [link["href"] for link in page.attributes("a")]
    files = [link for link in links if not link.startswith("#")]
    assert "cprofile/profile.stats" in files
    assert all((folder / link).is_file() for link in files)


def test_what_was_recorded_says_so_where_it_stands(page) -> None:  # noqa: ANN001
    said = page.said("perf_stat")
    assert "cannot work here" in said
    assert "RECORDED on" in said
    assert "not measured here" in said
    assert "RECORDED" not in page.said("cprofile")


def test_a_wrong_check_is_seen_and_text_stays_text(page) -> None:  # noqa: ANN001
    said = page.said("mprof")
    assert "1 of 1 checks FAIL" in said
    assert "WRONG <what>: 2 (expected: 1)" in said


def test_it_asks_nothing_of_the_network(page, folder: Path) -> None:  # noqa: ANN001
    text = (folder / gallery.PAGE).read_text()
    assert [image["src"][:22] for image in page.attributes("img")] == ["data:image/png;base64,"]
    assert not page.attributes("link")
    assert not [script for script in page.attributes("script") if script.get("src")]
    (policy,) = [m["content"] for m in page.attributes("meta") if m.get("http-equiv")]
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", text)
    assert "prefers-color-scheme" in text or "light-dark(" in text


def test_its_links_pictures_and_headings_have_no_fault(folder: Path) -> None:
    # The other pages are what the tools wrote.
    assert [line for line in complaints(folder) if line.startswith(f"{gallery.PAGE}: ")] == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1200])
def test_nothing_is_wider_than_the_screen(folder: Path, width: int, tmp_path: Path) -> None:
    if not browser():
        pytest.skip("no browser here")
    assert overflow(browser(), (folder / gallery.PAGE).read_text(), width, tmp_path) <= 0


@pytest.mark.slow
def test_all_recipes_that_a_kernel_allows(tmp_path: Path) -> None:
    said: list[str] = []
    results = gallery.make(tmp_path, "cpp.scalar", 50, said.append)
    tools = {result.tool for result in results}
    assert {"cprofile", "objdump", "py_spy_native"} <= tools
    assert not {"line_profiler", "dis", "pympler"} & tools, "they have nothing to look at in C++"
    assert all(result.status in {"right", "unavailable"} for result in results), said
    assert (tmp_path / gallery.PAGE).is_file()
