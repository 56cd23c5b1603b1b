"""What Python adds to a call of C++: python profile_demo.py [SIZE].

Three ways to a mean of the same array, profiled: a loop in Python, NumPy's mean, and a C++ function
through pybind11. To cProfile the last one is a single line without anything below it: it sees calls
of Python, and calls from Python into C, but not what happens there.

So the price of crossing over is measured from outside: the same call on an array of one number,
which leaves nothing but the price. It is paid once a call; where it dominates, let a call do more.
"""

import cProfile
import math
import pstats
from functools import partial
from timeit import Timer

import numpy as np

from grid import asked
from juliaset import _course

SIZE = 100_000
CALLS = 20


def python_mean(array):
    """Go through the array in Python: each number becomes an object."""
    total = 0.0
    for x in array:
        total += x
    return total / len(array)


def numpy_mean(array):
    """Let NumPy do it."""
    return np.mean(array)


def cpp_mean(array):
    """Let C++ do it."""
    return _course.mean(array)


WAYS = (python_mean, numpy_mean, cpp_mean)


def work(array):
    """Call each way as often as the others, and return all answers."""
    return [way(array) for way in WAYS for _ in range(CALLS)]


def nanoseconds(way, array):
    """Time one call: the best of some thousands."""
    timer = Timer(partial(way, array))
    calls = 1 + int(0.02 / timer.timeit(1))
    return min(timer.repeat(repeat=3, number=calls)) / calls * 1e9


def main(size):
    """Profile the work, then time calls that have nothing to do."""
    array = np.random.default_rng(1).random(size)
    profiler = cProfile.Profile()
    profiler.enable()
    answers = work(array)
    profiler.disable()
    assert np.allclose(answers, math.fsum(array) / size, rtol=1e-9)
    print(f"{CALLS} calls of each, on {size:,} numbers:")
    pstats.Stats(profiler).strip_dirs().sort_stats("cumulative").print_stats(10)
    print("Without a profiler, nanoseconds a call:")
    one = array[:1]
    print(f"{'':12}{'1 number':>14}{f'{size:,} numbers':>20}")
    for way in WAYS:
        print(f"{way.__name__:12}{nanoseconds(way, one):14,.0f}{nanoseconds(way, array):20,.0f}")


if __name__ == "__main__":
    main(asked(__doc__, SIZE, "size"))
