"""What a page lays over a picture: the tiles that a ball decides, the sieve's rounds, the rows."""

from collections.abc import Callable

import numpy as np

from juliaset import _native
from juliaset.explorer.jobs import Rows, Tiles
from juliaset.images.trap import TILE, prove

UNDECIDED = -1
MOST_ROUNDS = 1000

Overlay = tuple[dict[str, object], bytes]


def tiles(job: Tiles) -> Overlay:
    """Return the fate of each tile: its count if one ball decides it."""
    problem = job.problem
    proof = prove(problem)
    rows, columns = proof.tiles.shape
    content = {
        "type": "tiles",
        "id": job.id,
        "tile": TILE,
        "columns": columns,
        "rows": rows,
        "radius": proof.radius,
        "limit": problem.max_iterations,
        "sieve_rounds": rounds(problem.c, problem.max_iterations),
    }
    return content, np.maximum(proof.tiles, UNDECIDED).astype(np.int32).tobytes()


def rounds(c: complex, limit: int) -> list[int]:
    """Return the steps at which the sieve packs what is left: its first rounds, and the limit."""
    done = _native.sieve_steps(c, 0)
    if not done:
        return []
    ends: list[int] = []
    while done < limit and len(ends) < MOST_ROUNDS:
        ends.append(done)
        done += _native.sieve_steps(c, done)
    return [*ends, limit]


def rows(job: Rows) -> Overlay:
    """Return which thread of a team has computed which row."""
    problem = job.problem
    limit, threads = problem.max_iterations, job.threads
    found = _native.rows_by_thread(problem.xs, problem.ys, problem.c, limit, threads)
    return {"type": "rows", "id": job.id, "threads": threads}, found.tobytes()


OVERLAYS: dict[type, Callable[..., Overlay]] = {Tiles: tiles, Rows: rows}
