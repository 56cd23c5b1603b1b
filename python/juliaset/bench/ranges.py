"""The numbers that a contest's file may have."""

from typing import Annotated

from msgspec import Meta

# Bounded, so that no arithmetic on what a file says overflows: 2**53 - 1 is the largest integer
# that every reader of JSON keeps, 1e18 nanoseconds are 31 years, and the shortest time that a
# contest writes is one nanosecond for 2**53 - 1 calls.
LONGEST, SHORTEST_NS = 1e18, 1e-18
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
AtLeastOne = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Positive = Annotated[float, Meta(ge=SHORTEST_NS, le=LONGEST)]
NotNegative = Annotated[float, Meta(ge=0, le=LONGEST)]
