"""The folder of a new mosaic: all of it, or nothing."""

from pathlib import Path

from juliaset.mosaic.chunks import PARTS
from juliaset.mosaic.durable import sync_folder, write_synced
from juliaset.mosaic.errors import MosaicError
from juliaset.mosaic.layout import Layout
from juliaset.mosaic.lock import LOCK
from juliaset.mosaic.metadata import documents
from juliaset.mosaic.record import RECORD
from juliaset.mosaic.writers import WRITERS
from juliaset.system.files import whole_folder


def create_store(layout: Layout, folder: Path) -> None:
    """Make a store with no tile computed.

    Raises:
        MosaicError: Something is there already.
        OSError: It cannot be written.
    """
    check_new(folder)
    with whole_folder(folder) as part:
        _fill(part, layout)
    sync_folder(folder.parent)


def check_new(folder: Path) -> None:
    """Raise MosaicError if there is something that a new folder would replace."""
    empty = folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())
    # The folder in which the user is has no name here, and cannot be replaced.
    if not folder.name or (not empty and (folder.exists() or folder.is_symlink())):
        raise MosaicError(f"{folder} is there already; allowed: a new name, or an empty folder")


def _fill(folder: Path, layout: Layout) -> None:
    for level in layout.levels:
        (folder / f"{level.number}/c").mkdir(parents=True)
    (folder / PARTS).mkdir(parents=True)
    files = {path: text.encode() for path, text in documents(layout).items()}
    for path, data in (files | {LOCK: b"", WRITERS: b"", RECORD: b""}).items():
        write_synced(folder / path, data)
    for each in (folder, *folder.glob("*"), folder / Path(LOCK).parent):
        if each.is_dir():
            sync_folder(each)
