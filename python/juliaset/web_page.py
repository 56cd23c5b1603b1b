"""Self-contained HTML pages: a template with its style and script, nothing from the network."""

import base64
import hashlib
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

# Characters that move a cursor, end a string or turn the direction of writing: a page is also read
# in a terminal, and an editor shows what it is told to.
_UNSEEN = dict.fromkeys(
    [*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)],
    "?",
)


def render(
    package: str,
    name: str,
    *,
    policy: str = "",
    **values: Any,  # noqa: ANN401 - whatever the template shows
) -> str:
    """Return the page that NAME.html, NAME.css and, if it exists, NAME.js describe.

    They are among the package's templates. NAME.html extends page.html, which gives all pages one
    style and a button for light and dark. Every value is escaped, unless it is Markup.
    policy: directives of the content security policy for what the page may load.
    """
    loader = ChoiceLoader([PackageLoader(package), PackageLoader("juliaset")])
    templates = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def source(suffix: str) -> Markup:
        present = loader.list_templates()
        files = [file for file in (f"page.{suffix}", f"{name}.{suffix}") if file in present]
        return Markup("".join(loader.get_source(templates, file)[0] for file in files))  # noqa: S704 - our own files

    script = source("js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = templates.get_template(f"{name}.html").render(
        values,
        style=source("css"),
        script=script,
        # No script but ours: no text on the page can become one.
        policy=f"default-src 'none'; {policy}style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'",
    )
    return page.translate(_UNSEEN)
