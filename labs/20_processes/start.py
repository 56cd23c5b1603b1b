"""The functions behind a pool of workers, as they grow out of a program with a single one."""

PICTURE = {}


def tasks(xs, ys, c, limit, workers):
    """Return a list of tasks: a block of rows for each worker."""
    PICTURE.update(xs=xs.tolist(), ys=ys.tolist(), c=c, limit=limit)
    size = -(-len(ys) // workers)  # rounded up
    return [[first, min(first + size, len(ys))] for first in range(0, len(ys), size)]


def work(task):
    """Return the rows of a task: a list of [number, counts]."""
    # TODO: which worker knows PICTURE, and whose picture is it by then?
    first, after = task
    return [[j, counts_of_row(PICTURE["ys"][j])] for j in range(first, after)]


def counts_of_row(y):
    """Count the steps of each point of a row."""
    counts = []
    for x in PICTURE["xs"]:
        z, n = complex(x, y), 0
        while n < PICTURE["limit"] and abs(z) < 2:
            z, n = z * z + PICTURE["c"], n + 1
        counts.append(n)
    return counts


def choose(job):
    """Return "threads" or "processes", whichever is done sooner."""
    return "processes" if job["workers"] > 1 else "threads"
