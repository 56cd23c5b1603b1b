"""Jobs for which threads or processes are the better workers, by the rules of the README."""

from juliaset.grader.verdict import FailedError

CLEAR = 1.2  # the slower one of the two takes at least this many times as long
FOR_EACH = 4  # jobs in which each part of the rules decides
CHOICES = ("threads", "processes")


def computing(job):
    """Return the seconds of all calls if each worker has a core."""
    return job["calls"] * (job["held"] + job["free"]) / job["workers"]


def threads(job):
    """Let one call at a time hold the GIL."""
    return max(computing(job), job["calls"] * job["held"])


def processes(job):
    """Start workers, then send all calls through one program."""
    return job["start"] + max(computing(job), job["calls"] * job["message"])


def fits(job):
    """Return whether each process can have the data of its own."""
    return job["workers"] * job["data"] <= job["memory"]


def right(job):
    """Return which of the two is done sooner."""
    return "processes" if fits(job) and processes(job) < threads(job) else "threads"


def without(**changed):
    """Return the rules as they are if a part of a job is forgotten."""
    return lambda job: right(job | changed)


WRONG = {
    "The GIL": (
        lambda job: right(job | {"held": 0.0, "free": job["held"] + job["free"]}),
        "Only one thread at a time can hold the GIL: all `held` seconds come one after the other.",
    ),
    "The start": (
        without(start=0.0),
        "A process starts an interpreter and loads its modules: that takes `start` seconds.",
    ),
    "The messages": (
        without(message=0.0),
        (
            "Each call of a process is sent and answered, by one program for all: `message` "
            "seconds each, one after the other."
        ),
    ),
    "The memory": (
        without(data=0),
        "Each process has `data` bytes of its own. They do not fit into `memory` here.",
    ),
    "The cores": (
        lambda job: "processes" if fits(job) and job["start"] < threads(job) else "threads",
        "Processes compute too: as long as threads without a GIL would, on as many cores.",
    ),
}


def drawn_jobs(random):
    """Draw jobs until each part of the rules has decided some of them, and each answer some."""
    wanted = dict.fromkeys((*WRONG, *CHOICES), FOR_EACH)
    jobs = []
    while any(number > 0 for number in wanted.values()):
        job = drawn_job(random)
        answer = right(job)
        decides = {name for name, (model, _) in WRONG.items() if model(job) != answer} | {answer}
        if clear(job) and any(wanted[name] > 0 for name in decides):
            jobs.append(job)
            for name in decides:
                wanted[name] -= 1
    return random.sample(jobs, len(jobs))


def drawn_job(random):
    """Draw a job; each number from a range in which it might decide."""

    def between(low, high):
        return low * (high / low) ** random.random()

    seconds = between(1e-3, 1)
    part = random.choice((0.02, 0.5, 1)) * random.uniform(0.5, 1)
    data = between(1e6, 4e9)
    return {
        "calls": round(between(10, 3000)),
        "held": seconds * part,
        "free": seconds * (1 - part),
        "workers": random.choice((2, 4, 8, 16)),
        "start": between(0.1, 5),
        "message": seconds * between(1e-3, 1),
        "data": round(data),
        "memory": round(between(4e9, 64e9)),
    }


def clear(job):
    """Return whether one of the two is clearly sooner, and the memory clearly enough or not."""
    ratio = threads(job) / processes(job)
    room = job["workers"] * job["data"] / job["memory"]
    return not (1 / CLEAR < ratio < CLEAR or 1 / CLEAR < room < CLEAR)


def judge(jobs, answers):
    """Compare choices with the right ones; name the part of the rules that all mistakes lack."""
    for answer in answers:
        if not isinstance(answer, str) or answer not in CHOICES:
            raise FailedError(
                f'choose() gives back {answer!r:.80}; allowed: "threads" or "processes"'
            )
    if answers == [*map(right, jobs)]:
        return
    models = [words for model, words in WRONG.values() if [*map(model, jobs)] == answers]
    if len(set(answers)) == 1 and not models:
        raise FailedError(
            f"choose() says {answers[0]!r} for each of {len(jobs)} jobs, and it is right for "
            f"{sum(right(job) == answers[0] for job in jobs)} of them. Compute the seconds of both."
        )
    pairs = zip(jobs, answers, strict=True)
    job, answer = next((job, answer) for job, answer in pairs if answer != right(job))
    raise FailedError("\n".join([described(job, answer), *models[:1]]))


def described(job, answer):
    """Return what both take, and what was chosen."""
    if fits(job):
        there = f"and processes {processes(job):.3g} s"
    else:
        there = "and the data of all processes do not fit into the memory"
    numbers = ", ".join(f"{key} {number:.3g}" for key, number in job.items())
    return (
        f"choose() says {answer!r} for a job with {numbers}. Threads take {threads(job):.3g} s, "
        f"{there}."
    )
