"""Peers that are planted: programs for this Python, which do what a test asks."""

import sys
from pathlib import Path

from juliaset.peers.peer_list import Peer

RIGHT = """
VERSION = "Planted 1.0"
TOLD = "nothing"
def make(problem):
    def run():
        place = 0
        for y in problem.ys:
            for x in problem.xs:
                z, n = complex(x, y), 0
                while n < problem.limit and abs(z) < 2:
                    z, n = z * z + problem.c, n + 1
                problem.counts[place] = n
                place += 1
    return run
"""


class Planted(Peer):
    """A peer that this Python runs."""

    @property
    def interpreter(self) -> str:
        return sys.executable


def planted(folder: Path, program: str = RIGHT, name: str = "planted") -> Planted:
    """Write a program, and return its peer."""
    (folder / f"with_{name}.py").write_text(f'"""A planted one."""\n{program}')
    return Planted(name, folder)


def changed(old: str, new: str) -> str:
    """Return the right program with a change."""
    assert old in RIGHT
    return RIGHT.replace(old, new)
