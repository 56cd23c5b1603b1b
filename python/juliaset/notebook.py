"""What every notebook of the walkthrough needs: its size, and predictions that are held to account.

Notebooks import it; it knows nothing of them.
"""

import math
import os
from dataclasses import dataclass

SMALL = "JULIASET_NOTEBOOKS"


def sized(full: int, small: int) -> int:
    """Give the full size to a reader, and the small one to `make notebooks` in a hurry."""
    size = os.environ.get(SMALL, "full")
    if size not in {"full", "small"}:
        raise ValueError(f"{SMALL} is {size!r}; allowed: full, small")
    return small if size == "small" else full


@dataclass(frozen=True)
class Prediction:
    """What somebody expected, before it was measured."""

    what: str
    value: float | None
    unit: str = ""

    def against(self, measured: float) -> None:
        """Print both, and how far apart they are."""
        unit = f" {self.unit}" if self.unit else ""
        print(f"{self.what}: measured {_shown(measured)}{unit}.")  # noqa: T201 - a notebook shows it
        if self.value is None:
            print("You made no prediction. Put a number in place of ... and run the cell again:")  # noqa: T201
            print("who has said nothing learns nothing from the answer.")  # noqa: T201
            return
        print(f"You predicted {_shown(self.value)}{unit}: {_distance(self.value, measured)}")  # noqa: T201


def predict(what: str, guess: object, unit: str = "") -> Prediction:
    """Keep a guess, to be held against what is measured; `...` means none was made."""
    if guess is ...:
        return Prediction(what, None, unit)
    if isinstance(guess, bool) or not isinstance(guess, int | float) or not math.isfinite(guess):
        raise ValueError(f"the guess is {guess!r}; allowed: a number, or ... for none")
    return Prediction(what, float(guess), unit)


def _shown(number: float) -> str:
    """Give a count to the last digit, and what is measured to three."""
    is_count = float(number).is_integer() or abs(number) >= 1000  # noqa: PLR2004
    return f"{number:,.0f}" if is_count else f"{number:.3g}"


def _distance(predicted: float, measured: float) -> str:
    if predicted <= 0 or measured <= 0:
        return f"{abs(predicted - measured):.3g} apart."
    factor = max(predicted / measured, measured / predicted)
    if factor < 1.1:  # noqa: PLR2004
        return "within a tenth. You know how this works."
    return f"a factor of {factor:.2g} apart. Which assumption was wrong?"
