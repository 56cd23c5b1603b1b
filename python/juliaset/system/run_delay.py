"""How long threads were ready to run but had no core: the time that other programs took."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")
# A thread that ran for less than this part of what the busiest one did only looks after the others.
_PART_OF_WORK = 0.1
# An idle core needs that long to wake up, which is not the doing of another program.
_WAKE_NS = 50_000


class Scheduled(NamedTuple):
    """What a thread has had of the CPU since it began, in nanoseconds."""

    ran_ns: int
    waited_ns: int
    turns: int = 0  # how often it got a core


Threads = Mapping[int, Scheduled]


def threads_of(process: int | str = "self", proc: Path = _PROC) -> dict[int, Scheduled]:
    """Return what each thread of a process has had; empty if the system does not say.

    A process that has ended still has its main thread until its parent waits for it.
    """
    found = {}
    with suppress(OSError):
        for thread in (proc / str(process) / "task").iterdir():
            scheduled = _read(thread / "schedstat")
            if scheduled is not None:  # it may have ended since the folder was listed
                found[int(thread.name)] = scheduled
    return found


def family_of(process: int, proc: Path = _PROC) -> dict[int, Scheduled]:
    """Return what each thread of a process, of those that it started, and so on, has had.

    Of these it includes only what still runs, and nothing if the system does not list them.
    """
    found: dict[int, Scheduled] = {}
    rest, seen = [process], set[int]()
    while rest:
        each = rest.pop()
        if each in seen:  # a number that another process has taken meanwhile
            continue
        seen.add(each)
        found |= threads_of(each, proc)
        with suppress(OSError, ValueError):
            for path in (proc / str(each) / "task").glob("*/children"):
                with suppress(FileNotFoundError):  # the thread has just ended
                    rest += map(int, path.read_text().split())
    return found


def this_thread(proc: Path = _PROC) -> Scheduled | None:
    """Return what the calling thread has had; None if the system does not say."""
    return _read(proc / "thread-self" / "schedstat")


def waited_ns(before: Threads, after: Threads, cores: int) -> int | None:
    """Return how long the threads that worked between two looks waited for a core.

    A short moment at each turn does not count.

    None if the system does not say, and if more threads worked than there are cores: then they
    waited for each other, which is their own doing. What threads waited that ended between the two
    looks is not known, and not counted.
    """
    spent = [
        Scheduled(*(new - old for new, old in zip(now, then, strict=True)))
        for now, then in ((now, before.get(number, _NEW)) for number, now in after.items())
    ]
    if not spent:
        return None
    enough = max(each.ran_ns for each in spent) * _PART_OF_WORK
    worked = [each for each in spent if each.ran_ns >= enough]
    if len(worked) > cores:
        return None
    return sum(max(each.waited_ns - each.turns * _WAKE_NS, 0) for each in worked)


_NEW = Scheduled(0, 0)


def _read(path: Path) -> Scheduled | None:
    try:
        ran, waited, turns = map(int, path.read_text().split())
    except (OSError, ValueError):
        return None
    # Linux answers 0 0 0 if it was told not to count; a thread that exists has had its turn.
    return Scheduled(ran, waited, turns) if turns else None
