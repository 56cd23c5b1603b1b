# fails with: would hide that
"""A tile with two digests is computed again, and the user is not told."""


def split(width, height, edge):
    """List the tiles as [left, top, right, bottom], row by row from the top left corner."""
    corners = [(left, top) for top in range(0, height, edge) for left in range(0, width, edge)]
    return [[left, top, min(left + edge, width), min(top + edge, height)] for left, top in corners]


def batch(tiles, costs, most):
    """Share out the tiles: a batch is closed before the tile that would make it too expensive."""
    batches, current, cost = [], [], 0
    for tile in tiles:
        if current and cost + costs[tile] > most:
            batches.append(current)
            current, cost = [], 0
        current.append(tile)
        cost += costs[tile]
    if current:
        batches.append(current)
    return batches


def combine(one, other):
    """Make one list of two: a set has each row once, in no order that could matter."""
    return sorted({(tile, digest) for tile, digest in one + other})


def resume(record, found, empty):
    """Compute again what is not clear."""
    known = [{digest for tile, digest in record if tile == number} for number in range(len(found))]
    read = [file or zeros for file, zeros in zip(found, empty, strict=True)]
    return [tile for tile, digests in enumerate(known) if digests != {read[tile]}], []
