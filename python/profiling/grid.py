"""What the scripts share: their command line, the book's points, the right sum, and @profile.

Only julia1_nopil.py and prof.py do without it, because there every call counts.
"""

import builtins
import os
from argparse import ArgumentParser, ArgumentTypeError

from juliaset import Problem, escape_counts
from juliaset.renamed import note_old_variables
from juliaset.techniques.lists import lists_from_axes

MAX_ITERATIONS = 300
BOOK_WIDTH = 1000

# The profilers put `profile` among the builtins, before they run a script; noop_profile_demo.py has
# more. Without a profiler the decorator does nothing.
profiled = hasattr(builtins, "profile")
profile = getattr(builtins, "profile", lambda function: function)


def asked(about, default, name="width"):
    """Return the one number of the command line, or the default."""
    parser = ArgumentParser(description=(about or "").partition("\n")[0])
    parser.add_argument(
        name, type=whole, nargs="?", default=default, help=f"a whole number; {default} if left out"
    )
    return getattr(parser.parse_args(), name)


def usual_width():
    """Return the width that JULIASET_WIDTH sets, or the book's."""
    note_old_variables()
    try:
        return whole(os.environ.get("JULIASET_WIDTH", str(BOOK_WIDTH)))
    except ArgumentTypeError as error:
        raise SystemExit(f"JULIASET_WIDTH: {error}") from None


def whole(text):
    """Return a whole number of 1 or more; argparse makes a message of the exception."""
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise ArgumentTypeError(f"it is {text!r}; allowed: a whole number, 1 or more")
    return number


def lists(width):
    """Return the book's points: zs has one complex number for each pixel, cs the constant."""
    _, zs, cs = lists_from_axes(Problem.book(width, MAX_ITERATIONS))
    return zs, cs


def count(calculate, width):
    """Count the points of the book's picture with a function, and check the sum."""
    zs, cs = lists(width)
    check(calculate(MAX_ITERATIONS, zs, cs), width)


def check(output, width):
    """Print the size and the sum; end the script if the sum is not that of the picture.

    The right sum comes from the package's fastest exact kernel, in a millisecond.
    """
    right = int(escape_counts(Problem.book(width, MAX_ITERATIONS)).sum())
    total = sum(output)
    if total != right:
        raise SystemExit(f"WRONG at width {width}: the counts sum to {total}, not to {right}")
    print(f"width {width}: {len(output)} points, sum of counts {total}, which is right")
