"""Checks the arrays that a caller hands to a kernel: what it fills, and what stops it."""

import numpy as np
from numpy.typing import NDArray

from juliaset.problem import Counts, Problem

StopFlag = NDArray[np.uint8]


def checked_out(problem: Problem, out: object) -> Counts:
    """Return `out` if a kernel may fill it with the counts of the problem, or raise."""
    if not isinstance(out, np.ndarray):
        raise TypeError(f"out is a {type(out).__name__}; allowed: a NumPy array of int32")
    if out.dtype != np.int32:
        raise TypeError(f"out is an array of {out.dtype}; allowed: int32")
    if out.shape != problem.shape:
        raise ValueError(f"out has the shape {out.shape}; allowed: (height, width) {problem.shape}")
    if not out.flags.c_contiguous:
        raise ValueError(f"out has the strides {out.strides}; allowed: C-contiguous")
    if not out.flags.aligned:
        raise ValueError("out begins at an odd address; allowed: one that is a multiple of 4")
    if not out.flags.writeable:
        raise ValueError("out is read-only; allowed: an array that may be written to")
    if np.shares_memory(out, problem.xs) or np.shares_memory(out, problem.ys):
        raise ValueError("out overlaps an axis of the problem; allowed: memory of its own")
    # C++ accepts only an array of the one int32 type object, not of an equal type.
    return np.asarray(out).view(np.int32)


def checked_stop(stop: object, out: Counts) -> StopFlag:
    """Return `stop` if it may stop the call that fills `out`, or raise. It may be read-only."""
    if not isinstance(stop, np.ndarray):
        raise TypeError(f"stop is a {type(stop).__name__}; allowed: a NumPy array of uint8")
    if stop.dtype != np.uint8:
        raise TypeError(f"stop is an array of {stop.dtype}; allowed: uint8")
    if stop.shape != (1,):
        raise ValueError(f"stop has the shape {stop.shape}; allowed: (1,)")
    if np.shares_memory(stop, out):
        raise ValueError("stop overlaps out; allowed: memory of its own")
    return np.asarray(stop).view(np.uint8)
