"""Writes golden.toml: every answer computed by CPython's own complex numbers and abs().

python tests/make_golden.py > tests/golden.toml
"""

import json
import sys
from typing import Any

import numpy as np

from juliaset.oracle import _problem, digest
from juliaset.python_arithmetic import FUSES, python_fuses
from juliaset.registry import get_kernel

BEYOND_TWO = {"kind": "view", "window": [-3.0, 3.0, -3.0, 3.0], "width": 240, "height": 240}
PROBLEMS: dict[str, dict[str, Any]] = {
    "book": {"kind": "book", "width": 1000, "max_iterations": 300},
    # Fused or reordered arithmetic leaves the book's sum as it is, and changes this one.
    "sensitive": {
        "kind": "steps",
        "first": -1.8,
        "step": 3.6 / 1000,
        "size": 1000,
        "c": [-0.8, 0.156],
        "max_iterations": 1000,
    },
    # Small enough for kernels at -O0 and for mutants in Python, and still not blind to fusing.
    "sensitive_small": {
        "kind": "steps",
        "first": -1.8,
        "step": 3.6 / 160,
        "size": 160,
        "c": [-0.8, 0.156],
        "max_iterations": 1000,
    },
    # For abs(c) > 2 an orbit can come back below 2 after it has stopped.
    "beyond_two_real": {**BEYOND_TWO, "c": [-2.1, 0.0], "max_iterations": 100},
    "beyond_two_near": {**BEYOND_TWO, "c": [1.9, 0.9], "max_iterations": 100},
    "beyond_two_far": {**BEYOND_TWO, "c": [-3.0, 0.2], "max_iterations": 100},
    # Where abs(z) < 2 and the sum of squares < 4 disagree.
    "circle": {"kind": "circle", "points": 48, "c": [0.3, 0.2], "max_iterations": 50},
    # Widths for which the book's sum of steps gives one point more.
    "one_point_more_10": {"kind": "book", "width": 10, "max_iterations": 300},
    "one_point_more_250": {"kind": "book", "width": 250, "max_iterations": 300},
    # No vector's width divides these.
    "odd_sizes": {
        "kind": "view",
        "window": [-1.7, 1.3, -1.1, 1.5],
        "width": 67,
        "height": 43,
        "c": [-0.12, 0.74],
        "max_iterations": 211,
    },
    "one_column": {
        "kind": "view",
        "window": [-0.1, 0.1, -1.5, 1.5],
        "width": 1,
        "height": 37,
        "c": [-0.4, 0.6],
        "max_iterations": 99,
    },
    "one_row": {
        "kind": "view",
        "window": [-1.5, 1.5, -0.1, 0.1],
        "width": 37,
        "height": 1,
        "c": [-0.4, 0.6],
        "max_iterations": 99,
    },
    "limit_0": {"kind": "book", "width": 50, "max_iterations": 0},
    "limit_1": {"kind": "book", "width": 50, "max_iterations": 1},
}
HOW = "python.loops: complex numbers and abs() of CPython"


def main() -> None:
    """Compute and print; a comment says what the file is for."""
    if python_fuses():
        sys.exit(f"{FUSES}; allowed: a Python that takes six roundings a step")
    loops = get_kernel("python.loops")
    print("# Golden answers. Made by tests/make_golden.py, which says what each one is for.")  # noqa: T201
    for name, description in PROBLEMS.items():
        problem = _problem(**description)
        counts = np.empty(problem.shape, np.int32)
        loops.bind(problem, counts)()
        entry = {
            "name": name,
            **description,
            "sum": int(counts.sum(dtype=np.int64)),
            "sha256": digest(counts),
            "how": HOW,
        }
        print("\n[[problem]]")  # noqa: T201
        for key, value in entry.items():
            print(f"{key} = {json.dumps(value)}")  # noqa: T201
        sys.stdout.flush()


if __name__ == "__main__":
    main()
