"""Values as they cross between grader and submission: JSON, and arrays in memory that both see.

The grader must not read a pickle that comes from a submission: it would run it.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

# The types of array that an answer may contain.
TYPES = {"int32", "int64", "float64", "float32", "complex128", "bool"}
ALIGNED = 64
_DEEPEST = 8
_MOST_AXES = 8
_LARGEST = 1 << 63


class SharedArrays:
    """Memory that both processes see: arrays are put into it one after the other."""

    def __init__(self, memory: memoryview) -> None:
        """Begin empty; setting `used` to 0 forgets all arrays."""
        self._memory = memory
        self.used = 0

    def touch(self, size: int) -> None:
        """Read a byte of each page, so that Linux counts the pages as memory of this process."""
        bytes(self._memory[:size:4096])

    def reserve(self, dtype: str, shape: tuple[int, ...]) -> dict[str, Any]:
        """Reserve room for an array, and return the reference to it."""
        at = -(-self.used // ALIGNED) * ALIGNED
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
        if at + size > len(self._memory):
            raise ValueError(
                f"arrays of {at + size} bytes came together; allowed: {len(self._memory)}"
            )
        self.used = at + size
        return {"array": [at, dtype, list(shape)]}

    def put(self, array: Array) -> dict[str, Any]:
        """Copy an array into the memory, and return the reference to it."""
        reference = self.reserve(str(array.dtype), array.shape)
        self.view(reference)[...] = array
        return reference

    def view(self, reference: dict[str, Any]) -> Array:
        """Return the array that a reference names; raise ValueError if there can be none."""
        try:
            at, dtype, sizes = reference["array"]
            # First: NumPy reads other texts as if they were Python, and a product of thousands of
            # sizes takes seconds.
            if dtype in TYPES and len(sizes) <= _MOST_AXES:
                count = math.prod(map(self._length, sizes))
                if 0 <= at <= len(self._memory) - count * np.dtype(dtype).itemsize:
                    flat: Array = np.frombuffer(self._memory, dtype, count, at)
                    return flat.reshape(sizes)
        except (TypeError, KeyError, ValueError):
            pass
        raise ValueError(f"no array is there: {str(reference)[:100]}")

    def _length(self, size: object) -> int:
        """Return the size of an axis; raise ValueError if it can't be one."""
        if isinstance(size, int) and 0 <= size <= len(self._memory):
            return size
        raise ValueError


def encode(value: Any, arrays: SharedArrays, depth: int = 0) -> Any:  # noqa: ANN401
    """Return a value as JSON can carry it; raise TypeError if it cannot cross."""
    if depth > _DEEPEST:
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
        return arrays.put(value)
    if isinstance(value, list | tuple):
        return [encode(each, arrays, depth + 1) for each in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {"dict": {key: encode(each, arrays, depth + 1) for key, each in value.items()}}
    raise TypeError(f"a {type(value).__name__}; allowed: numbers, text, lists, dicts and arrays")


def decode(encoded: Any, arrays: SharedArrays) -> Any:  # noqa: ANN401
    """Return the value that was encoded; its arrays are views of the shared memory."""
    if isinstance(encoded, int) and not -_LARGEST <= encoded < _LARGEST:
        # Printing one of some thousand digits is an error in Python.
        raise ValueError(f"a number of {encoded.bit_length()} bits; allowed: 64")
    if isinstance(encoded, list):
        return [decode(each, arrays) for each in encoded]
    if not isinstance(encoded, dict):
        return encoded
    if "complex" in encoded:
        return complex(*encoded["complex"])
    if "array" in encoded:
        return arrays.view(encoded)
    return {key: decode(each, arrays) for key, each in encoded["dict"].items()}
