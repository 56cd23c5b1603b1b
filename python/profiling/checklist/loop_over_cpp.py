"""A loop in Python over numbers that live in C++, against the same loop in C++."""

import numpy as np
from pair import main
from sampling import below, need_py_spy, sampled, samples

from juliaset import _course

needs = need_py_spy


def before(data):
    """Take the numbers out one by one: each becomes a Python float on its way."""
    numbers, _ = data
    total = 0.0
    for number in numbers:
        total += number
    return total


def after(data):
    """Ask C++ for the sum."""
    numbers, _ = data
    return numbers.sum()


def prepare(size):
    """Return the numbers in C++, and their sum as Python adds it up."""
    numbers = np.linspace(0.0, 1.0, size)
    total = 0.0
    for number in numbers.tolist():
        total += number
    return _course.Samples(numbers), total


def right(data, answer):
    """Compare it with that sum, bit for bit: the additions have the same order."""
    _, total = data
    return answer == total


def look(side, size):
    """Return which part of the side's samples were inside course::sum, the addition itself."""
    seen = below(sampled("loop_over_cpp", side, size, "--native"), side)
    inside = "".join(f"{line}\n" for line in seen.splitlines() if "course::sum" in line)
    return samples(inside) / max(samples(seen), 1)


if __name__ == "__main__":
    main("loop_over_cpp")
