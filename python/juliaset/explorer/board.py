"""The memory that an engine shares with its process: which job is wanted, and the counts.

The engine writes the number of the job that it wants and then sets the flag. The process clears
the flag and then compares the number. So it misses no order, whichever of the two comes first.
"""

import numpy as np

from juliaset.explorer.messages import MOST_PIXELS

_STOP_AT, _COUNTS_AT = 64, 4096  # a line of the cache, and a page
SIZE = _COUNTS_AT + 4 * MOST_PIXELS


class Board:
    """The arrays in that memory.

    Attributes:
        stop: A flag of one element, which ends a call of a C++ kernel.
        counts: Room for the counts of one frame: its passes, one behind the other.
    """

    def __init__(self, memory: memoryview) -> None:
        """Lay the arrays over the memory."""
        self._wanted = np.frombuffer(memory, np.int64, 1)
        self.stop = np.frombuffer(memory, np.uint8, 1, _STOP_AT)
        self.counts = np.frombuffer(memory, np.int32, MOST_PIXELS, _COUNTS_AT)

    @property
    def wanted(self) -> int:
        """The number of the job that is wanted."""
        return int(self._wanted[0])

    def want(self, number: int) -> None:
        """Ask for another job: the current one stops."""
        self._wanted[0] = number
        self.stop[0] = 1
