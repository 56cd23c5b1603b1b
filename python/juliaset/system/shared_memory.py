"""Memory that two processes share by a descriptor, and that has no name.

It goes with the last process that has it, however that ends. On Linux it is memory; elsewhere it is
a temporary file whose name is gone.
"""

import mmap
import os
import tempfile
from typing import Self

from juliaset.system import here, linux

_NAME = "juliaset"


def memory_file(name: str = _NAME) -> int:
    """Return the descriptor of an empty file that is in no folder; programs do not inherit it.

    name: what Linux shows of it in /proc.
    """
    if here.is_linux():
        return linux.memory_file(name)
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def memory_of_fixed_size(size: int) -> int:
    """Return a descriptor of memory for two processes.

    If a submission could make it shorter, reading the rest would kill the grader. Linux alone can
    forbid it.
    """
    memory = memory_file()
    os.ftruncate(memory, size)
    if here.is_linux():
        linux.seal_size(memory)
    return memory


class SharedMemory:
    """Memory without a name, and its bytes."""

    def __init__(self, size: int) -> None:
        """Reserve the bytes, which are 0."""
        self.descriptor = memory_file()
        try:
            os.ftruncate(self.descriptor, size)
            self.bytes = mmap.mmap(self.descriptor, size)
        except BaseException:
            os.close(self.descriptor)
            raise

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Release it; the bytes go when no array uses them any more."""
        os.close(self.descriptor)
