"""How Sphinx makes the book of executed notebooks and pages: it loads nothing from the network."""
# ruff: noqa: INP001  (a folder of texts, not a package)

import json
import re
import sys
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
from static_chapter import static

project = "juliaset"
html_title = "juliaset: the course"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["**.ipynb_checkpoints"]

# The notebooks were executed before; setup/notebooks.sh says how.
nb_execution_mode = "off"
nb_merge_streams = True
nb_render_markdown_format = "myst"  # tables that a cell prints are tables
# myst-nb would fetch these two from a content network for interactive widgets. Here they are words.
nb_ipywidgets_js: dict[str, dict[str, str]] = {}
myst_heading_anchors = 3  # as GitHub makes them
smartquotes_action = "D"  # dashes only: a quotation mark may belong to code that a reader copies
default_role = "py:obj"  # `name` in a docstring is code, with a link if it has a place here

# Types are shown next to the arguments that they belong to; a call keeps to the names.
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_member_order = "bysource"
napoleon_numpy_docstring = False

html_theme = "furo"
pygments_dark_style = "a11y-high-contrast-dark"  # furo's own is too faint for some of the code
html_theme_options = {"top_of_page_buttons": []}
templates_path = ["templates"]
html_domain_indices = False  # no link leads to a list of modules, and api.md has them
html_static_path = ["static"]
html_css_files = ["book.css"]
html_show_copyright = False
html_show_sourcelink = False
html_copy_source = False
html_show_search_summary = False  # a page that was opened from a disk may not fetch another one

_LINK = re.compile(r"(?<!!)\[(?P<words>[^\]]+)\]\((?P<target>[^)\s:#]+)(?:#[^)\s]*)?\)")
_ANCHOR = re.compile(r'<a id="([^"]+)"></a>')


def fit_into_book(app: Sphinx, name: str, source: list[str]) -> None:
    """Turn links to files that the book lacks into words, and HTML anchors into Sphinx's."""
    folder = Path(app.env.doc2path(name)).parent

    def kept(link: re.Match[str]) -> str:
        return link[0] if (folder / link["target"]).is_file() else link["words"]

    if (folder / f"{Path(name).name}.ipynb").exists():
        source[0] = json.dumps(static(json.loads(source[0])))
    else:
        if name.startswith("labs/"):
            source[0] += _below_lab(folder.name)
        source[0] = _ANCHOR.sub(r"(\1)=", _LINK.sub(kept, source[0]))


def _below_lab(name: str) -> str:
    number = int(name[:2])
    return (
        f"\n`juliaset lab start {number}` begins this lab, `juliaset lab hint {number}` asks you a "
        "question that helps.\n[The map](../../index.md#the-map) has all chapters and labs.\n"
    )


def name_folds(_app: Sphinx, tree: nodes.document, _name: str) -> None:
    """Name what each fold hides: code that draws a figure, or the answer to a prediction."""
    for fold in tree.findall(HideCodeCellNode):
        code = "above-input" in fold["classes"]
        fold["prompt_show"] = "The code of this figure" if code else "Guess, then open"
        fold["prompt_hide"] = "The code of this figure" if code else "The answer"


def let_folds_speak(
    _app: Sphinx, _page: str, _template: str, context: dict[str, str], _tree: nodes.document
) -> None:
    """Remove the label that would hide from a screen reader what a fold hides."""
    if "body" in context:
        context["body"] = context["body"].replace(' aria-label="Toggle hidden content"', "")


def setup(app: Sphinx) -> None:
    """Register the changes of each page."""
    app.connect("source-read", fit_into_book)
    app.connect("doctree-resolved", name_folds)
    app.connect("html-page-context", let_folds_speak)
