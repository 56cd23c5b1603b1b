"""Files that other people made: opened only if they are plain files, and read up to a limit.

What has the name of a file may be a FIFO, which blocks its reader for ever, a device, or a link to
a file that its author may not read. It may also become one between a check and the reading, so the
opened file is asked what it is.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from juliaset.system import here

# Through no link, without waiting for the other end of a FIFO, and without taking a terminal.
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
# Linux needs no right to read a folder that is only passed through.
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC
_KINDS: dict[Callable[[int], bool], str] = {
    stat.S_ISLNK: "a link",
    stat.S_ISDIR: "a folder",
    stat.S_ISFIFO: "a FIFO",
    stat.S_ISSOCK: "a socket",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
}


class UnfitFileError(ValueError):
    """Not a plain file, or too large; the message goes on after the file's name."""


def kind_at(path: Path) -> str:
    """Return what has this name, like "a FIFO"; empty for a plain file. A link is not followed.

    Raises:
        OSError: Nothing has this name, or its folder can't be read.
    """
    return _kind(path.lstat().st_mode)


def check_plain(path: Path) -> None:
    """Raise UnfitFileError unless it is a plain file, and OSError if it is not there."""
    _refuse(kind_at(path))


def read_plain(path: Path, most: int) -> bytes:
    """Return the contents of a plain file of at most that many bytes.

    Raises:
        UnfitFileError: It is something else, or larger.
        OSError: It can't be read.
    """
    check_plain(path)  # opening a device may have an effect
    try:
        descriptor = os.open(path, _READ)
    except OSError as error:
        if error.errno == errno.ELOOP:  # a link has taken its place since
            _refuse("a link")
        raise
    try:
        found = os.fstat(descriptor)
        _refuse(_kind(found.st_mode))
        if found.st_size > most:
            raise UnfitFileError(f"has {found.st_size:,} bytes; allowed: {most:,}")
        data = b""
        while part := os.read(descriptor, most + 1 - len(data)):
            data += part
    finally:
        os.close(descriptor)
    if len(data) > most:
        raise UnfitFileError(f"grew while it was read; allowed: {most:,} bytes")
    return data


@contextmanager
def held_folder(top: Path, parts: Sequence[str]) -> Iterator[Path]:
    """Open a folder below another one, through no link, and yield a path that stays with it.

    Whatever is renamed meanwhile, a file at that path is one of this folder. macOS has no such
    paths: there only a link that is in the way from the beginning is refused.
    """
    descriptor = os.open(top, _FOLDER)
    try:
        for part in parts:
            inner = os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        yield Path(f"/proc/self/fd/{descriptor}") if here.is_linux() else top.joinpath(*parts)
    finally:
        os.close(descriptor)


def _kind(mode: int) -> str:
    return next((kind for is_one, kind in _KINDS.items() if is_one(mode)), "")


def _refuse(kind: str) -> None:
    if kind:
        raise UnfitFileError(f"is {kind}, not a plain file")
