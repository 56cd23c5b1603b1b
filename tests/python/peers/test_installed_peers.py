"""The peers that are installed: exact on every golden answer, and quiet when nothing is asked."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from juliaset.bench.picture import Picture
from juliaset.bench.shared_problem import shared_problem
from juliaset.peers.contestant import PeerContestant, selected_peer
from juliaset.peers.golden_check import checked, golden_folders
from juliaset.peers.peer_list import Peer, environments, peers
from juliaset.problem import Problem

pytestmark = pytest.mark.slow  # each starts another compiler

ROOT = Path(__file__).parents[3]
LOOK_S = 0.3


@pytest.fixture(params=peers(), ids=lambda peer: peer.name)
def peer(request: pytest.FixtureRequest) -> Peer:
    found: Peer = request.param
    if found.reason:
        pytest.skip(found.reason)
    return found


@pytest.fixture(scope="module")
def folders() -> Iterator[dict[str, Path]]:
    with golden_folders() as found:
        yield found


def test_it_is_exact_on_every_golden_answer(peer: Peer, folders: dict[str, Path]) -> None:
    found = checked(peer, folders, 60.0)
    assert found.reason == ""


def ticks_of(pid: int) -> int:
    """Return the CPU time of a process and of its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_its_threads_rest_between_two_turns(peer: Peer) -> None:
    with shared_problem(Picture(Problem.book(200))) as (folder, _):
        contestant = PeerContestant(peer, selected_peer(peer).variant(), folder, 60.0)
        try:
            contestant.begin()
            contestant.open()
            contestant.sample(1)
            before = ticks_of(contestant.pid)
            time.sleep(LOOK_S)
            used = (ticks_of(contestant.pid) - before) / os.sysconf("SC_CLK_TCK")
        finally:
            contestant.close()
    assert used <= LOOK_S / 10


def test_its_environment_is_as_large_as_was_announced(peer: Peer) -> None:
    environment = environments() / peer.name
    if not environment.exists():
        pytest.skip(f"{peer.name} has no environment of its own")
    found = (path.lstat() for path in environment.rglob("*"))
    size = sum({each.st_ino: each.st_size for each in found}.values()) / 1e6
    head = (ROOT / "setup" / "peers" / f"{peer.name}.txt").read_text().partition("\n")[0]
    announced = int(head.split(", ")[1].split(" MB")[0])
    assert 0.8 * announced <= size <= 1.25 * announced
