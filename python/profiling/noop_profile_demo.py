"""A @profile that is there under every profiler, and does nothing without one.

    python noop_profile_demo.py [WIDTH]
    kernprof -l -v noop_profile_demo.py
    python -m memory_profiler noop_profile_demo.py
    pytest test_noop_profile_demo.py

kernprof, memory_profiler, mprof and Scalene put `profile` among the builtins, before they run the
script. So `builtins` is the one place to ask, and the only one that is right under all of them:

    dir(), globals()    do not list builtins. memory_profiler puts its profile among the script's
                        own names too, so they find it there, but not in what the script imports
    __builtins__        is a dictionary, not a module, in whatever is imported, and under kernprof
                        in the script too: hasattr() asks the wrong thing
    line_profiler       has a profile to import wherever it is installed, under any profiler

Each of those profiles nothing under one tool or the other, and says nothing about it.
"""

import builtins

from grid import BOOK_WIDTH, MAX_ITERATIONS, asked, check
from juliaset import Problem, escape_counts

if hasattr(builtins, "profile"):
    profile = builtins.profile
else:

    def profile(function):
        """Return the function as it is."""
        return function


@profile
def sums_of_rows(rows):
    """Add up each row of counts; a short function with a line worth looking at."""
    sums = []
    for row in rows:
        total = sum(row)
        sums.append(total)
    return sums


def main(width):
    """Sum the picture row by row."""
    rows = escape_counts(Problem.book(width, MAX_ITERATIONS)).tolist()
    assert sum(sums_of_rows(rows)) == sum(map(sum, rows))
    check([count for row in rows for count in row], width)
    print("profile is among the builtins:", hasattr(builtins, "profile"))


if __name__ == "__main__":
    main(asked(__doc__, BOOK_WIDTH))
