"""What is right: the rules of the README, in code."""

TWO_DIGESTS = (
    "doubtful",
    (
        "The record has two digests for it, so a machine counts wrong. To compute it again, "
        "or to choose one of them, would hide that."
    ),
)
NOTHING = (
    "to compute",
    (
        "The record has no row for it. It has no file, and a reader would get zeros that "
        "no worker has computed."
    ),
)
FILE_ALONE = (
    "to compute",
    (
        "It has a file, and the record has no row for it: a process was killed between the "
        "two. The file may be incomplete."
    ),
)
FILE_GONE = (
    "to compute",
    (
        "The record has a row for it, and its file is gone: a reader would get zeros, and "
        "the digest in the record is not that of zeros."
    ),
)
FILE_DIFFERS = (
    "to compute",
    (
        "The record has a row for it, and its file has another digest: it was damaged, or it "
        "is not ours."
    ),
)
ZEROS = (
    "done",
    (
        "It has no file and needs none: its digest in the record is that of zeros, which is "
        "what a reader gets."
    ),
)
WHOLE = (
    "done",
    "Its file has the digest that the record has: to compute it again would be a waste.",
)


def state(tile, record, found, empty):
    """Return whether a tile is done, doubtful or to compute, and why."""
    digests = {digest for number, digest in record if number == tile}
    missing = found[tile] is None
    read = empty[tile] if missing else found[tile]
    if len(digests) > 1:
        return TWO_DIGESTS
    if not digests:
        return NOTHING if missing else FILE_ALONE
    if digests == {read}:
        return ZEROS if missing else WHOLE
    return FILE_GONE if missing else FILE_DIFFERS


def boxes(width, height, edge):
    """Return the tiles of a picture."""
    return [
        [left, top, min(left + edge, width), min(top + edge, height)]
        for top in range(0, height, edge)
        for left in range(0, width, edge)
    ]


def combined(one, other):
    """Return the rows of both lists, each once."""
    return [list(row) for row in sorted({(tile, digest) for tile, digest in one + other})]
