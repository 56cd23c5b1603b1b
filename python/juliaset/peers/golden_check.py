"""Compares peers with every golden answer: as they were told, and as they come."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.picture import Picture
from juliaset.bench.record import Status
from juliaset.bench.shared_problem import shared_problem
from juliaset.oracle import golden
from juliaset.peers.contestant import PeerContestant, selected_peer
from juliaset.peers.peer_list import Peer


@dataclass(frozen=True)
class Checked:
    """How many pixels differ in each golden problem that has such pixels.

    Attributes:
        told: The peer with all that makes it exact.
        plain: The peer as it comes.
        problems: The number of golden problems.
        end: Why it gave no answer, if it did not.
    """

    told: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    plain: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    problems: int = 0
    end: EndedError | None = None

    def __str__(self) -> str:
        """Return both in words."""
        every = f"all {self.problems} golden answers"
        if self.told:
            return f"pixels that differ: {_pixels(self.told)}"
        if not self.plain:
            return f"{every}, also as it comes"
        return f"{every}; as it comes, pixels that differ: {_pixels(self.plain)}"

    @property
    def status(self) -> Status:
        """What its rows begin with."""
        if self.end is not None:
            return self.end.status
        return Status.WRONG if self.told else Status.OK

    @property
    def reason(self) -> str:
        """Why its rows have no time; empty if they have one."""
        return self.end.reason if self.end is not None else str(self) if self.told else ""


def _pixels(found: Mapping[str, int]) -> str:
    return ", ".join(f"{pixels} of {name}" for name, pixels in found.items())


@contextmanager
def golden_folders() -> Iterator[dict[str, Path]]:
    """Yield a folder of each golden problem, which workers read."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(shared_problem(Picture(answer.make())))[0]
            for name, answer in golden().items()
        }


def checked(peer: Peer, folders: Mapping[str, Path], timeout: float) -> Checked:
    """Run a peer on all golden problems, once as it was told and once as it comes."""
    try:
        told, plain = (_differing(peer, folders, timeout, told=each) for each in (True, False))
    except EndedError as end:
        return Checked(problems=len(folders), end=end)
    return Checked(told, plain, len(folders))


def _differing(
    peer: Peer, folders: Mapping[str, Path], timeout: float, *, told: bool
) -> dict[str, int]:
    variant = selected_peer(peer).variant()
    variant.id += "" if told else "_plain"  # what it compiles lies in another folder
    first, *others = folders
    contestant = PeerContestant(peer, variant, folders[first], timeout, told=told)
    found = {}
    try:
        contestant.begin()
        contestant.ready()
        found[first] = contestant.differing()
        for name in others:
            contestant.prepare(folders[name])
            found[name] = contestant.differing()
    finally:
        contestant.close()
    return {name: pixels for name, pixels in found.items() if pixels}
