"""The contest of the peers: checked with every golden answer, then timed next to our kernels."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from msgspec.structs import replace as changed

from juliaset.bench.contestants.kernel import SelectedKernel, check_threads
from juliaset.bench.record import Status
from juliaset.bench.selection import Choice, ladder, select
from juliaset.peers.contestant import SelectedPeer, selected_peer
from juliaset.peers.golden_check import Checked, checked, golden_folders
from juliaset.peers.peer_list import Peer
from juliaset.registry import kernels

_OURS = ("numba.njit", "numba.parallel", "cython.memoryview", "cpp.scalar")
_SIMD = "simd_tiled.cpp"


def check_peers(
    chosen: Sequence[Peer], timeout: float, say: Callable[[str], None]
) -> dict[str, Checked]:
    """Compare the peers that are installed with all golden answers; say what is found of each."""
    found: dict[str, Checked] = {}
    with golden_folders() as folders:
        for peer in chosen:
            if peer.reason:
                say(f"skipped  peer.{peer.name}: {peer.reason}")
                continue
            found[peer.name] = here = checked(peer, folders, timeout)
            word = "exact" if here.status == Status.OK else here.status.upper()
            say(f"{word:8} peer.{peer.name}: {here.reason or here}")
    return found


def rows_of(
    chosen: Sequence[Peer], found: dict[str, Checked], threads: Sequence[int]
) -> list[SelectedKernel]:
    """Return what takes part: our kernels, and the peers on one thread and on all cores."""
    check_threads(threads)
    widest = [each.name for each in ladder(kernels()) if each.source and each.source.name == _SIMD]
    ours = select(Choice([*_OURS, *widest, "best"], threads=threads))
    ours += [] if threads else select(Choice(["best"], threads=[1]))
    able = {each.id: each for each in ours if each.about.status == Status.OK}
    numbers: Sequence[int | None] = threads or [1, None]
    theirs = [
        _with_golden(selected_peer(peer, number), found.get(peer.name))
        for peer in chosen
        for number in (numbers if peer.supports_threads else [None])
    ]
    return [*able.values(), *theirs]


def _with_golden(row: SelectedPeer, found: Checked | None) -> SelectedPeer:
    """Return a row with what the golden problems say about its peer."""
    if found is None:
        return row
    about = changed(
        row.about,
        note="" if found.reason else f"{found}",
        status=found.status,
        reason=found.reason,
    )
    return replace(row, about=about)
