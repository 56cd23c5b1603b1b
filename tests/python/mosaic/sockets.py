"""Ports: one that is free, and the addresses at which processes listen."""

import socket
from contextlib import suppress
from pathlib import Path

LISTENS = "0A"  # a state of TCP, as Linux numbers them


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def with_children(process: int) -> list[int]:
    """Return a process and all that any of its threads have started; none if it is gone."""
    import psutil  # noqa: PLC0415 - it comes with Dask

    with suppress(psutil.NoSuchProcess):
        return [process, *(each.pid for each in psutil.Process(process).children(recursive=True))]
    return []


def listening(process: int) -> set[str]:
    """Return the addresses at which a process listens on TCP, as Linux lists them."""
    sockets = set()
    for descriptor in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):
            sockets.add(str(descriptor.readlink()))
    lines = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]
    ]
    ours = [line for line in lines if line[3] == LISTENS and f"socket:[{line[9]}]" in sockets]
    return {_shown(line[1].partition(":")[0]) for line in ours}


def _shown(address: str) -> str:
    """Return an address as people write it; one of IPv6 stays as it is."""
    four = bytes.fromhex(address)[::-1]
    return socket.inet_ntoa(four) if len(four) == 4 else address
