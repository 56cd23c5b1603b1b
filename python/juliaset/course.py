"""`juliaset course DIR`: the notebooks and labs of the installed version, in a folder.

A file that the learner has changed is never replaced. One that is still as an earlier version wrote
it is brought up to date: the mark of the folder has the fingerprints of what was written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.metadata import version
from pathlib import Path

import msgspec

from juliaset import _native
from juliaset.course_folder import CHECKOUT, IN_CHECKOUT, MARK
from juliaset.system.files import write_whole
from juliaset.system.plain_files import UnfitFileError, read_plain

LIST = CHECKOUT / "cmake" / "course.txt"  # a wheel has the files themselves
_LARGEST = 1 << 24  # of a learner's file: notebooks keep pictures
_LEFT_BEHIND = {"__pycache__", "build"}


class Mark(msgspec.Struct, frozen=True):
    """The file that makes a folder a copy of the course."""

    juliaset: str
    files: dict[str, str]  # what was written, with its SHA-256


@dataclass
class Written:
    """What happened to each file."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # it differs, and is the learner's

    @property
    def files(self) -> int:
        """The number of files that were written."""
        return len(self.new) + len(self.updated)


def course_files() -> dict[str, Path]:
    """Return the files of the course, by the name that they have in its folder."""
    if not IN_CHECKOUT:
        top = Path(_native.folder(), "course")
        return {name: top / name for name in sorted(_below(top, top))}
    lines = LIST.read_text().splitlines()
    paths = [CHECKOUT / line for line in lines if not line.startswith("#")]
    return {name: CHECKOUT / name for path in paths for name in sorted(_below(path, CHECKOUT))}


def _below(path: Path, top: Path) -> Iterator[str]:
    """Yield the names of the files at or below a path, but of none that a program left there."""
    if path.name.startswith(".") or path.name in _LEFT_BEHIND or path.suffix in EXTENSION_SUFFIXES:
        return
    if path.is_dir():
        for each in path.iterdir():
            yield from _below(each, top)
    else:
        yield path.relative_to(top).as_posix()


def write_course(folder: Path) -> Written:
    """Write the course into a folder, each file in one step, and replace no file of the learner's.

    Raises:
        ValueError: The folder is the repository, or a file can't be written.
    """
    if IN_CHECKOUT and folder.resolve() == CHECKOUT.resolve():
        raise ValueError(f"DIR is {str(folder)!r}, the repository, which has the course already")
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"DIR is {str(folder)!r}, which is not a folder; allowed: a new name")
    known, now, written = _fingerprints(folder), {}, Written()
    for name, source in course_files().items():
        content = source.read_bytes()
        now[name] = sha256(content).hexdigest()
        found = _fingerprint(folder / name)
        if found == now[name]:
            continue
        if found is not None and (not found or found != known.get(name)):
            written.kept.append(name)
            continue
        (written.updated if found else written.new).append(name)
        _write(folder / name, content)
    mark = msgspec.json.format(msgspec.json.encode(Mark(version("juliaset"), now)), indent=1)
    _write(folder / MARK, mark + b"\n")
    return written


def _fingerprints(folder: Path) -> dict[str, str]:
    """Return what an earlier version wrote; without its mark every file is the learner's."""
    try:
        return msgspec.json.decode(read_plain(folder / MARK, _LARGEST), type=Mark).files
    except (OSError, ValueError):
        return {}


def _fingerprint(path: Path) -> str | None:
    """Return that of a file; None if nothing is there, "" for what is not a plain file."""
    try:
        return sha256(read_plain(path, _LARGEST)).hexdigest()
    except FileNotFoundError:
        return None
    except (UnfitFileError, NotADirectoryError):
        return ""


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise ValueError(
            f"{path} can't be written: {error.strerror or error}; allowed for DIR: a new folder "
            f"in one of yours"
        ) from None
