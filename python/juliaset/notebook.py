"""What notebooks need: packages, a size, the rows of the CPU, and predictions to compare."""

import math
import os
from dataclasses import dataclass

from juliaset import _native
from juliaset.extras import check_installed

SIZE = "JULIASET_NOTEBOOKS"
NO_GUESS = """You made no prediction. Put a number in place of ... and run the cell again:
a guess makes the answer stick."""


def sized(full: int, small: int) -> int:
    """Return the full size for a reader, or the small one for `make notebooks SIZE=small`."""
    size = os.environ.get(SIZE, "full")
    if size not in {"full", "small"}:
        raise ValueError(f"{SIZE} is {size!r}; allowed: full, small")
    return small if size == "small" else full


def needs(*packages: str) -> None:
    """Look for packages of an extra; without one of them, no later cell does anything.

    So a notebook that needs them runs everywhere, and says in one line how to get them.
    """
    from IPython import get_ipython  # noqa: PLC0415 - it is there if a notebook is

    try:
        check_installed("this notebook", *packages)
    except ModuleNotFoundError as missing:
        print(f"{missing}. Then restart the kernel: until then, nothing below is run.")  # noqa: T201
        get_ipython().input_transformers_post.append(lambda _: [])


def has(*packages: str) -> bool:
    """Return whether packages of an extra are installed; print in one line how to get them if not.

    For a cell that the rest of its notebook does not need.
    """
    try:
        check_installed("this cell", *packages)
    except ModuleNotFoundError as missing:
        print(f"{missing}.")  # noqa: T201
        return False
    return True


def row_of(kernel: str, *, widest: bool = False) -> str:
    """Return the row of a C++ kernel for the narrowest vectors of this CPU, or for the widest.

    kernel: its name without `cpp.` and the set: "simd_tiled" is `cpp.simd_tiled_neon` on ARM.
    """
    able = [roof.isa for roof in _native.roofs() if not roof.reason]
    isa = able[-1] if widest and able else _native.INSTRUCTION_SETS[0]
    return f"cpp.{kernel}_{isa}"


def conclude(*cases: tuple[bool, str], otherwise: str) -> None:
    """Show the sentence of the first case that is true: a statement that follows from a figure.

    Each case is a condition on what was measured here, and what to say if it is true; `otherwise`
    is shown if none is.
    """
    from IPython.display import Markdown, display  # noqa: PLC0415 - it is there if a notebook is

    said = next((text for true, text in cases if true), otherwise)
    display(Markdown(said))  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Prediction:
    """What the reader expected, before it was measured or computed."""

    what: str
    value: float | None
    unit: str = ""

    def against(self, found: float, how: str = "measured") -> None:
        """Print the prediction and what was found, and how far apart they are.

        how: what found it: a count, a formula and a simulation are not measurements.
        """
        unit = f" {self.unit}" if self.unit else ""
        lines = [f"{self.what}: {how} {_shown(found)}{unit}."]
        if self.value is None:
            lines.append(NO_GUESS)
        else:
            distance = _distance(self.value, found)
            lines.append(f"You predicted {_shown(self.value)}{unit}: {distance}")
        print("\n".join(lines))  # noqa: T201 - a notebook shows it


def predict(what: str, guess: object, unit: str = "") -> Prediction:
    """Return a guess that can be compared with what is measured; `...` means that there is none."""
    if guess is ...:
        return Prediction(what, None, unit)
    if isinstance(guess, bool) or not isinstance(guess, int | float) or not math.isfinite(guess):
        raise ValueError(f"the guess is {guess!r}; allowed: a number, or ... for none")
    return Prediction(what, float(guess), unit)


def _shown(number: float) -> str:
    """Return a count to its last digit, and what is measured to three digits."""
    is_count = float(number).is_integer() or abs(number) >= 1000  # noqa: PLR2004
    return f"{number:,.0f}" if is_count else f"{number:.3g}"


def _distance(predicted: float, found: float) -> str:
    if predicted <= 0 or found <= 0:
        return f"{abs(predicted - found):.3g} apart."
    factor = max(predicted / found, found / predicted)
    if factor < 1.1:  # noqa: PLR2004
        return "within a tenth. You know how this works."
    return f"a factor of {factor:.2g} apart. Which assumption was wrong?"
