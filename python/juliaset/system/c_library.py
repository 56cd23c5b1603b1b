"""Functions of the C library, called directly: they are loaded already and found by name."""

import ctypes
from typing import Any


def c_function(name: str, result: Any, *arguments: Any) -> Any:  # noqa: ANN401 - types of ctypes
    """Return a function of the C or the maths library, with the types that it takes and returns."""
    function = ctypes.CDLL(None)[name]
    function.argtypes, function.restype = arguments, result
    return function


def call(name: str, *arguments: Any) -> int:  # noqa: ANN401 - numbers, or types of ctypes
    """Call a function that returns a number."""
    return int(ctypes.CDLL(None)[name](*arguments))
