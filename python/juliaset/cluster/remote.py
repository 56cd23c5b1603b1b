"""A scheduler that somebody has started, on this machine or on another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import dask
from distributed import Client

from juliaset.cluster.certificates import security_of
from juliaset.cluster.errors import ClusterError
from juliaset.cluster.quiet import quiet
from juliaset.cluster.team import Team

_PATIENCE_S = 15
_ALLOWED = "allowed: tls://HOST:PORT, or tcp://127.0.0.1:PORT"
_CONFIGURATION = {"distributed.comm.timeouts.tcp": "15s"}


@contextmanager
def remote_team(
    address: str, *, tls: Path | None = None, insecure: bool = False, threads: int = 1
) -> Iterator[Team]:
    """Connect to a scheduler and its workers, which stay when this ends.

    Args:
        address: tls://HOST:PORT, or tcp://127.0.0.1:PORT.
        tls: The folder of `juliaset mosaic certificates`, for tls.
        insecure: Also take tcp to another machine.
        threads: How many threads a task shall use.

    Raises:
        ClusterError: The address is not allowed, no scheduler answers, or it refuses the key.
        OSError: A certificate cannot be read.
    """
    _check_address(address, insecure=insecure)
    security = _security(address, tls)
    with dask.config.set(_CONFIGURATION), quiet():
        try:
            client = Client(address, security=security, set_as_default=False, timeout=_PATIENCE_S)
        except (OSError, ValueError) as error:
            raise ClusterError(_why_not(address, error)) from None
        with client:
            workers = len(client.nthreads())
            yield Team(client, workers, threads, client.dashboard_link)


def _check_address(address: str, *, insecure: bool) -> None:
    """Raise ClusterError unless what is sent to this address is safe from others."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ClusterError(f"the scheduler's address is {address!r}; {_ALLOWED}") from None
    if parts.scheme not in {"tcp", "tls"} or not parts.hostname or not port:
        raise ClusterError(f"the scheduler's address is {address!r}; {_ALLOWED}")
    if parts.scheme == "tcp" and not insecure and not _is_here(parts):
        raise ClusterError(
            f"{address} is neither encrypted nor asks who connects: whoever reaches a scheduler or "
            f"a worker there can run any program on it; {_ALLOWED}, or --insecure"
        )


def _is_here(parts: SplitResult) -> bool:
    if parts.hostname == "localhost":
        return True
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def _security(address: str, tls: Path | None) -> Any:  # noqa: ANN401 - a distributed.Security
    if address.startswith("tls://") and tls is None:
        raise ClusterError(
            f"{address} needs a folder of certificates; "
            f"`juliaset mosaic certificates FOLDER` makes one, and --tls FOLDER names it"
        )
    if address.startswith("tcp://") and tls is not None:
        raise ClusterError(f"certificates are of no use for {address}; {_ALLOWED}")
    return None if tls is None else security_of(tls)


def _why_not(address: str, error: Exception) -> str:
    reason = " ".join(str(error.__cause__ or error).split())
    return f"no scheduler answers at {address} ({reason[:200]})"
