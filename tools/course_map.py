"""Write the first page of the book: hours, and a map of chapters with the labs that follow them."""

from collections.abc import Callable
from textwrap import fill

from chapters import Chapter, all_chapters
from juliaset.grader.catalogue import Lab, all_labs

BOOK = "docs/book/index.md"
# The number of its first chapter: the name of each part of the course.
PARTS = {
    1: "What is right, and where the time goes",
    5: "Out of the interpreter",
    8: "What the machine can do",
    11: "Less work, sound conclusions, more machines",
    14: "A loop of your own",
}


def labs_after(chapter: Chapter, labs: list[Lab]) -> list[Lab]:
    """Return the labs for which this is the last chapter that one reads before."""
    return [lab for lab in labs if max(lab.description.notebooks, default=1) == chapter.number]


def link(lab: Lab) -> str:
    """Return a link to the page of a lab, with its minutes."""
    return f"[Lab {lab.number}: {lab.title}](labs/{lab.name}/README.md), {lab.minutes}&nbsp;min"


def course_map(chapters: list[Chapter], labs: list[Lab]) -> str:
    """Return a list of chapters for each part of the course; below each chapter are its labs."""
    lines: list[str] = []
    for chapter in chapters:
        if chapter.number in PARTS:
            lines += ["```\n"] if lines else []
            lines += [f"### {PARTS[chapter.number]}\n", "```{container} course-map"]
        lines.append(f"- **[{chapter.title}]({chapter.path.name})**, {chapter.minutes}&nbsp;min")
        lines += [f"  - {link(lab)}" for lab in labs_after(chapter, labs)]
    return "\n".join([*lines, "```"]) + "\n"


def hours(chapters: list[Chapter], labs: list[Lab]) -> str:
    """Return how much time the course takes."""
    reading = sum(chapter.minutes for chapter in chapters) / 60
    practice = sum(lab.minutes for lab in labs) / 60
    text = (
        f"{len(chapters)} chapters take about {reading:.0f} hours to read and run, "
        f"{len(labs)} labs about {practice:.0f} hours to solve. The minutes of a chapter are "
        "computed from its words, at 200 a minute, and from the time that its cells took on our "
        "machine; predictions and exercises take what you give them. Those of a lab are its "
        "author's."
    )
    return f"{fill(text, 100)}\n"


def parts() -> list[tuple[str, str, Callable[[], str]]]:
    """Return the page, the markers' name and the text of each part that is written here."""
    return [
        (BOOK, "hours", lambda: hours(all_chapters(), all_labs())),
        (BOOK, "map", lambda: course_map(all_chapters(), all_labs())),
    ]
