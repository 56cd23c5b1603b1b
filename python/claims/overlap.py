"""For how many ms two busy threads, or two busy processes, run at the same time.

python overlap.py threads|processes: each notes by a common clock when it ran. A busy machine makes
that time short, and one lock for both makes it zero.
"""

import multiprocessing
import sys
import threading
import time
from multiprocessing.connection import Connection

SECONDS = 1
GAP = 0.0001  # between two looks at the clock: somebody else ran meanwhile
Spans = list[tuple[float, float]]


def note(found: Spans) -> None:
    """Keep busy, and note from when to when without a gap."""
    begin = last = time.perf_counter()
    end = begin + SECONDS
    while last < end:
        now = time.perf_counter()
        if now - last > GAP:
            found.append((begin, last))
            begin = now
        last = now
    found.append((begin, last))


def note_and_send(pipe: Connection) -> None:
    """Do it in a process of its own."""
    found: Spans = []
    note(found)
    pipe.send(found)


def in_threads() -> list[Spans]:
    """Return what two threads noted."""
    runs: list[Spans] = [[], []]
    pair = [threading.Thread(target=note, args=(found,)) for found in runs]
    for one in pair:
        one.start()
    for one in pair:
        one.join()
    return runs


def in_processes() -> list[Spans]:
    """Return what two processes noted."""
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe(duplex=False) for _ in range(2)]
    pair = [context.Process(target=note_and_send, args=(sender,)) for _, sender in pipes]
    for one in pair:
        one.start()
    runs = [receiver.recv() for receiver, _ in pipes]
    for one in pair:
        one.join()
    return runs


def main() -> None:
    """Print the time that both ran."""
    one, other = in_threads() if sys.argv[1] == "threads" else in_processes()
    both = sum(max(0.0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)
    print(both * 1000)


if __name__ == "__main__":
    main()
