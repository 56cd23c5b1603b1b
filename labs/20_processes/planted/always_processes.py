# fails with: for each of
"""Processes for every job."""

TASKS_FOR_EACH = 4  # so that a worker that is done early finds another task


def tasks(xs, ys, c, limit, workers):
    """Return a list of tasks, dealing out the rows like cards: neighbours cost alike."""
    number = TASKS_FOR_EACH * workers
    return [
        {"xs": xs, "ys": ys[first::number], "first": first, "each": number, "c": c, "limit": limit}
        for first in range(min(number, len(ys)))
    ]


def work(task):
    """Return the rows of a task: a list of [number, counts]."""
    xs, c, limit = task["xs"].tolist(), task["c"], task["limit"]
    return [
        [task["first"] + k * task["each"], counts_of_row(xs, y, c, limit)]
        for k, y in enumerate(task["ys"].tolist())
    ]


def counts_of_row(xs, y, c, limit):
    """Count the steps of each point of a row."""
    counts = []
    for x in xs:
        z, n = complex(x, y), 0
        while n < limit and abs(z) < 2:
            z, n = z * z + c, n + 1
        counts.append(n)
    return counts


def choose(job):
    """Return "threads" or "processes", whichever is done sooner."""
    return "processes" if job["workers"] > 1 else "threads"
