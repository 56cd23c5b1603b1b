"""Output files and folders: checked before the work begins, and written completely or not at all.

What is not complete yet has a name that no other process takes, also on another machine that
shares the folder. So what is removed after a failure is never another's.
"""

import errno
import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_PATIENCE_S, _AGAIN_S = 5.0, 0.05  # for the program that is to read a FIFO


def check_writable(name: str, path: Path) -> None:
    """Raise ValueError if the file could not be written; `name` is what the user calls it."""
    try:
        reason = _obstacle(path)
    except OSError as error:
        reason = str(error.strerror)
    if reason:
        raise ValueError(f"{name} is {str(path)!r}: {reason}; allowed: a file in a folder of yours")


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file in one step, so that a reader never finds half of it.

    Raises:
        OSError: It cannot be written; the error names this file.
    """
    written = content.encode() if isinstance(content, str) else content
    try:
        if _written_in_place(path):
            _write_in_place(path, written)
            return
        part = part_of(path)
        try:
            part.write_bytes(written)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except BrokenPipeError:  # its reader is gone, and knows it
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for something too large for the memory: it takes its name when all is written.

    Raises:
        OSError: It cannot be written, or is not an ordinary file; the error names this file.
    """
    place = Path(os.path.realpath(path))  # a link stays a link
    if _written_in_place(place):
        raise OSError(errno.EINVAL, "it is not an ordinary file", str(path))
    part = part_of(place)
    try:
        part.touch(exist_ok=False)
        try:
            with part.open("wb") as file:
                yield file
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Make a new folder, and yield where to fill it: it takes its name when all is written.

    An empty folder of that name is replaced.

    Raises:
        OSError: It cannot be written, or something is there already; the error names this folder.
    """
    part = part_of(path)
    try:
        part.mkdir()
        try:
            yield part
            part.replace(path)
        finally:
            shutil.rmtree(part, ignore_errors=True)  # after the renaming there is none
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def part_of(path: Path) -> Path:
    """Return a new name next to a file or folder, for as long as it is not complete."""
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}")


def _written_in_place(path: Path) -> bool:
    """Return whether it is a link, /dev/stdout or a pipe, which must stay what it is."""
    return path.is_symlink() or (path.exists() and not path.is_file())


def _write_in_place(path: Path, written: bytes) -> None:
    """Write through a link, to a device or into a FIFO, which must not keep its writer for ever."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            descriptor = os.open(path, flags, 0o666)
            break
        except OSError as error:
            if error.errno != errno.ENXIO or not path.is_fifo():
                raise
            if time.monotonic() > deadline:
                raise OSError(errno.ENXIO, "no program reads this FIFO", str(path)) from None
            time.sleep(_AGAIN_S)
    os.set_blocking(descriptor, True)
    with os.fdopen(descriptor, "wb") as file:
        file.write(written)


def only_to_write(descriptor: int) -> int:
    """Return another descriptor of an open file: what cannot be read cannot be mapped as a program.

    Where a file cannot be opened once more, it is a copy that can do the same.
    """
    again = f"/proc/self/fd/{descriptor}"
    try:
        return os.open(again, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
    except OSError:  # no /proc
        return os.dup(descriptor)


def _obstacle(path: Path) -> str:
    """Return why write_whole() would fail; empty if it would not."""
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        path.stat()  # raises an error for links in a circle and for names that are too long
    if path.is_dir():
        return "it is a folder"
    if path.is_socket():
        return "it is a socket"
    folder = Path(os.path.realpath(path)).parent
    if not folder.is_dir():
        return "its folder does not exist"
    if path.exists() and not os.access(path, os.W_OK):
        return "it may not be written"
    if _written_in_place(path):
        may = path.exists() or os.access(folder, os.W_OK | os.X_OK)
        return "" if may else "it may not be written"
    return _not_replaced(path)


def _not_replaced(path: Path) -> str:
    """Return why a new file could not take this name: tried, because rights are not all of it."""
    part = part_of(path)
    try:
        part.touch()
        part.unlink()
    except OSError as error:
        return f"it may not be written, because its folder takes no new file ({error.strerror})"
    if path.exists() and _only_its_owner_replaces(path):
        return "it may not be written, because only its owner may replace it in that folder"
    return ""


def _only_its_owner_replaces(path: Path) -> bool:
    """Return whether the folder is sticky, like /tmp, and neither it nor the file is the user's."""
    folder, user = path.absolute().parent.stat(), os.geteuid()
    owners = {0, folder.st_uid, path.stat().st_uid}
    return bool(folder.st_mode & stat.S_ISVTX) and user not in owners
