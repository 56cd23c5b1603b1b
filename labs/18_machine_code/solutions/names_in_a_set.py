"""Counts fused instructions: names in a set, lines that are split, loops as sets of addresses."""

from itertools import product

ORDERS, TYPES = ("132", "213", "231"), ("pd", "ps", "sd", "ss")
STEMS = ("vfmadd", "vfmsub", "vfnmadd", "vfnmsub", "vfmaddsub", "vfmsubadd")
FUSES = {"".join(parts) for parts in product(STEMS, ORDERS, TYPES)}
FUSES |= {"fmadd", "fmsub", "fnmadd", "fnmsub", "fmla", "fmls"}
ARM_JUMPS = {"b", "cbz", "cbnz", "tbz", "tbnz"}


def parts_of(listing):
    """Yield the name and the lines of each function, split into address, name and operands."""
    name, lines = "", []
    for line in [*listing.splitlines(), "0 <>:"]:
        if line.endswith(">:"):
            if name:
                yield name, lines
            name, lines = line.partition("<")[2][:-2], []
        elif ":\t" in line:
            address, _, instruction = line.partition(":\t")
            word, *rest = instruction.split(maxsplit=1)
            lines.append((int(address, 16), word, rest[0] if rest else ""))


def is_jump(word):
    """Return whether an instruction jumps, and is not a call."""
    return word.startswith(("j", "b.")) or word in ARM_JUMPS


def looped(lines):
    """Return the addresses that are in a loop."""
    addresses = [address for address, _, _ in lines]
    inside = set()
    for address, word, operands in lines:
        if is_jump(word) and " <" in operands:
            target = int(operands.partition(" <")[0].split()[-1], 16)
            if target in addresses:
                inside |= {each for each in addresses if target <= each <= address}
    return inside


def fused(listing):
    """Return how many fused instructions each function has, by its name."""
    return {name: sum(word in FUSES for _, word, _ in lines) for name, lines in parts_of(listing)}


def in_loops(listing):
    """Return how many of them are in a loop of their function, by its name."""
    return {
        name: sum(word in FUSES and address in looped(lines) for address, word, _ in lines)
        for name, lines in parts_of(listing)
    }
