"""Output files: checked before the work begins, and written completely or not at all."""

import os
from pathlib import Path


def check_writable(name: str, path: Path) -> None:
    """Raise ValueError if the file could not be written; `name` is what the user calls it."""
    folder = path.absolute().parent
    reason = ""
    if path.is_dir():
        reason = "it is a folder"
    elif not folder.is_dir():
        reason = "its folder does not exist"
    elif not os.access(path if path.exists() else folder, os.W_OK):
        reason = "it may not be written"
    if reason:
        raise ValueError(f"{name} is {str(path)!r}: {reason}; allowed: a file in a folder of yours")


def write_whole(path: Path, text: str) -> None:
    """Write a file in one step, so that a reader never finds half of it."""
    if path.is_symlink() or (path.exists() and not path.is_file()):  # /dev/stdout, a pipe
        path.write_text(text)
        return
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_text(text)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
