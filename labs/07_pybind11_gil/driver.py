"""Ours, in the process of the submission: what a learner's counts() does to other threads."""

from concurrent.futures import ThreadPoolExecutor
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np

LIBRARY = next(Path(__file__).parent.glob("start.*.so"))
SPEC = spec_from_file_location("start", LIBRARY)
START = module_from_spec(SPEC)
SPEC.loader.exec_module(START)

WRONG = {
    "xs of float32": lambda axis: axis.astype(np.float32),
    "xs that is every second number of an array": lambda axis: np.repeat(axis, 2)[::2],
    "xs with two dimensions": lambda axis: axis.reshape(1, -1),
    "xs as a list": lambda axis: axis.tolist(),
}


def meanwhile(xs, ys, c, limit, step):
    """Compute counts in a thread, and make steps in this one until they are there."""
    with ThreadPoolExecutor(1) as threads:
        counted = threads.submit(START.counts, xs, ys, c, limit)
        while not counted.done():
            step()
        return counted.result()


def wrong_inputs():
    """Name what counts() must refuse."""
    return list(WRONG)


def refusal(what, xs, ys, c, limit):
    """Give the name of the exception by which a wrong input is refused; empty where it is not."""
    try:
        START.counts(WRONG[what](xs), ys, c, limit)
    except (TypeError, ValueError) as refused:
        return type(refused).__name__
    return ""
