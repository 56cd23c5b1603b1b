"""`juliaset lab new`: a small complete lab in the next folder, to be changed piece by piece."""

import re
import shutil

from juliaset.grader.catalogue import LABS, Lab, all_labs

TEMPLATE = LABS / "template"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_MOST = 99  # a folder's name begins with two digits


def languages() -> list[str]:
    """Return the suffixes of the files for which there is a template."""
    return sorted(path.name for path in TEMPLATE.iterdir() if path.is_dir())


def create_lab(name: str, suffix: str) -> Lab:
    """Write the lab, with the next free number, and return it.

    Raises:
        ValueError: The name is taken or cannot be one, or the language has no template.
    """
    labs = all_labs()
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"NAME is {name!r}; allowed: letters a-z, digits and _, like false_sharing"
        )
    if taken := [lab for lab in labs if lab.name[3:] == name]:
        raise ValueError(f"NAME is {name!r}; lab {taken[0].number} is called so already")
    if suffix not in languages():
        raise ValueError(f"--language is {suffix!r}; allowed: {', '.join(languages())}")
    number = max((lab.number for lab in labs), default=0) + 1
    if number > _MOST:
        raise ValueError(f"there are {_MOST} labs; a folder's number has two digits")
    folder = LABS / f"{number:02}_{name}"
    facts = {
        "@NUMBER@": str(number),
        "@TITLE@": name.replace("_", " ").capitalize(),
        "@SUFFIX@": suffix,
        "@SESSION@": str(max((lab.description.session for lab in labs), default=1)),
    }
    shutil.copytree(TEMPLATE / suffix, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path in TEMPLATE.glob("*.*"):
        text = re.sub(r"@[A-Z]+@", lambda found: facts[found[0]], path.read_text())
        (folder / path.name).write_text(text)
    return Lab(folder)
