"""`juliaset new`: a small complete repository for a problem, in an empty folder."""

import keyword
import re
import sys
from collections.abc import Iterator
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import find_spec
from pathlib import Path

from juliaset.system.files import write_whole
from juliaset.system.processes import in_one_line

TEMPLATE = Path(__file__).with_name("template")
# The template is a repository that works, for a problem of this name.
PLACEHOLDER = "template_name"
_NAME = re.compile(r"(?=.{1,50}$)[a-z]([a-z0-9_]*[a-z0-9])?")  # pip allows no _ at the end
_LEFT_BEHIND = {"__pycache__", "build", ".pytest_cache", ".DS_Store"}
# A file that would hide files of ours has another name here.
_RENAMED = {"gitignore": ".gitignore"}


def create_repository(name: str, folder: Path) -> list[Path]:
    """Write the repository into a new or empty folder; return its files.

    Raises:
        ValueError: The name cannot be that of a package, or the folder is not empty.
    """
    check_name(name)
    _check_folder(folder)
    written = []
    for source in template_files():
        inside = source.replace(PLACEHOLDER, name)
        path = folder / _RENAMED.get(inside, inside)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            text = (TEMPLATE / source).read_text()
            write_whole(path, text.replace(PLACEHOLDER, name))
        except OSError as error:
            why = error.strerror or error
            raise ValueError(f"{in_one_line(str(path))} cannot be written: {why}") from None
        written.append(path)
    return written


def template_files() -> list[str]:
    """Return the names of the template's files."""
    return [path.relative_to(TEMPLATE).as_posix() for path in _files(TEMPLATE)]


def check_name(name: str) -> None:
    """Raise ValueError unless a Python package can have this name, and none has it here."""
    allowed = (
        "allowed: the name of a Python package: a-z, digits and _, a letter first, up to 50, "
        "no _ at the end"
    )
    if not _NAME.fullmatch(name) or keyword.iskeyword(name) or keyword.issoftkeyword(name):
        raise ValueError(f"NAME is {in_one_line(name)!r}; {allowed}")
    # In lower case: some disks, and make, take Makefile and makefile for one file.
    taken = {path.stem.lower() for path in TEMPLATE.iterdir()} | _LEFT_BEHIND
    if name in taken:
        raise ValueError(f"NAME is {name!r}, which the repository uses itself; allowed: another")
    if name in sys.stdlib_module_names or _is_installed(name):
        raise ValueError(f"NAME is {name!r}, a module that Python has already; allowed: another")


def _is_installed(name: str) -> bool:
    found = find_spec(name)
    # A folder in the working folder could be imported too, but without a file.
    return found is not None and found.origin is not None


def _check_folder(folder: Path) -> None:
    shown = in_one_line(str(folder))
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"DIR is {shown!r}, which is not a folder; allowed: a new or empty one")
    try:
        left = next(folder.iterdir(), None) if folder.exists() else None
    except OSError as error:
        raise ValueError(
            f"DIR is {shown!r}: {error.strerror}; allowed: a folder of yours"
        ) from None
    if left is not None:
        has = in_one_line(left.name)
        raise ValueError(f"DIR is {shown!r}, which has {has!r} in it; allowed: a new or empty one")


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, but none that a program left there."""
    for path in sorted(folder.iterdir()):
        if path.name in _LEFT_BEHIND or path.name.endswith(tuple(EXTENSION_SUFFIXES)):
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path
