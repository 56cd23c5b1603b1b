"""How Sphinx makes the book out of executed notebooks: pages that load nothing from the net."""
# ruff: noqa: INP001  (a folder of texts, no package)

project = "juliaset"
html_title = "juliaset: the course"

extensions = ["myst_nb"]
exclude_patterns = ["**.ipynb_checkpoints"]

# The notebooks were executed before; setup/notebooks.sh says how.
nb_execution_mode = "off"
nb_merge_streams = True
nb_render_markdown_format = "myst"  # tables that a cell prints are tables
# myst-nb would fetch these two from a content network for interactive widgets. There are none.
nb_ipywidgets_js: dict[str, dict[str, str]] = {}

html_theme = "furo"
html_theme_options = {"top_of_page_buttons": []}
html_static_path = ["static"]
html_css_files = ["book.css"]
html_show_copyright = False
html_show_sourcelink = False
html_copy_source = False
