"""Write the tables of the labs from each lab's lab.toml: in its README and in docs/.

tools/docs.py puts them between their markers.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from textwrap import fill

from juliaset.course_folder import CHECKOUT
from juliaset.grader.catalogue import Lab, all_labs, in_course_order

GUIDE = "docs/instructor.md"
_WIDTH = 110


def header(lab: Lab) -> str:
    """Return the first lines of a lab's README: title, time, what to do before, what one learns."""
    about = lab.description
    before = [_numbered("chapter", about.notebooks), _numbered("lab", about.labs)]
    first = f" Before it: {', and '.join(filter(None, before))}." if any(before) else ""
    goals = "; and ".join(filter(None, ["; ".join(about.objectives[:-1]), about.objectives[-1]]))
    text = f"About {about.minutes} minutes.{first} Afterwards you can {goals}."
    return f"# Lab {lab.number}: {about.title}\n\n{fill(text, _WIDTH)}\n"


def plan(labs: list[Lab]) -> str:
    """Return the sessions of the course: chapters, labs, minutes of the labs, objectives."""
    rows = []
    seen: set[int] = set()
    for session, group in groupby(in_course_order(labs), lambda lab: lab.description.session):
        own = list(group)
        read = sorted({number for lab in own for number in lab.description.notebooks} - seen)
        seen.update(read)
        goals = [goal for lab in own for goal in lab.description.objectives]
        minutes = sum(lab.minutes for lab in own)
        done = _commas(lab.number for lab in own)
        rows.append((session, _commas(read), done, minutes, "; ".join(goals)))
    hours = sum(lab.minutes for lab in labs) / 60
    table = _table(
        ("session", "chapters", "labs", "minutes of labs", "afterwards a learner can"),
        "--- | --- | --- | ---: | ---",
        rows,
    )
    return f"{table}\nAll labs together take about {hours:.0f} hours.\n"


def races(labs: list[Lab]) -> str:
    """Return what a verdict of each lab rests on: a lab with a goal compares times."""
    racing = [lab.number for lab in labs if lab.description.goal is not None]
    text = "No lab compares times. "
    if racing:
        names, verb = _numbered("lab", racing).capitalize(), "race" if racing[1:] else "races"
        text = (
            f"{names} {verb} against the lab's own baseline in one contest on the same machine: "
            "the verdict is *inconclusive* if the difference is inside the uncertainty. "
        )
    text += (
        "All other labs judge what a slower machine does not change: verdicts about simulated "
        "clocks and programs, counts, bytes, or each thread's share of the CPU time."
    )
    return f"{fill(text, _WIDTH)}\n"


def overview(labs: list[Lab]) -> str:
    """Return a row for each lab: its minutes, its file, what comes before it."""
    return _table(
        ("lab", "minutes", "file", "notebooks before", "labs before"),
        "--- | ---: | --- | --- | ---",
        [
            (
                f"{lab.number}: {lab.title}",
                lab.minutes,
                f"`{lab.start.name}`",
                _commas(lab.description.notebooks),
                _commas(lab.description.labs),
            )
            for lab in labs
        ],
    )


def misconceptions(labs: list[Lab]) -> str:
    """Return what learners believe, and where the course shows that it is wrong."""
    return _table(
        ("belief", "where it breaks"),
        "--- | ---",
        [(each.belief, each.cure) for lab in labs for each in lab.description.misconceptions],
    )


def parts() -> list[tuple[str, str, Callable[[], str]]]:
    """Return the page, the markers' name and the text of each part that is written here."""
    labs = all_labs()

    def header_of(lab: Lab) -> Callable[[], str]:
        return lambda: header(lab)

    return [
        (GUIDE, "plan", lambda: plan(labs)),
        (GUIDE, "labs that race", lambda: races(labs)),
        (GUIDE, "overview of the labs", lambda: overview(labs)),
        (GUIDE, "misconceptions", lambda: misconceptions(labs)),
        *((_page(lab), "header", header_of(lab)) for lab in labs),
    ]


def _page(lab: Lab) -> str:
    return str((lab.folder / "README.md").relative_to(CHECKOUT))


def _numbered(word: str, numbers: Sequence[object]) -> str:
    """Return "lab 2", "labs 2 and 3" or "labs 2, 3 and 5"; nothing if there are none."""
    if not numbers:
        return ""
    *first, last = map(str, numbers)
    return f"{word}s {', '.join(first)} and {last}" if first else f"{word} {last}"


def _commas(values: Iterable[object]) -> str:
    return ", ".join(map(str, values))


def _table(names: Iterable[str], alignment: str, rows: Iterable[Iterable[object]]) -> str:
    lines = [" | ".join(names), alignment]
    lines += [" | ".join(str(cell).replace("|", "\\|") for cell in row) for row in rows]
    return "".join(f"| {line} |\n" for line in lines)
