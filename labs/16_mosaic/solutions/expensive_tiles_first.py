"""A mosaic: the most expensive tiles are shared out first, each to the first batch with room."""

from collections import Counter
from itertools import product


def split(width, height, edge):
    """List the tiles as [left, top, right, bottom], row by row from the top left corner."""
    lefts, tops = range(0, width, edge), range(0, height, edge)
    return [
        (left, top, min(left + edge, width), min(top + edge, height))
        for top, left in product(tops, lefts)
    ]


def batch(tiles, costs, most):
    """Share out the tiles; expensive ones come first, so that no worker is the last for long."""
    batches, room = [], []
    for tile in sorted(tiles, key=lambda tile: -costs[tile]):
        for k in range(len(batches)):
            if costs[tile] <= room[k]:
                batches[k].append(tile)
                room[k] -= costs[tile]
                break
        else:
            batches.append([tile])
            room.append(most - costs[tile])
    return batches


def combine(one, other):
    """Sort the rows, and take each that is not like the one before it."""
    rows = sorted([*one, *other])
    return [row for k, row in enumerate(rows) if k == 0 or row != rows[k - 1]]


def resume(record, found, empty):
    """List the tiles to compute, and the doubtful ones."""
    rows = {(tile, digest) for tile, digest in record}
    digests = Counter(tile for tile, _ in rows)
    on_disk = enumerate(file or zeros for file, zeros in zip(found, empty, strict=True))
    doubtful = {tile for tile, number in digests.items() if number > 1}
    to_compute = {tile for tile, digest in on_disk if (tile, digest) not in rows} - doubtful
    return sorted(to_compute), sorted(doubtful)
