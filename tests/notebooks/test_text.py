"""What the text of each notebook holds, and what it must not."""

import re
import sys

import pytest
from markdown_it import MarkdownIt
from reading import ROOT, Notebook, notebooks

sys.path.insert(0, str(ROOT / "tools"))
import offline

pytestmark = pytest.mark.parametrize("notebook", notebooks(), ids=str)

QUESTION = "<details><summary>Question: "
FENCED = re.compile(r"^```.*?^```|`[^`\n]+`", re.DOTALL | re.MULTILINE)


def prose(notebook: Notebook) -> str:
    """Return the text without the code in it."""
    return "\n\n".join(FENCED.sub("", text) for text in notebook.texts)


def test_it_has_one_title_and_begins_with_it(notebook: Notebook) -> None:
    titles = re.findall(r"^# .*", prose(notebook), re.MULTILINE)
    assert len(titles) == 1
    assert titles[0].startswith(f"# {notebook.number}. ")
    assert notebook.texts[0].startswith(titles[0])
    assert notebook.cells[0]["cell_type"] == "markdown"


def test_it_says_how_long_it_takes_and_what_comes_before(notebook: Notebook) -> None:
    assert re.search(r"\d+ minutes", notebook.texts[0])
    assert "`make setup`" in notebook.texts[0]


def test_it_asks_and_hides_the_answers(notebook: Notebook) -> None:
    text = "\n\n".join(notebook.texts)
    assert text.count(QUESTION) >= 3
    assert text.count("<details") == text.count("</details>")
    # Without the empty lines, markdown in an answer stays as it is typed.
    for question in text.split("<details")[1:]:
        assert re.search(r"</summary>\n\n\S", question)
        assert "\n\n</details>" in question


def test_it_ends_with_what_to_take_home(notebook: Notebook) -> None:
    headings = re.findall(r"^## (.*)", prose(notebook), re.MULTILINE)
    assert "What to take home" in headings[-2:]
    assert "Next" in notebook.texts[-1]


def test_its_links_lead_to_its_neighbours(notebook: Notebook) -> None:
    # The book has no other pages: a link to docs/ would lead to nothing there.
    for target in re.findall(r"\]\(([^)]+)\)", prose(notebook)):
        if not re.match(r"https?://|#", target):
            assert (notebook.path.parent / target).exists(), target
            assert "/" not in target, target


def test_it_loads_nothing(notebook: Notebook) -> None:
    markdown = MarkdownIt().enable("table")
    for text in notebook.texts:
        assert not offline.Page(markdown.render(text)).fetched


def test_it_has_no_formulas(notebook: Notebook) -> None:
    # A book that draws them would load MathJax.
    assert "$" not in prose(notebook)


def test_it_names_no_folder_of_anybody_s_machine(notebook: Notebook) -> None:
    both = "\n".join([*notebook.texts, *(cell.source for cell in notebook.code)])
    assert not re.search(r"(?<![\w.])/(work|home|root|tmp|opt|Users|mnt)\b", both)
    assert not re.search(r"\b[A-Z]:\\", both)
