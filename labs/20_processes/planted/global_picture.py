# fails with: It has not called tasks()
"""The picture is in a global variable that only tasks() sets."""

PICTURE = {}


def tasks(xs, ys, c, limit, workers):
    """Return a list of tasks: a block of rows for each worker."""
    PICTURE.update(xs=xs.tolist(), ys=ys.tolist(), c=c, limit=limit)
    return [[first, min(first + 2, len(ys))] for first in range(0, len(ys), 2)]


def work(task):
    """Return the rows of a task: a list of [number, counts]."""
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
    computing = job["calls"] * (job["held"] + job["free"]) / job["workers"]
    threads = max(computing, job["calls"] * job["held"])
    processes = job["start"] + max(computing, job["calls"] * job["message"])
    fits = job["workers"] * job["data"] <= job["memory"]
    return "processes" if fits and processes < threads else "threads"
