"""One HTML page that shows everything a contest found, and loads nothing from the network."""

import base64
import hashlib

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from juliaset.bench.record import Record
from juliaset.bench.record_file import dumps
from juliaset.bench.report import sections
from juliaset.bench.summary import summaries, verdict_of
from juliaset.terminal import duration

# Text becomes markup only by passing through a template, which escapes it.
_TEMPLATES = Environment(
    loader=PackageLoader("juliaset.bench.report"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(record: Record) -> str:
    """Return the whole page."""
    rows = summaries(record)
    script = file("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    # JSON may write any character as its number, and without a < nothing ends the element.
    embedded = Markup(dumps(record).replace("<", "\\u003c"))  # noqa: S704
    return _TEMPLATES.get_template("report.html").render(
        record=record,
        contest=record.contest,
        rows=rows,
        headline=sections.headline(record, rows),
        ladder=sections.ladder(record, rows),
        intervals=sections.intervals(record, rows),
        scaling=sections.scaling(record, rows),
        matrix=sections.matrix(rows),
        roof=sections.roof(record, rows),
        gil=sections.gil(record),
        machine=sections.machine(record),
        numbers=[sections.numbers(record, row) for row in rows],
        samples=sections.samples(record),
        embedded=embedded,
        style=file("style.css"),
        script=script,
        # No loads, and no script but ours: a record's words cannot become one.
        policy=f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'",
        duration=duration,
        verdict_of=verdict_of,
    )


def file(name: str) -> Markup:
    """Return a style or script of the page as it is."""
    loader = _TEMPLATES.loader
    assert loader is not None  # noqa: S101 - given above
    return Markup(loader.get_source(_TEMPLATES, name)[0])  # noqa: S704 - our own file
