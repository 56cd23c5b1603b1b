"""What the scripts share: the size that was asked for, the book's points, and the right sum.

Only julia1_nopil.py and prof.py do without it: there every call counts.
"""

from argparse import ArgumentParser, ArgumentTypeError

from juliaset import Problem, escape_counts
from juliaset.techniques.lists import lists_from_axes

MAX_ITERATIONS = 300
BOOK_WIDTH = 1000


def asked(about, default, name="width", parser=None):
    """Read the one number of the command line, and give the default where there is none."""
    parser = parser or ArgumentParser(description=(about or "").partition("\n")[0])
    parser.add_argument(
        name, type=whole, nargs="?", default=default, help=f"a whole number; {default} if left out"
    )
    return getattr(parser.parse_args(), name)


def whole(text):
    """Take a whole number of 1 or more; argparse makes a sentence of the exception."""
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise ArgumentTypeError(f"it is {text!r}; allowed: a whole number, 1 or more")
    return number


def lists(width):
    """Lay out the book's points: zs holds one complex number a pixel, cs the constant for each."""
    _, zs, cs = lists_from_axes(Problem.book(width, MAX_ITERATIONS))
    return zs, cs


def check(output, width):
    """Say the size and the sum; a sum that is not the picture's ends the script.

    What is right comes from the package's fastest exact kernel, in a millisecond.
    """
    right = int(escape_counts(Problem.book(width, MAX_ITERATIONS)).sum())
    total = sum(output)
    if total != right:
        raise SystemExit(f"WRONG at width {width}: the counts sum to {total}, not to {right}")
    print(f"width {width}: {len(output)} points, sum of counts {total}, which is right")
