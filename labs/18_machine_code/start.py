"""Counts fused instructions in what objdump prints, as a search for a word does."""


def fused(listing):
    """Return how many fused instructions each function has, by its name."""
    found, name = {}, ""
    for line in listing.splitlines():
        if line.endswith(">:"):
            name = line.partition("<")[2][:-2]
            found[name] = 0
        # TODO: which part of a line is the instruction, which of them fuse, and what is in a loop?
        elif "madd" in line:
            found[name] += 1
    return found


def in_loops(listing):
    """Return how many of them are in a loop of their function, by its name."""
    return fused(listing)
