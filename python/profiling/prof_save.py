"""Lets a script profile itself: python prof_save.py [WIDTH] writes prof.out.

    python prof_save.py && python -m pstats prof.out

cProfile.run takes a string and runs it among the names of __main__. Inside a function, with names
of its own, it would know none of them: cProfile.runctx is given them.
"""

import cProfile
import sys

from julia1_nopil import SUMS, width_from
from prof import count


def main():
    """Profile one call, and check what it counted."""
    width = width_from(sys.argv[1:], __doc__) if sys.argv[1:] else 1000
    names = {"count": count, "width": width}
    cProfile.runctx("total = count(width)", names, names, filename="prof.out")
    assert names["total"] == SUMS[width], "the counts are wrong"
    print(f"width {width}: sum of counts {names['total']}, which is right; see prof.out")


if __name__ == "__main__":
    main()
