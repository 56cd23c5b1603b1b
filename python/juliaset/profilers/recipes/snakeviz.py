"""SnakeViz: cProfile's table as a picture, here as one page that needs no server."""

import re

from juliaset.profilers import snakeviz_page
from juliaset.profilers.drawing import drawn
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Check, Finding, Recipe, at_least, contains, equal
from juliaset.profilers.recipes import cprofile
from juliaset.profilers.requirements import browser, need_module

OUTSIDE = re.compile(r"<(?:script|link|img)[^>]+(?:src|href)=\"(?!data:)[^\"]+\"")


def record(job: Job) -> None:
    """Profile, ask SnakeViz's server for its page once, and write the page that stands alone."""
    job.run(cprofile.words(job)).succeeded()
    stats = job.file("profile.stats")
    status = snakeviz_page.served(stats, job)
    job.keep("server.txt", f"{status}\n")
    job.keep("snakeviz.html", snakeviz_page.standalone(stats))
    if browser():
        job.keep("drawn.txt", f"{drawn(job.file('snakeviz.html'), 'rect')}\n")


def read(job: Job) -> Finding:
    """Look whether the page needs anything else, and whether a browser draws it."""
    page = job.text("snakeviz.html")
    if len(page) < 100_000:  # noqa: PLR2004 - its scripts alone are half a megabyte
        raise NothingMeasuredError("the page is too small to hold SnakeViz's scripts")
    name = "calculate_z_serial_purepython" if job.is_book else "run_kernel"
    outside = OUTSIDE.findall(page)
    bars, notes = drawing(job)
    return Finding(
        lines=(
            f"snakeviz.html: {len(page) / 1000:.0f} kB, one file, no server, no network",
            "the widest bar below another is where its time goes; click it to go down",
            f"{name} is the bar to look for",
        ),
        checks=(
            equal("what SnakeViz's own server answered", 200, int(job.text("server.txt"))),
            contains("the function in the page's data", name, name in page),
            equal("files that the page would load", 0, len(outside)),
            *bars,
        ),
        shown=("snakeviz.html", "profile.stats"),
        notes=notes,
    )


def drawing(job: Job) -> tuple[tuple[Check, ...], tuple[str, ...]]:
    """Count what a browser drew; without one say so."""
    if not job.file("drawn.txt").is_file():
        return (), ("no browser here, so nobody has looked at the drawing: install chromium",)
    return (at_least("bars that a browser drew", 3, int(job.text("drawn.txt"))),), ()


def needs() -> None:
    """SnakeViz itself; a browser only to look."""
    need_module("snakeviz")


RECIPE = Recipe(
    name="snakeviz",
    package="snakeviz",
    question="What does cProfile's table look like as a picture?",
    way="reads",
    needs=needs,
    record=record,
    read=read,
    blind="what cProfile has not seen: it draws a file",
    width=200,
    permissions="none; its server listens on loopback only",
    limit=lambda: "" if browser() else "without a look at the drawing: no browser",
    free="it draws a profile that is there; cProfile pays",
)
