"""README and the other pages are true: their Python runs, and their links lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "python" / "profiling" / "README.md",
]
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page: its own, and those that GitHub gives its headings."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text()), re.MULTILINE)
    kept = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings]
    ids = re.findall(r'<a id="([^"]+)">', page.read_text())
    return {heading.replace(" ", "-") for heading in kept} | set(ids)


@pytest.mark.parametrize(
    "page",
    # A contest takes seconds.
    [pytest.param(ROOT / "README.md", marks=pytest.mark.slow), ROOT / "docs" / "library.md"],
    ids=name,
)
def test_its_python_runs(page: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", page.read_text(), re.DOTALL)
    assert blocks
    for block in blocks:
        subprocess.run([sys.executable, "-c", block], check=True, capture_output=True)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_its_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(FENCED.sub("", page.read_text())):
        if re.match(r"\w+:", link):
            continue
        target, _, anchor = link.partition("#")
        found = page.parent / target if target else page
        if page.parent == ROOT / "docs" / "book":  # book.sh copies it next to these
            places = [page.parent, ROOT / "notebooks", ROOT]
            found = next((at / target for at in places if (at / target).exists()), found)
        assert found.exists(), link
        assert not anchor or anchor in anchors(found), link


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_figure_is_left_to_be_filled_in(page: Path) -> None:
    assert "@@" not in page.read_text()  # a mark such as @@TIME stands for what is not measured yet


def test_the_tree_names_folders_that_exist() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    tree = re.search(r"## The tree\n\n```\n(.*?)```", page, re.DOTALL)
    assert tree
    folders: list[str] = []
    named = re.findall(r"^( *)([\w/]+/)(?:  |$)", tree[1], re.MULTILINE)
    assert len(named) >= 15
    for indent, folder in named:
        depth = len(indent) // 2
        folders[depth:] = [folder]
        assert (ROOT / "".join(folders)).is_dir(), "".join(folders)
