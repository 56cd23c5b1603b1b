"""Each step of `a = a * 2.0` makes a new array; a step in place writes where the last one did."""

import tracemalloc

import numpy as np
from pair import main


def before(data):
    """Make an array for every step."""
    numbers, _ = data
    numbers = numbers * 2.0
    numbers = numbers + 1.0
    numbers = numbers * 0.5
    return numbers - 0.25


def after(data):
    """Work in one array, which was made once."""
    numbers, out = data
    np.multiply(numbers, 2.0, out=out)
    out += 1.0
    out *= 0.5
    out -= 0.25
    return out


def prepare(size):
    """Return numbers, and room for the answer."""
    return np.linspace(-1.0, 1.0, size), np.empty(size)


def right(data, answer):
    """Compare with Python's own arithmetic, at up to a thousand places."""
    numbers, _ = data
    some = slice(None, None, max(len(numbers) // 1000, 1))
    expected = [(x * 2.0 + 1.0) * 0.5 - 0.25 for x in numbers[some].tolist()]
    return answer.shape == numbers.shape and answer[some].tolist() == expected


def look(side, size):
    """Return the bytes of new arrays that were alive at once, as tracemalloc counts them."""
    data = prepare(size)
    run = {"before": before, "after": after}[side]
    tracemalloc.start()
    try:
        run(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


if __name__ == "__main__":
    main("copies")
