"""The numbers and texts that a contest's file may have."""

from typing import Annotated

from msgspec import Meta

# Bounded, so that no arithmetic on what a file says overflows: 2**53 - 1 is the largest integer
# that every reader of JSON keeps, 1e18 nanoseconds are 31 years, and the shortest time that a
# contest writes is one nanosecond for 2**53 - 1 calls.
LONGEST, SHORTEST_NS = 1e18, 1e-18
Whole = Annotated[int, Meta(ge=-(2**53) + 1, le=2**53 - 1)]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
AtLeastOne = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Positive = Annotated[float, Meta(ge=SHORTEST_NS, le=LONGEST)]
NotNegative = Annotated[float, Meta(ge=0, le=LONGEST)]

# A name is a row's id: of a command, its whole command line. Terminals, charts and messages show
# names whole; other texts may be as long as what a compiler is told, or a program's last words.
LONGEST_NAME, LONGEST_TEXT = 10_000, 100_000
LONGEST_ROW = LONGEST_NAME - 100  # of a row that is measured: its controls have longer names
Name = Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
Text = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Texts = Annotated[dict[Text, Text], Meta(max_length=1_000)]

# Rows are compared with all controls, and each row has its place in every chart of a report.
MOST_ROWS, MOST_CONTROLS, MOST_IMPORTED, MOST_IN_A_PROBE = 2_000, 10, 10_000, 1_000
