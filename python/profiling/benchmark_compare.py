"""Compares Python, NumPy and C++ on one mean: python benchmark_compare.py [SIZE].

All three get what they are made for: Python's sum() a list of floats, NumPy and C++ an array. One
line more shows sum() on the array, a mistake easily made: each number becomes an object first.

Every answer is checked. They need not be equal to the last bit, because NumPy adds in another
order.
The best time says what the code can do, the median what it does on this machine today.
"""

import math
from functools import partial
from statistics import median
from time import perf_counter

import numpy as np

from grid import asked
from juliaset import _course

SIZE = 1_000_000
RUNS = 10


def mean(numbers):
    """Add up with Python's own sum and divide."""
    return sum(numbers) / len(numbers)


def ways(size):
    """Return each way with the data it is made for, and the answer that all must give."""
    array = np.random.default_rng(1).random(size)
    numbers = array.tolist()
    functions = {
        "Python, sum() of an array": partial(mean, array),
        "Python, sum() of a list": partial(mean, numbers),
        "NumPy, np.mean": partial(np.mean, array),
        "C++, juliaset._course.mean": partial(_course.mean, array),
    }
    return functions, math.fsum(numbers) / size


def benchmark(label, function, right):
    """Time some runs, each answer checked, and print best and median."""
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        answer = function()
        times.append((perf_counter() - start) * 1e3)
        assert math.isclose(answer, right, rel_tol=1e-9), f"{label} gives {answer}, not {right}"
    print(f"{label:<30}{min(times):12.3f}{median(times):12.3f}")


def main(size):
    """Print the table."""
    functions, right = ways(size)
    print(f"The mean of {size:,} numbers is {right:.6f}; milliseconds of {RUNS} runs:")
    print(f"{'':30}{'best':>12}{'median':>12}")
    for label, function in functions.items():
        benchmark(label, function, right)


if __name__ == "__main__":
    main(asked(__doc__, SIZE, "size"))
