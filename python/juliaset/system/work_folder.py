"""A folder for the temporary files of this process, which is locked for as long as it lives.

A process that is killed cannot remove its folder. The next process that needs one does: it removes
each folder that no living process has locked. Process numbers say less, because Linux reuses them,
and a container has its own.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

_PREFIX = "juliaset-work-"


@cache
def work_folder() -> Path:
    """Return the folder; it is removed when this process ends, or by the next one after a kill."""
    place = Path(tempfile.gettempdir())
    remove_abandoned(place)
    while not (folder := _locked(Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place)))):
        pass  # another process took it for an abandoned one before it was locked
    folder.chmod(0o711)  # a submission may run as another user
    atexit.register(_remove_own, folder, os.getpid())
    return folder


def remove_abandoned(place: Path) -> None:
    """Remove the work folders in a place whose processes have ended without doing so."""
    for folder in place.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # it is locked, another user's, or gone
            descriptor = _opened(folder)
            try:
                if os.fstat(descriptor).st_uid == os.geteuid():
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(descriptor)


def _locked(folder: Path) -> Path | None:
    """Lock a new folder until the process ends; return None if it is gone already."""
    try:
        descriptor = _opened(folder)
    except FileNotFoundError:
        return None
    except OSError:
        folder.rmdir()  # no file can be opened: nothing would work in it
        raise
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except OSError:  # a file system without locks: then none is removed there, either
        return folder
    if folder.exists() and os.path.samestat(folder.stat(), os.fstat(descriptor)):
        return folder
    os.close(descriptor)
    return None


def _opened(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)


def _remove_own(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # not in a fork of it
        for _ in range(2):  # a folder that could not be opened once is there afterwards
            shutil.rmtree(folder, ignore_errors=True)
