"""A small new array for each call, against one that was made before the loop."""

import tempfile
from functools import partial
from pathlib import Path

import numpy as np
from pair import main, script

from juliaset import _course
from juliaset.profilers.requirements import need_module
from juliaset.profilers.running import run

POINTS = 256  # 2 KiB: more than NumPy and malloc keep ready for the next array of that size
needs = partial(need_module, "memray")


def before(data):
    """Get a new array from each call."""
    numbers, calls = data
    total = 0.0
    for factor in range(calls):
        scaled = _course.scaled(numbers, factor)
        total += scaled[-1]
    return total


def after(data):
    """Let each call fill the same array."""
    numbers, calls = data
    total = 0.0
    scaled = np.empty(POINTS)
    for factor in range(calls):
        _course.scale_into(numbers, factor, scaled)
        total += scaled[-1]
    return total


def prepare(size):
    """Return the numbers to be scaled, and how many times."""
    return np.linspace(0.0, 1.0, POINTS), size


def right(data, answer):
    """Each call's last number is 1 times its factor: the sum of the factors is known."""
    _, calls = data
    return answer == calls * (calls - 1) / 2


def look(side, size):
    """Count what memray saw allocated below the side's own function, from an array's size on."""
    from memray import AllocatorType, FileReader  # noqa: PLC0415 - the pair runs without it

    freeing = (AllocatorType.FREE, AllocatorType.MUNMAP)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "allocations.bin")
        words = ["python", "-m", "memray", "run", "-q", "-o", str(path)]
        run([*words, script("allocations"), str(size), "--only", side], Path(folder)).succeeded()
        with FileReader(path) as reader:
            return sum(
                record.n_allocations
                for record in reader.get_allocation_records()
                if record.allocator not in freeing
                and record.size >= POINTS * 8  # pybind11 allocates a little for every call
                and any(frame[0] == side for frame in record.stack_trace())
            )


if __name__ == "__main__":
    main("allocations")
