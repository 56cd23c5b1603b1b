"""New arrays that cost few page faults: Linux clears huge pages of 2 MiB instead of 4 KiB.

NumPy asks for huge pages too, from 4 MiB on. But its arrays begin at any address, so much of an
array is in small pages, and a picture of 1000 x 1000 counts is just below that size.
"""

import ctypes
import math
import os
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import DTypeLike, NDArray

_SETTINGS = Path("/sys/kernel/mm/transparent_hugepage")
_LARGEST = 1 << 21  # on some CPUs they have 512 MiB, which no picture is worth
_MADV_HUGEPAGE = 14


def empty(shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[np.generic]:
    """Return a new array as numpy.empty() does, in huge pages if it fills at least half of one.

    The memory is NumPy's own, a little more of it, and comes back when the array is gone. A page
    that it would fill by less than half is left small: that is at most 1 MiB for nothing.
    """
    kind = np.dtype(dtype)
    size = math.prod(shape) * kind.itemsize
    page = page_size()
    in_pages = (size + page // 2) // page * page if page else 0
    if not in_pages:
        return np.empty(shape, kind)
    memory = np.empty(max(size, in_pages) + page, np.uint8)
    start = -memory.ctypes.data % page
    _advise(memory.ctypes.data + start, in_pages)
    return memory[start : start + size].view(kind).reshape(shape)


@cache
def page_size() -> int:
    """Return the bytes of a huge page; 0 if a program may not ask for them here."""
    if os.environ.get("NUMPY_MADVISE_HUGEPAGE") == "0":  # NumPy's own switch
        return 0
    try:
        enabled = (_SETTINGS / "enabled").read_text()
        page = int((_SETTINGS / "hpage_pmd_size").read_text())
    except (OSError, ValueError):
        return 0  # not Linux, or a Linux without them
    return 0 if "[never]" in enabled or page > _LARGEST else page


def _advise(address: int, size: int) -> None:
    """Ask Linux for huge pages; it may refuse, and then the pages are small."""
    ctypes.CDLL(None).madvise(
        ctypes.c_void_p(address), ctypes.c_size_t(size), ctypes.c_int(_MADV_HUGEPAGE)
    )
