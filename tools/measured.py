"""What tests reached of a source file."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """A source file: how many of its lines and branches were reached, of how many."""

    path: str  # in the checkout
    lines: tuple[int, int]
    branches: tuple[int, int]
    # How many lines were not reached, by the function they are in (Python) or their text (C++).
    missing: dict[str, int]
