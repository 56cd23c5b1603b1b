"""Why sum() and hash maps are fast."""

from fractions import Fraction

import numpy as np

from claims.claim import Cases, case, claim, control
from claims.counters import instructions_of
from claims.timing import is_longer

SIZE = 2000


class Compared:
    """A key that counts comparisons."""

    comparisons = 0

    def __init__(self, number: int) -> None:
        """Remember the number."""
        self.number = number

    def __hash__(self) -> int:
        """Hash like the number."""
        return hash(self.number)

    def __eq__(self, other: object) -> bool:
        """Compare like the number, and count."""
        Compared.comparisons += 1
        return isinstance(other, Compared) and self.number == other.number


def add_in_loop(numbers: list[Fraction] | list[float]) -> object:
    """Add with a loop of Python."""
    total: Fraction | float = 0
    for number in numbers:
        total += number
    return total


@claim
def hash_map_looks_up() -> Cases:
    keys = [Compared(n) for n in range(SIZE)]
    table = dict.fromkeys(keys)
    wanted = [Compared(SIZE - 1), Compared(SIZE)]
    counted = []
    for place in (keys, table):
        Compared.comparisons = 0
        answers = [key in place for key in wanted]
        counted.append(Compared.comparisons)
        yield control("found, not found", answers, seen=answers == [True, False])
    printed = f"{counted[0]:,} in the list, {counted[1]} in the dict"
    label = "comparisons for the last key and a missing one"
    yield case(label, printed, holds=counted[0] > 100 * counted[1])
    names = [str(n) for n in range(SIZE)]
    hashed = set(names)
    yield is_longer(
        "timed, for strings",
        lambda: [name in names for name in names[::10]],
        lambda: [name in hashed for name in names[::10]],
        than=5,
    )


@claim
def sum_is_fast() -> Cases:
    numbers = [float(n) for n in range(100_000)]
    array = np.array(numbers)
    same = add_in_loop(numbers) == sum(numbers) == array.sum()
    yield control("equal sums", same, seen=bool(same))
    loop, ours = lambda: add_in_loop(numbers), lambda: sum(numbers)
    yield is_longer("a loop over a list against sum(list)", loop, ours, than=1.3)
    ours = lambda: sum(array)  # noqa: E731
    yield is_longer("sum(array) against array.sum()", ours, array.sum, than=3, claimed=False)


@claim
def no_types_to_find() -> Cases:
    mixed: list[Fraction | float] = [1, 2.5, Fraction(1, 2)]
    total = sum(mixed)
    right = total == 4 and isinstance(total, float)
    yield case("three types in one list", f"sum {total}", holds=not right)
    setup = "from fractions import Fraction\nxs = [Fraction(n, 7) for n in range(400)]"
    loop = instructions_of("t = 0\nfor x in xs: t += x", setup=setup)
    ours = instructions_of("t = sum(xs)", setup=setup)
    printed = f"the loop takes {loop / ours:.2f} times the instructions"
    yield case("fractions, a quick path does not exist", printed, holds=loop / ours > 1.3)


@claim
def compile_quicker() -> Cases:
    for label, function in (("sum", sum), ("dict.__getitem__", dict.__getitem__)):
        coded = hasattr(function, "__code__")
        yield case(f"{label}: code to compile", "yes" if coded else "none", holds=coded)
    coded = hasattr(add_in_loop, "__code__")
    yield control("a function of Python has some", coded, seen=coded)
