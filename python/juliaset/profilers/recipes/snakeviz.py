"""What does cProfile's table look like as a picture?"""  # noqa: D400 - a question

import re

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Check, Commands, Finding, Tool, at_least, contains, equal
from juliaset.profilers.recipes import cprofile
from juliaset.profilers.requirements import browser
from juliaset.profilers.snakeviz_page import drawn, served, standalone

OUTSIDE = re.compile(r"<(?:script|link|img)[^>]+(?:src|href)=\"(?!data:)[^\"]+\"")
NO_BROWSER = "there is no browser here, so the drawing was not checked: install chromium"
SMALLEST = 100_000  # its scripts alone are half a megabyte


def commands(job: Job) -> Commands:
    """Profile, request the page of SnakeViz's server once, and write a self-contained one."""
    yield from cprofile.commands(job)
    stats = job.file("profile.stats")
    job.keep("server.txt", f"{served(stats, job)}\n")
    job.keep("snakeviz.html", standalone(stats))
    if browser():
        job.keep("drawn.txt", f"{drawn(job.file('snakeviz.html'))}\n")


def read(job: Job) -> Finding:
    """Check that the page needs nothing else, and that a browser draws it if there is one."""
    page = job.text("snakeviz.html")
    if len(page) < SMALLEST:
        raise NothingMeasuredError("the page is too small to hold SnakeViz's scripts")
    name = job.function if job.is_book else "run_kernel"
    drawing: tuple[Check, ...] = ()
    if drawn_here := job.file("drawn.txt").is_file():
        drawing = (at_least("bars that a browser drew", 3, int(job.text("drawn.txt"))),)
    return Finding(
        lines=(
            f"snakeviz.html: {len(page) / 1000:.0f} kB, one file, no server, no network",
            "the widest bar below another is where its time goes; click it to go down",
            f"{name} is the bar to look for",
        ),
        checks=(
            equal("what SnakeViz's own server answered", 200, int(job.text("server.txt"))),
            contains("the function in the page's data", name, name in page),
            equal("files that the page would load", 0, len(OUTSIDE.findall(page))),
            *drawing,
        ),
        shown=("snakeviz.html", "profile.stats"),
        notes=() if drawn_here else (NO_BROWSER,),
    )


TOOL = Tool(
    way="reads",
    package="snakeviz",
    blind="what cProfile has not seen: it draws a file",
    width=200,
    permissions="none; its server listens on loopback only",
    limit=lambda: "" if browser() else "without a check of the drawing: no browser",
    widths=(),
    free="it draws a profile that is there; cProfile pays",
)
