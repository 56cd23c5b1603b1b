"""Shows the bytecode that Python runs: python dis_sample.py [UPPER].

`dis` takes a function, or a class with all its methods. Its columns are the line of the source, the
place of the instruction (with >> before it where something jumps to it), its name, its argument,
and what that argument means.

Then two functions of the same answer. fn_terse has half the instructions of fn_expressive, but that
is not why it is faster: what counts is how many are *executed*. The loop goes through seven of
its instructions for every number; sum() goes through the numbers in C. Names and numbers of
instructions change with every Python, so compare lengths, and only within one version.
"""

import dis
from timeit import Timer

from grid import asked
from juliaset.techniques.python_loops import calculate_z_serial_purepython

UPPER = 1_000_000


class Pixel:
    """A point with its count."""

    def __init__(self, z):
        """Begin at z, with nothing counted."""
        self.z, self.n = z, 0

    def step(self, c):
        """Go on by one step."""
        self.z = self.z * self.z + c
        self.n += 1


def fn_expressive(upper=UPPER):
    """Add up the numbers below `upper` one by one."""
    total = 0
    for n in range(upper):
        total += n
    return total


def fn_terse(upper=UPPER):
    """Let sum() add them up."""
    return sum(range(upper))


def instructions(function):
    """Count what `dis` would list."""
    return len(list(dis.get_instructions(function)))


def milliseconds(function, upper):
    """Time the best of five calls."""
    return min(Timer(lambda: function(upper)).repeat(repeat=5, number=1)) * 1e3


def main(upper):
    """Show bytecode, and compare the two functions."""
    for what in (Pixel, fn_expressive, fn_terse, calculate_z_serial_purepython):
        print(f"\n{what.__name__}:")
        dis.dis(what)
    assert fn_expressive(upper) == fn_terse(upper) == upper * (upper - 1) // 2
    print(f"\nBoth add up the numbers below {upper:,} to {fn_terse(upper):,}:")
    for function in (fn_expressive, fn_terse):
        print(
            f"{function.__name__:<14}{instructions(function):3} instructions"
            f"{milliseconds(function, upper):9.3f} ms"
        )


if __name__ == "__main__":
    main(asked(__doc__, UPPER, "upper"))
