"""One HTML page that shows everything a contest found, and loads nothing from the network."""

from markupsafe import Markup

from juliaset import web_page
from juliaset.bench.record import Record
from juliaset.bench.record_file import dumps
from juliaset.bench.report import charts, sections
from juliaset.bench.summary import verdict_of
from juliaset.system.memory import in_words


def page(record: Record) -> str:
    """Return the whole page."""
    return web_page.render(
        __name__,
        "report",
        report=sections.Report(record),
        # JSON may write any character as its number, and without a < nothing ends the element.
        embedded=Markup(dumps(record).replace("<", "\\u003c")),  # noqa: S704
        memory=in_words,
        sections=sections,
        verdict_of=verdict_of,
        charts=charts,
    )
