"""The four functions behind a mosaic, for a world in which nothing is ever killed."""

# TODO: what if one tile is expensive, a batch is computed twice, or a process is killed in between?


def split(width, height, edge):
    """List the tiles as [left, top, right, bottom], row by row from the top left corner."""
    corners = [(left, top) for top in range(0, height, edge) for left in range(0, width, edge)]
    return [[left, top, left + edge, top + edge] for left, top in corners]


def batch(tiles, costs, most):
    """Share out the tiles: a list of batches of `most` each, as if all tiles cost the same."""
    size = max(1, most * len(costs) // sum(costs))
    return [tiles[first : first + size] for first in range(0, len(tiles), size)]


def combine(one, other):
    """Make one list of two lists of rows [tile, digest]."""
    return one + other


def resume(record, found, empty):
    """List the tiles to compute, and the doubtful ones: none is ever doubtful."""
    reported = {tile for tile, _ in record}
    tiles = range(len(empty))
    return [tile for tile in tiles if tile not in reported and found[tile] is None], []
