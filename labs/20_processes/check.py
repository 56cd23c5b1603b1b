"""Two pictures at once, computed by workers of two kinds; then choices between these kinds.

No clock is read. A worker that is a process has the learner's file and a task, and nothing else.
Threads are in one process: there all tasks of both pictures are done before a result is looked at.
"""

import shutil
from dataclasses import replace
from pathlib import Path

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.record import Status
from juliaset.grader.catalogue import load_module
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError

JOBS = load_module(Path(__file__).with_name("jobs.py"))
PICTURES = load_module(Path(__file__).with_name("pictures.py"))

AGAIN = 3  # tasks that are done twice


def check(submission: Submission) -> None:
    """Start a program and two workers that are processes, and let them compute."""
    loadable = with_pool(submission)
    with (
        submission.start(loadable) as client,
        submission.start(loadable) as one,
        submission.start(loadable) as other,
    ):
        judged(submission, client, (one, other))


def judged(submission, client, workers):
    """Compute pictures in processes, then in one process, then ask for choices."""
    pictures = PICTURES.drawn_pictures(submission.random)
    jobs = JOBS.drawn_jobs(submission.random)  # before the random order of the submission's tasks
    given = PICTURES.asked_tasks(pictures, client)
    by_processes(submission, pictures, given, workers)
    by_threads(submission, pictures, given, client)
    busiest = PICTURES.judge_shares(pictures, given)
    submission.figures |= {
        "busiest": busiest,
        "tasks": max(map(len, given)),
        "bytes": max(PICTURES.size(task) for tasks in given for task in tasks),
    }
    submission.confirm("four workers get nearly equal work")
    JOBS.judge(jobs, [client.call("choose", job) for job in jobs])
    submission.confirm(f"{len(jobs)} choices between threads and processes are right")


def with_pool(submission):
    """Put the lab's pool next to the learner's module."""
    yours = submission.loadable()
    shutil.copy(submission.lab.folder / "pool.py", yours.folder)
    return replace(yours, entry="pool.py")


def by_processes(submission, pictures, given, workers):
    """Hand each task to one of the workers, some to both, in whatever order."""
    random = submission.random
    order = mixed(random, given)
    for place in (*order, *random.sample(order, AGAIN)):
        worker = random.choice(workers)
        picture = pictures[place[0]]
        try:
            result = worker.call("work", task_at(given, place))
        except EndedError as ended:
            if ended.status != Status.FAILED:
                raise
            raise FailedError(
                f"In a worker that is a process of its own, work() failed: {ended.reason}\nSuch a "
                f"worker has loaded your file and has got the task. It has not called tasks(), and "
                f"knows nothing of what that function has set."
            ) from None
        PICTURES.judge_result(
            picture,
            result,
            "In a worker that is a process of its own",
            "Does a row depend on something that tasks() has set, or on which tasks the worker had "
            "before?",
        )
        picture.results[place[1]] = result
    for picture in pictures:
        picture.judge_rows()
    submission.confirm(f"{len(pictures)} pictures are right, computed by processes at once")


def by_threads(submission, pictures, given, client):
    """Do all tasks in one process; look at the results when all are done."""
    order = mixed(submission.random, given)
    results = client.call("together", [task_at(given, place) for place in order])
    if not isinstance(results, list) or len(results) != len(order):
        raise FailedError("The pool of threads has lost results: does your file change the pool?")
    for place, result in zip(order, results, strict=True):
        PICTURES.judge_result(
            pictures[place[0]],
            result,
            "With threads, which share all that your file has set",
            "Two pictures are computed at once here, and results are looked at when all tasks are "
            "done. Which task has written last into what they share?",
            of=pictures[place[0]].results[place[1]],
        )
    submission.confirm("they are right, too, when tasks of both share one process")


def mixed(random, given):
    """Return the places of all tasks of all pictures, in a random order."""
    places = [(picture, k) for picture, own in enumerate(given) for k in range(len(own))]
    return random.sample(places, len(places))


def task_at(given, place):
    """Return a task: of which picture, and which one of them."""
    return given[place[0]][place[1]]
