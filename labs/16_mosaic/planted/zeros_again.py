# fails with: It has no file and needs none
"""What has no file is computed again and again."""


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
    """Compare digests of files, and forget those that are left out."""
    rows = [(tile, digest) for tile, digest in record]
    tiles = [tile for tile, _ in rows]
    doubtful = sorted({tile for tile in tiles if tiles.count(tile) > 1})
    missing = [tile for tile, digest in enumerate(found) if (tile, digest) not in rows]
    return [tile for tile in missing if tile not in doubtful], doubtful
