# fails with: is in neither list
"""All rows are kept in the client, for whichever mosaic they are."""


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


SEEN = set()


def combine(one, other):
    """Add to all that was ever seen."""
    SEEN.update((tile, digest) for tile, digest in one + other)
    return sorted(SEEN)


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
