"""One digest identifies a picture, whatever tiles, types, kernels and machines made it.

The picture is cut into blocks of 512 x 512 counts. A block's digest is the SHA-256 of its counts,
row by row, as little-endian int32. Four digests that lie next to each other are joined to one, and
so on until one is left. A tile has 512 * 2**k pixels on an edge, so its digest is a node of this
tree: one digest a tile is enough for the digest of the picture.
"""

import hashlib
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from juliaset.mosaic.layout import BLOCK, Layout
from juliaset.problem import Counts

SIZE = 32
Digests = npt.NDArray[np.uint8]  # (..., SIZE)


def tile_digest(counts: Counts) -> bytes:
    """Return the digest of a tile, or of any part that begins where a tile could."""
    rows, columns = (-(-edge // BLOCK) for edge in counts.shape)
    digests = np.empty((rows, columns, SIZE), np.uint8)
    for row in range(rows):
        for column in range(columns):
            y, x = row * BLOCK, column * BLOCK
            block = counts[y : y + BLOCK, x : x + BLOCK]
            digests[row, column] = np.frombuffer(_block_digest(block), np.uint8)
    return _joined(digests)


def picture_digest(layout: Layout, digests: Digests) -> str:
    """Return the digest of the whole picture, from those of the tiles of level 0 in their order."""
    level = layout.levels[0]
    root = _joined(digests[: level.tiles].reshape(level.rows, level.columns, SIZE))
    return _named(layout.height, layout.width, root)


def digest_of(counts: Counts) -> str:
    """Return the digest of a whole picture that is in memory."""
    height, width = counts.shape
    return _named(height, width, tile_digest(counts))


def _named(height: int, width: int, root: bytes) -> str:
    # The size is part of it: it alone says which digests were joined.
    return hashlib.sha256(b"juliaset counts 1 %d x %d\n" % (width, height) + root).hexdigest()


def _block_digest(block: Counts) -> bytes:
    first = int(block[0, 0])
    if (block == first).all():
        return _uniform_digest(first, block.size)
    return hashlib.sha256(np.ascontiguousarray(block, "<i4").data).digest()


@lru_cache(maxsize=256)
def _uniform_digest(count: int, pixels: int) -> bytes:
    """Return the digest of a block of equal counts, of which a picture has many."""
    return hashlib.sha256(np.full(pixels, count, "<i4").data).digest()


def _joined(digests: Digests) -> bytes:
    """Join two by two neighbours until one is left. A digest without neighbours stays as it is."""
    while digests.shape[:2] != (1, 1):
        rows, columns = (-(-edge // 2) for edge in digests.shape[:2])
        above = np.empty((rows, columns, SIZE), np.uint8)
        for row in range(rows):
            for column in range(columns):
                four = digests[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
                alone = four.shape[:2] == (1, 1)
                joined = four.tobytes() if alone else hashlib.sha256(four.tobytes()).digest()
                above[row, column] = np.frombuffer(joined, np.uint8)
        digests = above
    return digests.tobytes()
