"""Values as they cross from one side to the other: JSON, and arrays on a board both can see.

The grader must not read a pickle that comes from a submission: it would run it.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

# What an answer may be an array of.
TYPES = {"int32", "int64", "float64", "float32", "complex128", "bool"}
ALIGNED = 64
_DEEPEST = 8


class Board:
    """Memory that both sides see: arrays are put on it one after the other."""

    def __init__(self, memory: memoryview) -> None:
        """Begin empty."""
        self._memory = memory
        self.used = 0

    def wipe(self) -> None:
        """Forget all arrays."""
        self.used = 0

    def touch(self, size: int) -> None:
        """Look at a byte of each page, so that this process has it."""
        bytes(self._memory[:size:4096])

    def room(self, dtype: str, shape: tuple[int, ...]) -> dict[str, Any]:
        """Reserve room for an array, and give the words for it."""
        at = -(-self.used // ALIGNED) * ALIGNED
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
        if at + size > len(self._memory):
            raise ValueError(
                f"arrays of {at + size} bytes came together; allowed: {len(self._memory)}"
            )
        self.used = at + size
        return {"array": [at, dtype, list(shape)]}

    def put(self, array: Array) -> dict[str, Any]:
        """Copy an array onto the board."""
        words = self.room(str(array.dtype), array.shape)
        self.at(words)[...] = array
        return words

    def at(self, words: dict[str, Any]) -> Array:
        """Give the array that words speak of; ValueError where there can be none."""
        try:
            at, dtype, shape = words["array"]
            sizes = [int(size) for size in shape]
            count = math.prod(sizes)
            end = at + count * np.dtype(dtype).itemsize
            if (
                dtype in TYPES
                and at >= 0
                and end <= len(self._memory)
                and min(sizes, default=0) >= 0
            ):
                flat: Array = np.frombuffer(self._memory, dtype, count, at)
                return flat.reshape(sizes)
        except (TypeError, KeyError, ValueError):
            pass
        raise ValueError(f"no array is there: {str(words)[:100]}")


def to_words(value: Any, board: Board, deep: int = 0) -> Any:  # noqa: ANN401
    """Put a value into words; TypeError where it has none."""
    if deep > _DEEPEST:
        raise TypeError("lists in lists in lists; allowed: a few levels")
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, np.ndarray):
        if str(value.dtype) not in TYPES:
            raise TypeError(f"an array of {value.dtype}; allowed: {', '.join(sorted(TYPES))}")
        return board.put(value)
    if isinstance(value, list | tuple):
        return [to_words(each, board, deep + 1) for each in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {"dict": {key: to_words(each, board, deep + 1) for key, each in value.items()}}
    raise TypeError(f"a {type(value).__name__}; allowed: numbers, text, lists, dicts and arrays")


def from_words(words: Any, board: Board) -> Any:  # noqa: ANN401
    """Give the value back; arrays lie on the board."""
    if isinstance(words, list):
        return [from_words(each, board) for each in words]
    if not isinstance(words, dict):
        return words
    if "complex" in words:
        return complex(*words["complex"])
    if "array" in words:
        return board.at(words)
    return {key: from_words(each, board) for key, each in words["dict"].items()}
