"""Which rows a thread or a process computes: blocks of them, dealt out like cards."""

from collections.abc import Iterator

ROWS_PER_BLOCK = 8


def dealt_rows(height: int, member: int, members: int) -> Iterator[int]:
    """Yield the rows of one member of a team: neighbours cost alike, so all have as much to do."""
    for block in range(member * ROWS_PER_BLOCK, height, members * ROWS_PER_BLOCK):
        yield from range(block, min(block + ROWS_PER_BLOCK, height))
