"""Two pictures that a pool computes: their tasks, the rows that come back, and their shares."""

from dataclasses import dataclass, field

import numpy as np

from juliaset.bench.contestants.child import EndedError
from juliaset.grader.counts import complaint_about, right_counts
from juliaset.grader.verdict import FailedError
from juliaset.problem import BOOK_C, Problem

WORKERS = 4
MOST_TASKS = 20 * WORKERS  # each costs a message
# A prime, so that no number of equal tasks has all rows: leaving rows over is a mistake each time.
HEIGHTS = (101, 103, 107, 109, 113, 127, 131, 137, 139)
MOST_SHARE = 1.33  # of the busiest worker, in means, as in lab 13
BYTES_FOR_EACH_POINT_OF_AN_AXIS = 24
BYTES_FOR_EACH_COUNT = 12
_NEEDED = (
    "Tasks are sent to processes. What does a worker need to know of a picture in order to compute "
    "a few rows?"
)


@dataclass
class Picture:
    """A picture, its right counts, and the result of each task."""

    problem: Problem
    counts: np.ndarray
    results: dict = field(default_factory=dict)

    def judge_rows(self):
        """Look whether each row was in one task."""
        rows = [row for result in self.results.values() for row, _ in result]
        missing = sorted(set(range(self.problem.height)) - set(rows))
        if missing:
            raise FailedError(
                f"{len(missing)} of {self.problem.height} rows are in no task, the first is row "
                f"{missing[0]}. Which task has the rows that are left over?"
            )
        if len(rows) > len(set(rows)):
            twice = next(row for row in rows if rows.count(row) > 1)
            raise FailedError(f"Row {twice} is in more than one task: each row belongs to one.")

    def costs(self):
        """Return the work of each task, in tests of pixels."""
        each = self.counts.sum(axis=1) + self.problem.width
        return [int(sum(each[row] for row, _ in self.results[k])) for k in range(len(self.results))]


def drawn_pictures(random):
    """Draw two pictures of one size; the work of one is in its first rows, of the other last."""
    width, height = random.randint(30, 40), random.choice(HEIGHTS)
    return [drawn_picture(random, width, height, first=first) for first in (True, False)]


def drawn_picture(random, width, height, *, first):
    """Draw a picture of which a third of the rows has nearly all the work."""
    low, high = random.uniform(-0.5, -0.4), random.uniform(3.0, 3.3)
    if first:
        low, high = -high, -low
    c = BOOK_C + complex(random.uniform(-4e-3, 4e-3), random.uniform(-4e-3, 4e-3))
    problem = Problem.view((-1.7, 1.7, low, high), width, height, c, 100)
    return Picture(problem, right_counts(problem))


def asked_tasks(pictures, client):
    """Ask for the tasks of each picture, and look at their number and their size."""
    given = []
    for picture in pictures:
        problem = picture.problem
        arguments = (problem.xs, problem.ys, problem.c, problem.max_iterations, WORKERS)
        try:
            tasks = client.call("tasks", *arguments)
        except EndedError as ended:
            if "too long" not in ended.reason:
                raise
            raise FailedError(f"All tasks together are more than can be sent. {_NEEDED}") from None
        if not isinstance(tasks, list) or not tasks:
            raise FailedError(f"tasks() gives back {tasks!r:.80}; allowed: a list of tasks")
        if len(tasks) > MOST_TASKS:
            raise FailedError(
                f"tasks() makes {len(tasks)} tasks of {problem.height} rows for {WORKERS} workers; "
                f"allowed: {MOST_TASKS}, 20 for each. A task costs a message, so it should have "
                f"more than one row."
            )
        most = BYTES_FOR_EACH_POINT_OF_AN_AXIS * (problem.width + problem.height)
        largest = max(map(size, tasks))
        if largest > most:
            raise FailedError(
                f"A task carries {largest:,} bytes; allowed: {most:,}, which is three times both "
                f"axes. {_NEEDED}"
            )
        given.append(tasks)
    return given


def size(value):
    """Return about how many bytes a value needs when it is sent."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(len(key) + size(each) for key, each in value.items())
    if isinstance(value, list):
        return sum(map(size, value))
    return 8


def judge_result(picture, result, where, hint, of=None):
    """Raise FailedError if the rows of a task are wrong; of: those that it gave elsewhere."""
    problem = picture.problem
    rows = rows_of(problem, result)
    if of is not None and [row for row, _ in of] != list(rows):
        raise FailedError(f"{where}, a task gives other rows than elsewhere. {hint}")
    most = BYTES_FOR_EACH_COUNT * problem.width * len(rows) + 64
    if size(result) > most:
        raise FailedError(f"A result carries {size(result):,} bytes; allowed: {most:,}.")
    for row, counts in rows.items():
        own = Problem(problem.xs, problem.ys[row : row + 1], problem.c, problem.max_iterations)
        got = counts.reshape(1, -1)
        if complaint := complaint_about(own, got, picture.counts[row : row + 1], in_python=True):
            words = complaint.partition("\n")[0]
            raise FailedError(f"{where}, row {row} is wrong: {words}\n{hint}")


def rows_of(problem, result):
    """Return the counts of each row in a result; raise FailedError if it has another form."""
    form = "work() must give back a list of [number of the row, its counts]"
    rows = {}
    for pair in result if isinstance(result, list) else [result]:
        if not isinstance(pair, list) or len(pair) != 2 or type(pair[0]) is not int:
            raise FailedError(f"{form}; it gives back {result!r:.80}")
        row, counts = pair[0], as_counts(pair[1])
        if not 0 <= row < problem.height:
            raise FailedError(f"{form}; row {row:,} is none of the {problem.height} rows")
        if counts is None or counts.shape != (problem.width,):
            raise FailedError(
                f"{form}; row {row} has {pair[1]!r:.60}, and not {problem.width} whole numbers"
            )
        rows[row] = counts
    return rows


def as_counts(value):
    """Return whole numbers as an array of int32; None if they are none."""
    if isinstance(value, list) and all(type(each) is int and abs(each) < 2**31 for each in value):
        return np.array(value, np.int32)
    if isinstance(value, np.ndarray) and value.dtype in {np.dtype("int32"), np.dtype("int64")}:
        return value.astype(np.int32)
    return None


def judge_shares(pictures, given):
    """Let workers take the tasks in their order; return the work of the busiest one, in means."""
    shares = []
    for picture, tasks in zip(pictures, given, strict=True):
        busy = [0] * WORKERS
        for cost in picture.costs():
            busy[busy.index(min(busy))] += cost
        share = max(busy) / (sum(busy) / WORKERS)
        shares.append(share)
        if share > MOST_SHARE:
            raise FailedError(
                f"{WORKERS} workers take {len(tasks)} tasks: a worker that is free takes the next "
                f"one. Then the busiest does {share:.2f} times the mean of the work (allowed: "
                f"{MOST_SHARE}). Some rows here cost a hundred times as much as others, and they "
                f"stand together: make more tasks of fewer rows, or deal out the rows like cards."
            )
    return max(shares)
