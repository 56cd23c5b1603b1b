"""Who may write into a store: the processes of one computation, and only as long as it goes on.

A process that hands out batches may be killed while others go on with theirs, on machines that it
cannot reach. So a file of the store names the computation, and each process writes a chunk under a
shared lock of that file, after a look at the name. A new computation writes another name, and waits
until no process has the lock: from then on, no process of an earlier one writes.
"""

import fcntl
import os
import platform
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from juliaset.mosaic.chunks import empty_parts
from juliaset.mosaic.errors import EndedError, MosaicError
from juliaset.mosaic.own_files import open_own

WRITERS = "0/juliaset/writers"
_NAME_BYTES = 16
_LOOK_S = 0.005
_PATIENCE_S = 30.0  # a chunk is written in milliseconds


@contextmanager
def admitted(store: Path) -> Iterator[str]:
    """Admit only processes that are told the name that this yields.

    What writers have left that were killed is removed, before and afterwards.

    Raises:
        MosaicError: A process is writing, and does not finish.
        OSError: The file cannot be written.
    """
    descriptor = open_own(store, WRITERS, os.O_RDWR | os.O_CREAT)
    try:
        name = secrets.token_hex(_NAME_BYTES)
        os.pwrite(descriptor, name.encode(), 0)
        _clean_up(store, descriptor)
        try:
            yield name
        finally:
            with suppress(OSError, MosaicError):
                os.ftruncate(descriptor, 0)
                _clean_up(store, descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def writing(store: Path, name: str) -> Iterator[None]:
    """Let a process that was told this name write.

    Raises:
        EndedError: The computation has ended.
        MosaicError: The store is not on this machine.
    """
    try:
        descriptor = open_own(store, WRITERS, os.O_RDONLY)
    except FileNotFoundError:
        raise MosaicError(
            f"{store} is not on {platform.node()!r}; allowed: a folder that all machines share"
        ) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        if os.pread(descriptor, 2 * _NAME_BYTES, 0) != name.encode():
            raise EndedError(f"the computation of {store} that this process worked for has ended")
        yield
    finally:
        os.close(descriptor)


def _clean_up(store: Path, descriptor: int) -> None:
    """Wait until no process admitted earlier is writing, and remove what they left."""
    end = time.monotonic() + _PATIENCE_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > end:
                raise MosaicError(
                    f"a process of an earlier computation is still writing into {store}; end it"
                ) from None
            time.sleep(_LOOK_S)
    try:
        empty_parts(store)
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
