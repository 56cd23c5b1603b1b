# fails with: points are in no tile
"""Only whole tiles are taken."""


def split(width, height, edge):
    """Leave out the tiles that the edge cuts."""
    tops, lefts = range(0, height - edge + 1, edge), range(0, width - edge + 1, edge)
    return [[left, top, left + edge, top + edge] for top in tops for left in lefts]


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
    """List the tiles to compute, and the doubtful ones."""
    known = [set() for _ in found]
    for tile, digest in record:
        known[tile].add(digest)
    to_compute, doubtful = [], []
    for tile, digests in enumerate(known):
        # What a reader gets: a missing file reads as zeros.
        read = empty[tile] if found[tile] is None else found[tile]
        if len(digests) > 1:
            doubtful.append(tile)
        elif digests != {read}:
            to_compute.append(tile)
    return to_compute, doubtful
