"""python.expanded on a pool of threads: under a GIL they take turns, without one they all work."""

from collections.abc import Iterator
from functools import partial

from juliaset.problem import Counts, Problem
from juliaset.registry import kernel
from juliaset.system.cores import unbound
from juliaset.system.interruptible import Flag, run_interruptibly

ROWS_PER_BLOCK = 8
PIXELS = 1024  # of a row, of which a thread makes lists
STEPS = 1 << 14  # of a pixel, before it looks at the flag


@kernel("python.threads", below="python.expanded", supports_threads=True, steps="every")
def fill(problem: Problem, out: Counts, threads: int) -> None:
    """Pure Python over threads: no gain as long as a GIL lets one of them run at a time."""
    pool = [partial(fill_rows, problem, out, member, threads) for member in range(threads)]
    with unbound():
        run_interruptibly(*pool)


def fill_rows(problem: Problem, out: Counts, member: int, members: int, stop: Flag) -> None:
    """Fill the rows of one thread."""
    limit, c = problem.max_iterations, problem.c
    flag = stop.data  # read sooner than an element of an array
    for j in dealt_rows(problem.height, member, members):
        y = float(problem.ys[j])
        for i in range(0, problem.width, PIXELS):
            if flag[0]:
                return
            xs = problem.xs[i : i + PIXELS].tolist()
            out[j, i : i + PIXELS] = [escape_count(limit, complex(x, y), c, flag) for x in xs]


def dealt_rows(height: int, member: int, members: int) -> Iterator[int]:
    """Yield the rows of one thread: blocks, dealt out like cards, because neighbours cost alike."""
    for block in range(member * ROWS_PER_BLOCK, height, members * ROWS_PER_BLOCK):
        yield from range(block, min(block + ROWS_PER_BLOCK, height))


def escape_count(maxiter: int, z: complex, c: complex, flag: memoryview) -> int:
    """Count the steps of one point; return too few if the flag is set meanwhile."""
    n = 0
    re, im = z.real, z.imag
    c_re, c_im = c.real, c.imag
    while n < maxiter and not flag[0]:
        # A number of this thread's own. Without a GIL, threads that count the references to one
        # object at each step would wait for each other.
        end = n + min(maxiter - n, STEPS)
        while n < end:
            re2 = re * re
            im2 = im * im
            norm = re2 + im2
            # abs() decides within 2 ulp below 4, as in python.expanded.
            if norm >= 4 - 2**-48 and not (norm <= 4 + 2**-48 and abs(complex(re, im)) < 2):  # noqa: PLR2004
                return n
            product = re * im
            re = (re2 - im2) + c_re
            im = (product + product) + c_im
            n += 1
    return n
