"""The files of a store, reached through folders of its own and through no link.

A store may be another person's. If one of its folders were a link, a computation would write and
delete the files of the folder that it leads to. The store itself may be named by a link: that link
is the user's.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath

from juliaset.mosaic.durable import sync_folder
from juliaset.mosaic.errors import MosaicError
from juliaset.system.plain_files import (
    UnfitFileError,
    check_plain,
    held_folder,
    kind_at,
    read_plain,
)


@contextmanager
def own_folder(store: Path, folder: str, *, make: bool = False) -> Iterator[Path]:
    """Open a folder of a store, and yield a path that stays with it, even if something is renamed.

    Args:
        store: The folder of the mosaic.
        folder: The path below it.
        make: Whether to make it, and those above it, if they are not there.

    Raises:
        MosaicError: It, or a folder above it, is a link or a file.
        OSError: It is not there, or cannot be made. Errors have the name that the user knows.
    """
    parts, named = PurePosixPath(folder).parts, store / folder
    with ExitStack() as opened:
        try:
            if make and not named.is_dir():
                _make(store, parts)
            held = opened.enter_context(held_folder(store, parts))
        except OSError as error:
            check_folder(store, folder)
            raise OSError(error.errno, error.strerror, str(named)) from None
        try:
            yield held
        except OSError as error:
            if error.filename is not None and Path(error.filename).is_relative_to(held):
                error.filename = str(named / Path(error.filename).relative_to(held))
            raise


def open_own(store: Path, path: str, flags: int) -> int:
    """Open a plain file of a store, and return its descriptor.

    With O_CREAT in the flags, it and its folders are made if they are not there, and last.

    Raises:
        MosaicError: It is not a plain file, or its folder is not one of the store.
        OSError: It cannot be opened.
    """
    inner, may_make = PurePosixPath(path), bool(flags & os.O_CREAT)
    with own_folder(store, str(inner.parent), make=may_make) as held:
        try:
            with suppress(FileNotFoundError):
                check_plain(held / inner.name)
            descriptor = os.open(held / inner.name, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        except UnfitFileError as error:
            raise MosaicError(f"{store / path} {error}") from None
        if may_make:
            sync_folder(held)
        return descriptor


def read_own(store: Path, path: str, most: int) -> bytes:
    """Return the contents of a plain file of a store, of at most that many bytes.

    Raises:
        MosaicError: Its folder is not one of the store.
        UnfitFileError: It is not a plain file, or larger; the message goes on after its name.
        OSError: It cannot be read.
    """
    inner = PurePosixPath(path)
    with own_folder(store, str(inner.parent)) as held:
        return read_plain(held / inner.name, most)


def check_folder(store: Path, folder: str) -> None:
    """Raise MosaicError if there is something else than folders on the way to one."""
    path = store
    for part in PurePosixPath(folder).parts:
        path /= part
        if kind := kind_of_no_folder(path):
            raise MosaicError(f"{path} is {kind}; allowed: a folder of the mosaic's own")


def kind_of_no_folder(path: Path) -> str:
    """Return what stands where a folder belongs, like "a link"; empty for a folder or nothing."""
    try:
        kind = kind_at(path) or "a file"
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return "" if kind == "a folder" else kind


def _make(store: Path, parts: tuple[str, ...]) -> None:
    for depth, name in enumerate(parts):
        with held_folder(store, parts[:depth]) as held, suppress(FileExistsError):
            (held / name).mkdir()
            sync_folder(held)
