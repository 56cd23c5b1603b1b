"""What a loop takes with each tool, round by round: how many elements still live in each."""

import numpy as np

SIMPLEST_FIRST = ("python", "numpy", "numba", "cython")


def seconds(tool, loop, place):
    """Return what the whole program takes with a tool; None if the tool is impossible."""
    possible = {"numpy": not loop["chain"], "numba": place["numba"], "cython": place["compiler"]}
    if not possible.get(tool, True):
        return None
    once = place["compile"] if tool == "numba" else 0.0
    return loop["processes"] * (once + loop["calls"] * one_call(tool, loop, place))


def one_call(tool, loop, place):
    """Add up the operations of one call."""
    steps = np.asarray(loop["steps"])
    living = [int(np.count_nonzero(steps > number)) for number in range(int(steps.max()))]
    prices = {
        "python": [each * place["python"] for each in living],
        "numpy": [place["numpy_call"] + each * place["numpy"] for each in living],
    }
    rounds = prices.get(tool, [each * place["compiled"] for each in living])
    return loop["operations"] * sum(rounds)


def reasons(loop, place):
    """Return a word for each tool: chosen, impossible, slow or more work."""
    taken = {tool: seconds(tool, loop, place) for tool in SIMPLEST_FIRST}
    fastest = min(filter(None, taken.values()))
    quick = [tool for tool, each in taken.items() if each is not None and each <= 2 * fastest]

    def word(tool):
        if taken[tool] is None:
            return "impossible"
        if tool not in quick:
            return "slow"
        return "chosen" if tool == quick[0] else "more work"

    return {tool: word(tool) for tool in SIMPLEST_FIRST}
