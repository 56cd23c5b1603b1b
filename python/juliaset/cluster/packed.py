"""A function that is sent to the processes of a cluster as bytes.

Dask's scheduler unpickles what a task is given, and pickles it again for the process that gets it.
It passes on bytes as they are. They come from the client, as all that Dask runs does.
"""

import pickle
from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast


def packed(function: Callable[..., Any]) -> bytes:
    """Return what unpacked() makes the function of, in a process of the same packages."""
    return pickle.dumps(function)


@lru_cache(maxsize=1)
def unpacked(function: bytes) -> Callable[..., Any]:
    """Return the function, which is the same for all tasks of a computation."""
    return cast("Callable[..., Any]", pickle.loads(function))  # noqa: S301 - from the client
