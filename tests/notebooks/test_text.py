"""What the text of each notebook holds, and what it must not."""

import re
import sys

import pytest
from markdown_it import MarkdownIt
from reading import ROOT, Notebook, notebooks

sys.path.insert(0, str(ROOT / "tools"))
import offline
from static_chapter import IN_JUPYTER

pytestmark = pytest.mark.parametrize("notebook", notebooks(), ids=str)

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


def test_it_says_what_one_can_do_afterwards_how_long_it_takes_and_what_comes_before(
    notebook: Notebook,
) -> None:
    _, _, goals = notebook.texts[0].partition("After this chapter you can:\n\n")
    assert re.match(r"(- (.+\n)+){3,5}\n\*\*Time:\*\* about \d+ minutes[^.]*\. ", goals)
    assert "`make setup`" in notebook.texts[0]


def test_only_one_cell_is_about_typing(notebook: Notebook) -> None:
    typing = [cell for cell in notebook.cells if IN_JUPYTER in cell["metadata"].get("tags", ())]
    assert [cell["id"] for cell in typing] == [notebook.cells[1]["id"]]
    elsewhere = "\n".join(text for text in notebook.texts if not text.startswith("**In Jupyter:**"))
    assert not re.search(r"in place of (the three dots|the `\.\.\.`|`\.\.\.`)", elsewhere)


@pytest.mark.parametrize(("what", "least"), [("Question: ", 3), ("Exercise ", 3)])
def test_it_asks_and_hides_the_answers(notebook: Notebook, what: str, least: int) -> None:
    text = "\n\n".join(notebook.texts)
    assert text.count(f"<details><summary>{what}") >= least
    assert text.count("<details") == text.count("</details>")
    # Without the empty lines, markdown in an answer stays as it is typed.
    for question in text.split("<details")[1:]:
        assert re.search(r"</summary>\n\n\S", question)
        assert "\n\n</details>" in question


def test_it_ends_with_exercises_what_to_remember_and_a_lab(notebook: Notebook) -> None:
    headings = re.findall(r"^## (.*)", prose(notebook), re.MULTILINE)
    assert headings[-3:] in (
        ["Exercises", "What to remember", "Next"],
        [headings[-3], "Exercises", "What to remember"],
    )
    assert "Next" in notebook.texts[-1]
    remember = notebook.texts[-1].partition("## What to remember\n\n")[2]
    assert len(re.findall(r"^- ", remember, re.MULTILINE)) >= 3
    assert "juliaset lab start" in remember


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


def test_it_foretells_no_figure(notebook: Notebook) -> None:
    # What a figure says is said by `conclude`, which has seen it.
    assert not re.search(r"\b[Ee]xpect\b(?! of)", prose(notebook))
