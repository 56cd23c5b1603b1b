"""How large an object is, by two measures: python sizes_demo.py [SIZE].

sys.getsizeof weighs the object alone: a list is a table of pointers, whatever they point to.
pympler's asizeof follows the pointers, and counts each object once. Neither asks the system, which
gives memory in pages; IPython's %memit does.

A view of a NumPy array is small, and its base is counted with it; two views of one array are
counted once only where both are weighed in one call.
"""

import sys

import numpy as np
from pympler.asizeof import asizeof

from grid import asked

SIZE = 1_000


def samples(size):
    """Make things of `size` numbers each."""
    array = np.arange(size, dtype=np.float64)
    return {
        "complex numbers, one object each": [complex(k, k) for k in range(size)],
        "one complex number, many times": [1 + 2j] * size,
        "floats": [float(k) for k in range(size)],
        "numpy array of float64": array,
        "view of one element of it": array[:1],
    }


def main(size):
    """Print both measures side by side."""
    print(f"Of {size:,} numbers, in bytes:")
    print(f"{'':34}{'sys.getsizeof':>16}{'asizeof':>16}")
    for name, thing in samples(size).items():
        print(f"{name:34}{sys.getsizeof(thing):16,}{asizeof(thing):16,}")
    numbers = samples(size)["complex numbers, one object each"]
    assert asizeof(numbers) == sys.getsizeof(numbers) + 32 * size, "a complex number has 32 bytes"


if __name__ == "__main__":
    main(asked(__doc__, SIZE, "size"))
