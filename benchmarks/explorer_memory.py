"""Memory while one drags within bounds: of the server, of its engines, and of the page.

A hand drags along a circle, and lets go every few seconds; then the page collects its garbage, and
one looks. Memory that processes share is divided among them, as Linux counts it: a program that
begins or ends meanwhile changes the share. Growth is from the second fifth of the time to the last,
by means, because the first fifth fills what is kept.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from explorer_page import below, explorer, renderers
from figures import MB, Figure, say

MOST_GROWTH = 5  # percent: the least that collectors of garbage let one tell
_HELD_S = 5.0
_FEWEST = 20  # drags, however short the time is
_SAY_S = 60
_LOOKS, _LOOK_S = 5, 0.3


def memory(asked: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figures of server, engines and page."""
    seconds = asked.minutes * 60
    say(f"{asked.size} x {asked.size}, best, {asked.minutes:g} min")
    found: dict[str, list[float]] = {"server": [], "engines": [], "page": []}
    with explorer(asked.size) as (seen, host):
        began, said = time.perf_counter(), 0.0
        while (now := time.perf_counter() - began) < seconds:
            seen.drag(min(_HELD_S, seconds / _FEWEST))
            seen.page.collect_garbage()  # when a browser does it, changes by a fifth what is seen
            for name, least in _least(host.process).items():
                found[name].append(least)
            if now - said > _SAY_S:
                said = now
                say(f"{now:.0f} s: " + ", ".join(f"{n} {m[-1]:.0f} MB" for n, m in found.items()))
        requests = seen.page.evaluate("probe.asked")
    yield Figure("requests", requests, "")
    for name, sizes in found.items():
        early, late = fifths(sizes)
        yield Figure(f"{name}: second fifth", early, "MB")
        yield Figure(f"{name}: last fifth", late, "MB")
        yield Figure(f"{name}: growth", 100 * (late / early - 1), "%", most=MOST_GROWTH)


def _least(host: int) -> dict[str, float]:
    """Return the least of some looks: smooth colours need memory for half a second."""
    looks: list[dict[str, float]] = []
    for _ in range(_LOOKS):
        time.sleep(_LOOK_S)
        server, engines, page = map(megabytes, ([host], below(host), renderers()))
        looks.append({"server": server, "engines": engines, "page": page})
    return {name: min(look[name] for look in looks) for name in looks[0]}


def fifths(numbers: Sequence[float]) -> tuple[float, float]:
    """Return the means of the second and of the last fifth."""
    fifth = max(len(numbers) // 5, 1)
    return float(np.mean(numbers[fifth : 2 * fifth])), float(np.mean(numbers[-fifth:]))


def megabytes(processes: Sequence[int]) -> float:
    """Return the memory of processes, what they share with others only in part."""
    return sum(map(_proportional, processes)) / MB


def _proportional(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
