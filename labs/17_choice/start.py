"""What a loop takes with each tool, and which tool to choose: as if only arithmetic took time."""

TOOLS = ("python", "numpy", "numba", "cython")  # the simplest one first


def seconds(tool, loop, place):
    """Return what the whole program takes with a tool; None if the tool is impossible."""
    price = place["compiled" if tool in ("numba", "cython") else tool]
    operations = int(sum(loop["steps"])) * loop["operations"]
    # TODO: what does each tool take besides, and when is it impossible?
    return operations * loop["calls"] * loop["processes"] * price


def reasons(loop, place):
    """Return a word for each tool: chosen, impossible, slow or more work."""
    taken = {tool: seconds(tool, loop, place) for tool in TOOLS}
    fastest = min(taken, key=taken.get)
    return {tool: "chosen" if tool == fastest else "slow" for tool in TOOLS}
