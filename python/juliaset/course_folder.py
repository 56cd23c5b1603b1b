"""Where the course is: labs/, notebooks/ and the learner's scripts, in a checkout or a copy of it.

`juliaset course DIR` writes the copy. It has the layout of a checkout, and a file that marks it.
"""

import os
from pathlib import Path

VARIABLE = "JULIASET_COURSE"
MARK = ".juliaset-course.json"
CHECKOUT = Path(__file__).parents[2]  # an installed package has something else there
IN_CHECKOUT = (CHECKOUT / "labs").is_dir() and (CHECKOUT / "pyproject.toml").is_file()
# How to get what has no course.
HOW = "juliaset course my_course && cd my_course"


def how_to_get_extra(extra: str) -> str:
    """Return what to type for the packages of an extra: `make setup` installs those of all."""
    return "make setup" if IN_CHECKOUT else f"pip install 'juliaset[{extra}]'"


def find_course() -> Path:
    """Return the folder that JULIASET_COURSE names, a copy around the current one, the checkout.

    Without any of them the folder has no labs/.
    """
    if named := os.environ.get(VARIABLE):
        return Path(named).absolute()
    return copy_around() or CHECKOUT


def copy_around() -> Path | None:
    """Return the copy that contains the current folder, if its owner is the user or root.

    Labs are programs: those of a folder that another user has put above ours are not run.
    """
    try:
        here = Path.cwd()
    except OSError:  # it was removed
        return None
    for folder in (here, *here.parents):
        try:
            owner = (folder / MARK).stat().st_uid
        except OSError:
            continue
        return folder if owner in {0, os.geteuid()} else None
    return None


COURSE = find_course()
SETUP = how_to_get_extra("course")


def where_in_words() -> str:
    """Return "here", or the folder that was named: what comes before is that it lacks something."""
    return "here" if COURSE == CHECKOUT else f"in {str(COURSE)!r}"
