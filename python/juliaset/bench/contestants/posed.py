"""A problem as it lies in a folder for the processes of the rows: its inputs and the right output.

Every problem is posed in this way, the Julia set like those of users. What differs is how a kernel
is called, which a `Solver` knows.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from juliaset.problems.right_output import Array, Deviation, Tolerance, compare
from juliaset.problems.spoilt import spoil, unwritten

INPUTS, EXPECTED, ABOUT = "inputs.npz", "expected.npy", "about.json"
SMALL = "small"  # the folder in it with the same problem in small


@dataclass(frozen=True)
class Posed:
    """A problem whose inputs are made, and whose right output is known.

    Attributes:
        inputs: What kernels are given, by name; arrays are read-only.
        expected: The right output.
        tolerance: How far an output may be from it.
        poison: What outputs are filled with before a call; None for the right output with every bit
            inverted.
    """

    inputs: Mapping[str, Any]
    expected: Array
    tolerance: Tolerance = field(default_factory=Tolerance)
    poison: int | None = None

    def new_output(self) -> Array:
        """Return an array that a kernel may fill."""
        return np.empty(self.expected.shape, self.expected.dtype)

    def spoil(self, out: Array, part: slice = slice(None)) -> None:
        """Fill an output, or a part of its values, with what is not right."""
        if self.poison is None:
            spoil(out, self.expected, part)
        else:
            out.reshape(-1)[part] = self.poison

    def unwritten(self, out: Array) -> int:
        """Return how many values are still those of `spoil`."""
        if self.poison is None:
            return unwritten(out, self.expected)
        return int(np.count_nonzero(out == self.poison))

    def compare(self, out: Array) -> Deviation:
        """Compare an output with the right one."""
        return compare(self.expected, out, self.tolerance)


def save_posed(folder: Path, posed: Posed) -> None:
    """Write a problem into a folder."""
    # By their numbers: a name may be one that savez() keeps for itself, as `file`.
    numbered = {f"input_{number}": each for number, each in enumerate(posed.inputs.values())}
    np.savez(folder / INPUTS, **numbered)
    np.save(folder / EXPECTED, posed.expected)
    about = {
        "inputs": list(posed.inputs),
        "relative": posed.tolerance.relative,
        "absolute": posed.tolerance.absolute,
        "poison": posed.poison,
    }
    (folder / ABOUT).write_text(json.dumps(about))


def load_posed(folder: Path) -> Posed:
    """Read what `save_posed` wrote."""
    about = json.loads((folder / ABOUT).read_text())
    with np.load(folder / INPUTS) as saved:
        values = [_plain(saved[f"input_{number}"]) for number in range(len(about["inputs"]))]
    inputs = dict(zip(about["inputs"], values, strict=True))
    expected = np.load(folder / EXPECTED, mmap_mode="r")
    tolerance = Tolerance(about["relative"], about["absolute"])
    return Posed(inputs, expected, tolerance, about["poison"])


def _plain(value: Array) -> Any:  # noqa: ANN401 - an array, or a number of Python
    if not value.ndim:
        return value.item()
    value.flags.writeable = False
    return value
