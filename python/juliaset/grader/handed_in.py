"""What learners handed in: a folder for each, and the file for a lab in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from juliaset.grader.catalogue import Lab
from juliaset.system.plain_files import kind_at


@dataclass(frozen=True)
class HandedIn:
    """The file of a learner for a lab, or why that can't be graded."""

    path: Path
    obstacle: str = ""


def students_of(folder: Path, labs: list[Lab]) -> dict[str, Path]:
    """Return the students: each has a folder, or for a single lab a file."""
    if not folder.is_dir():
        raise ValueError(
            f"{str(folder)!r} is not a folder; allowed: one with a folder for each student"
        )
    suffixes = {lab.start.suffix for lab in labs}
    found = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if kind_at(path) == "a folder":
            found[path.name] = path
        elif len(labs) == 1 and path.suffix in suffixes:
            # ada/ and ada.py: two submissions, and neither hides the other.
            found[path.name if path.stem in found else path.stem] = path
    if not found:
        raise ValueError(
            f"{str(folder)!r} has no submissions; allowed: a folder for each student with "
            f"{labs[0].name}/{labs[0].start.name} and so on in it, or with --lab a file for each"
        )
    return found


def submission_of(place: Path, lab: Lab, *, only: bool) -> HandedIn | None:
    """Return a learner's file for a lab: in a folder of its name, under its name, or as start.*.

    place: the learner's folder, or file. only: whether this lab is the only one that is graded.
    """
    if kind_at(place) != "a folder":
        return _found(place.parent, place)
    name, suffix = lab.name, lab.start.suffix
    candidates = [
        place / name / lab.start.name,
        place / "my_labs" / name / lab.start.name,
        place / f"{name}{suffix}",
        place / f"{lab.number:02d}{suffix}",
    ]
    if only:
        candidates += [place / lab.start.name]
        named = sorted(path for path in place.iterdir() if path.suffix == suffix)
        plain = [path for path in named if not kind_at(path)]
        candidates += next((each for each in (plain, named) if len(each) == 1), [])
    found = [each for path in candidates if (each := _found(place, path))]
    return next((each for each in found if not each.obstacle), found[0] if found else None)


def _found(top: Path, path: Path) -> HandedIn | None:
    """Return what has this name; a link on the way to it may lead to another learner's work."""
    step = top
    for part in path.relative_to(top).parts:
        step /= part
        try:
            kind = kind_at(step) or "a plain file"
        except FileNotFoundError:
            return None
        wanted = "a plain file" if step == path else "a folder"
        if kind != wanted:
            return HandedIn(path, f"{printable_name(part)} is {kind}, not {wanted}")
    return HandedIn(path)


def not_looked_at(folder: Path, students: Mapping[str, Path]) -> dict[str, str]:
    """Return what else is in the folder, and what it is."""
    others = set(folder.iterdir()) - set(students.values())
    shown = sorted(path for path in others if not path.name.startswith("."))
    return {path.name: kind_at(path) or "a file" for path in shown}


def printable_name(name: str) -> str:
    """Return a file's name in a form that is safe to print: it may contain any byte.

    No two names have the same form: one learner must not pass for another.
    """
    return "".join(
        c if c.isprintable() and c != "\\" else c.encode("unicode_escape").decode() for c in name
    )
