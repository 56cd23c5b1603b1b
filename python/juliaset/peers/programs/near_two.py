"""The test abs(z) < 2, for peers that lack the C library's hypot, which Python's abs() calls.

Below LOW and above HIGH a sum of squares decides. Between them a peer writes -2 - n for the pixel
that it stopped after n steps, and `recount` asks Python. JULIASET_PEER_TOLD=0 leaves all that out,
as a program does whose author does not know of it.
"""

import os

TOLD = os.environ.get("JULIASET_PEER_TOLD") != "0"
LOW, HIGH = (4 - 2**-48, 4 + 2**-48) if TOLD else (4.0, 0.0)


def recount(problem, counts):
    """Recount the pixels that are below -1; `counts` is the whole picture."""
    flat = counts.reshape(-1)
    for place in (flat < -1).nonzero()[0]:
        row, column = divmod(int(place), len(problem.xs))
        z, n = complex(problem.xs[column], problem.ys[row]), 0
        while n < problem.limit and abs(z) < 2:
            z = z * z + problem.c
            n += 1
        flat[place] = n
