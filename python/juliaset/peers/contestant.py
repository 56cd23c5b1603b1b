"""A peer as a contestant: a worker in the peer's interpreter, whose counts are compared in here."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from juliaset.bench.columns import PEER
from juliaset.bench.contestants.child import ChildProcess, EndedError
from juliaset.bench.contestants.kernel import KernelContestant, SelectedKernel
from juliaset.bench.contestants.picture import load_problem
from juliaset.bench.contestants.posed import EXPECTED
from juliaset.bench.record import Status, Variant
from juliaset.bench.rounds import Entry
from juliaset.oracle import POISON, first_difference
from juliaset.peers.peer_list import Peer
from juliaset.problem import Counts, Problem

_WORKER = Path(__file__).with_name("worker.py")
_COMPILE_S = 600.0  # a compiler may take long, and longer on one core that others use
_TOLD = "JULIASET_PEER_TOLD"  # 0: the program as it comes, without what makes it exact


@dataclass(frozen=True)
class SelectedPeer(SelectedKernel):
    """A peer that takes part, with its number of threads."""

    peer: Peer = field(default_factory=lambda: Peer(""))

    def entry(self, folder: Path, timeout: float, cores: list[int]) -> Entry:
        """Return its row and its contestant."""
        variant = self.variant()
        pinned = cores if self.uses == 1 else []
        return Entry(variant, PeerContestant(self.peer, variant, folder, timeout, pinned))


def selected_peer(peer: Peer, threads: int | None = None) -> SelectedPeer:
    """Return a peer as one that takes part; None threads are all cores, if it supports that."""
    reason = peer.reason
    name = f"{PEER}.{peer.name}"
    about = Variant(
        id=name,
        kernel=name,
        toolchain=PEER,
        flags=peer.told,
        steps="every",
        exactness="exact",
        status=Status.UNAVAILABLE if reason else Status.OK,
        reason=reason,
    )
    return SelectedPeer(about, peer.supports_threads, threads, peer=peer)


class PeerContestant(KernelContestant):
    """The peer's process, while it lives, and the counts that both can see."""

    def __init__(  # noqa: PLR0913
        self,
        peer: Peer,
        variant: Variant,
        folder: Path,
        timeout: float,
        cores: Sequence[int] = (),
        *,
        told: bool = True,
    ) -> None:
        """Keep all that; the problem and its counts are in the folder. Start nothing."""
        super().__init__({}, variant, timeout, cores)
        self.variant = variant
        self._peer = peer
        self._own = folder / variant.id.replace("/", "_")
        self._told = told
        self.use(folder)

    def use(self, folder: Path) -> None:
        """Take the problem of a folder; `prepare` makes the process do so."""
        self._folder = folder
        self._problem = load_problem(folder)
        self._expected: Counts = np.load(folder / EXPECTED, mmap_mode="r")
        self._own.mkdir(exist_ok=True)
        self.counts: Counts = np.memmap(
            self._own / "counts", np.int32, "w+", shape=self._problem.shape
        )
        _write_axes(folder, self._problem)

    def begin(self) -> None:
        """Start the process, which begins to load the peer and to compile."""
        words = [self._peer.interpreter, "-I", str(_WORKER), json.dumps(self._cores)]
        # Dr.Jit keeps what it compiles at home: there the next contest would find it.
        own = {"HOME": str(self._own), _TOLD: str(int(self._told))}
        environment = dict(os.environ) | self._variant.environment | own
        self._process = ChildProcess([*words, str(self._peer.folder)], environment)
        self._send_problem({"peer": self._peer.module, "threads": self._variant.threads})

    def ready(self) -> None:
        """Wait until it has compiled, and made its first call."""
        answer = self._running().receive(max(self._timeout, _COMPILE_S))
        once, cold = answer["cold"], self._variant.cold
        self.start_s = sum(once.values()) / 1e9
        if self._peer.compiles_ahead:  # only the first process of the row does
            self.start_s -= once["compile_ns"] / 1e9
        self._variant.compiler = str(answer["version"])
        if cold.load_ns is None:
            for name, took in once.items():
                setattr(cold, name, took)

    def open(self) -> None:
        """Wait until it is ready, and compare the counts of its first call."""
        self.ready()
        self._compare()

    def prepare(self, folder: Path) -> None:
        """Let the process that runs turn to another problem; its first call is made."""
        self.use(folder)
        self._send_problem({})
        self._running().receive(max(self._timeout, _COMPILE_S))

    def differing(self) -> int:
        """Return how many of the counts that it left last are wrong."""
        difference = first_difference(self._problem, self._expected, np.asarray(self.counts))
        return 0 if difference is None else difference.pixels

    def send(self, request: dict[str, Any]) -> None:
        """Spoil the counts, and send a request."""
        self.counts[...] = POISON
        super().send(request)

    def _send_problem(self, order: dict[str, Any]) -> None:
        places = {"problem": self._folder, "counts": self._own / "counts", "cache": self._own}
        self.send(order | {name: str(place) for name, place in places.items()})

    def _answer(self) -> dict[str, Any]:
        """Return the answer of the process, with what the comparison of its counts says."""
        answer = super()._answer()
        self._compare()
        known = {"bind_ns": 0, "peak_bytes": None, "waited_ns": None}
        return known | answer | {"differing": 0, "largest": 0.0, "wrong": ""}

    def _compare(self) -> None:
        """Raise EndedError if a count is wrong."""
        difference = first_difference(self._problem, self._expected, np.asarray(self.counts))
        if difference is not None:
            self._variant.differing = difference.pixels
            raise EndedError(Status.WRONG, str(difference))


def _write_axes(folder: Path, problem: Problem) -> None:
    """Write a problem once more, for a worker that has no NumPy."""
    about = folder / "problem.json"
    if not about.exists():
        (folder / "xs").write_bytes(problem.xs.tobytes())
        (folder / "ys").write_bytes(problem.ys.tobytes())
        c = [problem.c.real, problem.c.imag]
        about.write_text(json.dumps({"c": c, "max_iterations": problem.max_iterations}))
