"""How Sphinx makes the book of executed notebooks and pages: it loads nothing from the network."""
# ruff: noqa: INP001  (a folder of texts, not a package)

import json
import re
from pathlib import Path

from sphinx.application import Sphinx

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

# Types stand next to the arguments that they belong to; a call keeps to the names.
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_member_order = "bysource"
napoleon_numpy_docstring = False

html_theme = "furo"
html_theme_options = {"top_of_page_buttons": []}
html_static_path = ["static"]
html_css_files = ["book.css"]
html_show_copyright = False
html_show_sourcelink = False
html_copy_source = False

_WIDGET = "application/vnd.jupyter.widget-view+json"
_LINK = re.compile(r"(?<!!)\[(?P<words>[^\]]+)\]\((?P<target>[^)\s:#]+)(?:#[^)\s]*)?\)")
_ANCHOR = re.compile(r'<a id="([^"]+)"></a>')


def fit_into_book(app: Sphinx, name: str, source: list[str]) -> None:
    """Turn links to files that the book lacks into words, and HTML anchors into Sphinx's."""
    folder = Path(app.env.doc2path(name)).parent

    def kept(link: re.Match[str]) -> str:
        return link[0] if (folder / link["target"]).is_file() else link["words"]

    if (folder / f"{Path(name).name}.ipynb").exists():
        source[0] = without_widgets(source[0])
    else:
        source[0] = _ANCHOR.sub(r"(\1)=", _LINK.sub(kept, source[0]))


def without_widgets(notebook: str) -> str:
    """Return a notebook with the words of each widget alone: in a book, no kernel moves it."""
    found = json.loads(notebook)
    found["metadata"].pop("widgets", None)
    for cell in found["cells"]:
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(_WIDGET, None)
    return json.dumps(found)


def setup(app: Sphinx) -> None:
    """Register the change of each page's text."""
    app.connect("source-read", fit_into_book)
