"""One HTML page that says all that a contest found, and asks nothing of the network."""

import base64
import hashlib
from importlib.resources import files

from juliaset.bench import report_facts as facts
from juliaset.bench import report_families as families
from juliaset.bench import report_sections as sections
from juliaset.bench.markup import Html, el, join
from juliaset.bench.record import Record
from juliaset.bench.summary import summaries


def page(record: Record) -> str:
    """Write the whole page."""
    rows = summaries(record)
    parts = {
        "ladder": ("The ladder", sections.ladder(record, rows)),
        "intervals": ("Against the baseline", sections.intervals(record, rows)),
        "scaling": ("Scaling with threads", families.scaling(record, rows)),
        "matrix": ("What the flags do", families.matrix(rows)),
        "roof": ("Under the roof", sections.roof(record, rows)),
        "gil": ("The GIL", sections.gil(record)),
        "machine": ("The machine", facts.machine(record)),
        "numbers": ("Raw numbers", join([facts.numbers(record, rows), facts.samples(record)])),
    }
    links = [el("a", title, href=f"#{name}") for name, (title, _) in parts.items()]
    body = el(
        "body",
        el(
            "header",
            el("h1", "juliaset contest"),
            el("button", "Light or dark", id="theme", type="button", hidden=True),
            facts.headline(record, rows),
            el("nav", *links, aria_label="Sections"),
        ),
        el(
            "main",
            *(
                el("section", el("h2", title), content, id=name)
                for name, (title, content) in parts.items()
            ),
        ),
        el("script", _script()),
    )
    return f"<!doctype html>\n{el('html', _head(), body, lang='en')}\n"


def _head() -> Html:
    viewport = "width=device-width, initial-scale=1"
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=_policy()),
        el("meta", name="viewport", content=viewport),
        el("title", "juliaset contest"),
        el("style", _file("report_style.css")),
    )


def _policy() -> str:
    """Forbid all loads, and all scripts but ours: a record's words cannot become one."""
    digest = base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"


def _script() -> Html:
    return _file("report_page.js")


def _file(name: str) -> Html:
    return Html(files("juliaset.bench").joinpath(name).read_text(encoding="utf-8"))
