"""Mosaics that are computed by workers that are killed, with the four functions of a learner.

No clock is read, and nothing depends on the machine. What happens is drawn with a seed that the
submission does not have, and each answer is compared at once.
The process of the submission takes the client's place: it is killed, too, and all mosaics share it,
so what a function keeps is lost or belongs to another mosaic.
"""

from math import inf
from pathlib import Path
from typing import Any

from juliaset.grader.catalogue import load_module
from juliaset.grader.random_problems import seeded
from juliaset.grader.submission import Submission

CLUSTER = load_module(Path(__file__).with_name("cluster.py"))

SHARES = (0.6, 1, 1.6)  # of the most expensive tile: what a batch may cost, for each mosaic
KILLED_LIVES = 2
CALLS = (12, 36)  # of a life that is killed
EXAMPLES: tuple[tuple[Any, ...], ...] = (
    ("split", 5, 3, 4),
    ("batch", [0, 1, 2, 4], [20, 10, 900, 5, 30], 50),
    ("combine", [[1, "b"], [0, "a"]], [[1, "b"]]),
    ("resume", [[0, "a"], [1, "b"]], ["a", None, "c"], ["0", "b", "0"]),
    ("split", 8, 8, 4),
    ("split", 3, 1, 4),
    ("batch", [], [7], 50),
    ("combine", [], []),
    ("resume", [], [None, "a"], ["0", "0"]),
)


def check(submission: Submission) -> None:
    """Ask for the README's examples, then compute mosaics until all are complete."""
    loadable = submission.loadable()
    with submission.start(loadable) as process:
        for name, *arguments in EXAMPLES:
            CLUSTER.ANSWERS.judge(name, arguments, process.call(name, *arguments))
    submission.confirm(f"the answers to {len(EXAMPLES)} small questions are right")
    mosaics = finished_mosaics(submission.random, lambda: submission.start(loadable))
    tiles = sum(len(mosaic.digests) for mosaic in mosaics)
    kills = sum(mosaic.kills for mosaic in mosaics)
    again = sum(mosaic.computed for mosaic in mosaics) - tiles
    submission.figures |= {"tiles": tiles, "kills": kills, "again": again / max(kills, 1)}
    submission.confirm(
        f"{len(mosaics)} mosaics of {tiles} tiles are complete, although {kills} workers and "
        f"{KILLED_LIVES} clients were killed; {again} tiles were computed once more"
    )


def finished_mosaics(random, start):
    """Compute mosaics through several lives of their clients; start: begins a process.

    Each life of a mosaic has a source of its own, so that a call more in one changes no other.
    """
    mosaics = [CLUSTER.drawn_mosaic(random, share) for share in SHARES]
    for life in range(KILLED_LIVES + 1):
        last = life == KILLED_LIVES
        calls = inf if last else random.randint(*CALLS)
        clients = [CLUSTER.client(mosaic, of_its_own(random), last=last) for mosaic in mosaics]
        turns = of_its_own(random)
        with start() as process:
            live(process, clients, turns, calls)
    for mosaic in mosaics:
        if not mosaic.complete:
            raise AssertionError("all answers were right, and a mosaic is not complete")
    return mosaics


def of_its_own(random):
    """Return a new source of random numbers, drawn from another."""
    return seeded(random.getrandbits(64))


def live(process, clients, random, calls):
    """Let clients ask in turns, until they are done or that many calls have been made."""
    waiting = [(client, next(client)) for client in clients]
    while waiting and calls > 0:
        calls -= 1
        client, (name, *arguments) = waiting.pop(random.randrange(len(waiting)))
        answer = process.call(name, *arguments)
        try:
            waiting.append((client, client.send(answer)))
        except StopIteration:
            continue
