"""Python's abs(z) < 2 for whole arrays."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# abs() is hypot: it agrees with the sum of squares except within 2 ulp below 4.
SURELY_INSIDE = 4 - 2**-48
SURELY_OUTSIDE = 4 + 2**-48


def inside(re: Floats, im: Floats) -> npt.NDArray[np.bool_]:
    """Return for each point whether abs(z) < 2; only points near the edge take a square root."""
    norm = re * re + im * im
    answer: npt.NDArray[np.bool_] = norm < SURELY_INSIDE
    close = ~answer & (norm <= SURELY_OUTSIDE)
    if close.any():
        answer[close] = np.hypot(re[close], im[close]) < 2  # noqa: PLR2004
    return answer
