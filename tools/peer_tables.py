"""The tables of docs/peers.md, from the newest contest in benchmarks/peers (make docs)."""

from functools import cache
from pathlib import Path

from juliaset.bench.columns import PEER
from juliaset.bench.exports import to_markdown
from juliaset.bench.record import Record, Status
from juliaset.bench.record_file import load
from juliaset.peers.peer_list import Peer, peers

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "benchmarks" / "peers"
PROGRAMS = "python/juliaset/peers/programs"


@cache
def newest() -> tuple[str, Record]:
    """Return the published contest of the peers: its path in the checkout, and its record."""
    found = {path: load(path) for path in FOLDER.glob("*.json")}
    path = max(found, key=lambda each: found[each].contest.when)
    return str(path.relative_to(ROOT)), found[path]


def contest() -> str:
    """Return the table of all rows, and where its samples are."""
    source, record = newest()
    return f"{to_markdown(record)}\nEvery sample is in [{Path(source).name}](../{source}).\n"


def told() -> str:
    """Return what each peer is, what it was told, and what the golden answers say about it."""
    record = newest()[1]
    lines = [
        "| peer | what it is | what it was told | exact |",
        "| --- | --- | --- | --- |",
    ]
    for peer in peers():
        link = f"[`peer.{peer.name}`](../{PROGRAMS}/{peer.program.name})"
        lines.append(f"| {link} | {peer.summary} | {peer.told} | {_found(record, peer)} |")
    return "\n".join(lines) + "\n"


def _found(record: Record, peer: Peer) -> str:
    rows = [row for row in record.rows if row.kernel == f"{PEER}.{peer.name}"]
    if not rows:
        return "not measured"
    row = rows[0]
    return row.note if row.status == Status.OK else f"{row.status}: {row.reason}"
