"""What a mosaic is and how much of it is done, in words."""

from collections.abc import Iterator

import numpy as np

from juliaset.mosaic.digest import picture_digest
from juliaset.mosaic.mosaic import Mosaic
from juliaset.system.memory import in_words


def rows_of(mosaic: Mosaic) -> Iterator[tuple[str, str]]:
    """Yield what there is to say about a mosaic: the topic, and the words.

    Raises:
        DigestConflictError: The record has two digests of one tile.
        OSError: The record cannot be read.
    """
    layout, record = mosaic.layout, mosaic.record()
    done = int(record.done.sum())
    yield "pixels", f"{layout.width:,} x {layout.height:,}, as {layout.dtype.name}"
    yield "window", " ".join(f"{edge!r}" for edge in layout.window)
    yield "c", f"{layout.c!r}"
    yield "max iterations", f"{layout.max_iterations}"
    levels = f"{len(layout.levels)} level{'s' * (len(layout.levels) > 1)}"
    yield "tiles", f"{layout.tiles:,} of {layout.tile} x {layout.tile}, on {levels}"
    yield "computed", f"{done:,} tiles ({done / layout.tiles:.1%})"
    yield "on the disk", in_words(int(record.sizes[record.done].sum(dtype=np.int64)))
    if record.done[: layout.levels[0].tiles].all():
        yield "digest", picture_digest(layout, record.digests)
    else:
        yield "digest", "known when all tiles are computed"
