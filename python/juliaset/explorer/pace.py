"""How large a band is, so that a call takes about a tenth of a second, whatever the kernel.

A call has a fixed price, which some kernels pay for starting processes or for passing over whole
arrays. Bands that cost little more than that price would multiply it.
"""

from typing import NamedTuple

CALL_S = 0.1  # what a call should take at most
WHOLE_S = 0.04  # a frame that takes less is computed in one call
_WORST_S = 1.0  # what a call may take if each pixel has as many steps as the limit allows
_FIXED_PRICES = 3  # a call takes at least as long as three fixed prices
_MOST_GROWTH, _LEAST_GROWTH = 4, 2  # the latter to tell the fixed price from that of pixels
_FIRST_PIXELS = 64
_LEAST_S = 1e-9


class _Seen(NamedTuple):
    pixels: int
    seconds: float


class Pace:
    """What calls with one setting take.

    Attributes:
        pixels: What the next call may compute.
    """

    def __init__(self, fixed_s: float) -> None:
        """Begin with the price of a call that computes nothing."""
        self.pixels = _FIRST_PIXELS
        self._fixed_s = fixed_s
        self._calls: list[_Seen] = []  # of this frame
        self._limit: int | None = None  # of this frame; None before the first one
        self._steps: float | None = None  # of a pixel of this frame; None while not known

    def begin(self, limit: int) -> None:
        """Begin a frame: another view may cost something else."""
        if self._limit is not None and limit > self._limit:
            self.pixels = self.pixels * self._limit // limit
        if self._calls:
            self.pixels = min(self.pixels, int(_WORST_S / self._worst_pixel_s(limit)))
        self.pixels = max(self.pixels, 1)
        self._calls, self._limit, self._steps = [], limit, None

    def end(self, steps: float) -> None:
        """Learn how many steps a pixel of this frame had: the next view may have the most."""
        self._steps = max(steps, 1)

    def saw(self, pixels: int, seconds: float) -> None:
        """Learn what a call of this frame has taken."""
        self._calls.append(_Seen(pixels, seconds))
        least, most = min(self._calls), max(self._calls)
        if most.pixels >= _LEAST_GROWTH * least.pixels:
            pixel_s = max(most.seconds - least.seconds, 0) / (most.pixels - least.pixels)
            self._fixed_s = max(least.seconds - pixel_s * least.pixels, 0)
        self._fixed_s = min(self._fixed_s, *(call.seconds for call in self._calls))
        target_s = max(CALL_S, _FIXED_PRICES * self._fixed_s)
        pixel_s = max(self._pixel_s, (seconds - self._fixed_s) / pixels)
        usual = int((target_s - self._fixed_s) / pixel_s)
        if most.pixels < _LEAST_GROWTH * least.pixels:
            usual = max(usual, _LEAST_GROWTH * pixels)
        self.pixels = max(min(usual, _MOST_GROWTH * pixels), 1)

    def takes_one_call(self, pixels: int, limit: int) -> bool:
        """Return whether a frame is quick, by the one before."""
        if self._limit is None or not self._calls:
            return False
        steps = max(limit / self._limit, 1)
        usual_s = self._fixed_s + self._pixel_s * pixels * steps
        return usual_s < WHOLE_S and self._worst_pixel_s(limit) * pixels < _WORST_S

    def _worst_pixel_s(self, limit: int) -> float:
        """Return what a pixel with as many steps as a limit allows takes, by the frame before."""
        steps = self._steps or self._limit or limit
        return self._pixel_s * max(limit / steps, 1)

    @property
    def _pixel_s(self) -> float:
        """The seconds of a pixel in this frame, without the prices of its calls."""
        seconds = sum(call.seconds for call in self._calls) - len(self._calls) * self._fixed_s
        return max(seconds, _LEAST_S) / sum(call.pixels for call in self._calls)
