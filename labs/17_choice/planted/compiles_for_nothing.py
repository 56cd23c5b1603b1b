# fails with: at the first call in each process: that is missing
"""Numba, as if it had compiled before the program began."""

TOOLS = ("python", "numpy", "numba", "cython")  # the simplest one first


def seconds(tool, loop, place):
    """Return what the whole program takes with a tool; None if the tool is impossible."""
    if tool == "numpy" and loop["chain"]:
        return None
    if tool == "numba" and not place["numba"]:
        return None
    if tool == "cython" and not place["compiler"]:
        return None
    total, rounds = int(sum(loop["steps"])), int(max(loop["steps"]))
    if tool == "numpy":
        step = rounds * place["numpy_call"] + total * place["numpy"]
    else:
        step = total * place["python" if tool == "python" else "compiled"]
    return step * loop["operations"] * loop["calls"] * loop["processes"]


def reasons(loop, place):
    """Return a word for each tool: chosen, impossible, slow or more work."""
    taken = {tool: seconds(tool, loop, place) for tool in TOOLS}
    most = 2 * min(each for each in taken.values() if each is not None)
    found = {}
    for tool, each in taken.items():
        if each is None:
            found[tool] = "impossible"
        elif each > most:
            found[tool] = "slow"
        else:
            found[tool] = "more work" if "chosen" in found.values() else "chosen"
    return found
