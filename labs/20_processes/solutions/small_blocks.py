"""Functions for any worker: small blocks of rows, with NumPy on the points that still live."""

import numpy as np

TASKS_FOR_EACH = 20  # as many as are allowed: the last one is soon done


def tasks(xs, ys, c, limit, workers):
    """Return a list of tasks: xs and a few of ys, with the number of the first row."""
    rows = -(-len(ys) // (TASKS_FOR_EACH * workers))  # rounded up
    return [[first, xs, ys[first : first + rows], c, limit] for first in range(0, len(ys), rows)]


def work(task):
    """Return the rows of a task: a list of [number, counts]."""
    first, xs, ys, c, limit = task
    z = (xs + 1j * ys[:, np.newaxis]).ravel()
    counts = np.full(z.size, limit, np.int32)
    place = np.arange(z.size)
    for n in range(limit):
        # hypot, as abs() of a complex number in Python: it rounds better than a sum of squares.
        live = np.hypot(z.real, z.imag) < 2
        counts[place[~live]] = n
        place, z = place[live], z[live]
        product = z.real * z.imag
        z = ((z.real * z.real - z.imag * z.imag) + c.real) + 1j * ((product + product) + c.imag)
    return [[first + k, row] for k, row in enumerate(counts.reshape(len(ys), len(xs)))]


def choose(job):
    """Return "threads" or "processes", whichever is done sooner."""
    calls, workers = job["calls"], job["workers"]
    one_core = calls * (job["held"] + job["free"])
    if workers * job["data"] > job["memory"]:
        return "threads"
    by_threads = max(one_core / workers, calls * job["held"])
    by_processes = job["start"] + max(one_core / workers, calls * job["message"])
    return "threads" if by_threads <= by_processes else "processes"
