"""Where a number lies on a logarithmic axis, and which numbers stand beside it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

# From this many decades on the powers of ten are enough; below, 1-2-5; below that, even steps.
POWERS, ONE_TWO_FIVE = 1.7, 0.5
MOST_TICKS = 7


@dataclass(frozen=True)
class LogAxis:
    """From low to high, as 0 to 100 percent."""

    low: float
    high: float

    @classmethod
    def around(cls, values: Iterable[float], margin: float = 0.03) -> "LogAxis":
        """Span the values, and a little more on both sides."""
        kept = [value for value in values if 0 < value < math.inf] or [1.0]
        low, high = min(kept), max(kept)
        # A single value would have no width.
        more = max(math.log(high / low) * margin, 0.01)
        return cls(low * math.exp(-more), high * math.exp(more))

    def at(self, value: float) -> float:
        """Give the place in percent; what lies outside is kept at the border."""
        if value <= 0:
            return 0.0
        part = math.log(value / self.low) / math.log(self.high / self.low)
        return 100 * min(max(part, 0.0), 1.0)

    def ticks(self) -> list[float]:
        """Choose a few round numbers."""
        decades = math.log10(self.high / self.low)
        if decades >= POWERS:
            return self._within([1], math.ceil(decades / MOST_TICKS))
        if decades >= ONE_TWO_FIVE:
            return self._within([1, 2, 5])
        return even_ticks(self.low, self.high)

    def _within(self, digits: list[int], stride: int = 1) -> list[float]:
        first = math.floor(math.log10(self.low))
        last = math.ceil(math.log10(self.high))
        powers = [10.0**n for n in range(first, last + 1) if n % stride == 0]
        return [d * p for p in powers for d in digits if self.low <= d * p <= self.high]


def even_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Choose round numbers at equal distances."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(digit for digit in (1, 2, 5, 10) if digit * power >= rough)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [float(f"{n * step:.12g}") for n in range(first, last + 1)]
