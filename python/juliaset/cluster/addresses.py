"""The addresses of schedulers to which a mosaic may be sent."""

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from juliaset.cluster.errors import ClusterError

_ALLOWED = "allowed: tls://HOST:PORT, or tcp://127.0.0.1:PORT"


def check_address(address: str, tls: Path | None, *, insecure: bool) -> None:
    """Raise ClusterError unless what is sent to this address is safe from others.

    Args:
        address: Where the scheduler is.
        tls: The folder of certificates; None if there is none.
        insecure: Whether the user wants tcp to other machines all the same.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ClusterError(f"the scheduler's address is {address!r}; {_ALLOWED}") from None
    if parts.scheme not in {"tcp", "tls"} or not parts.hostname or not port:
        raise ClusterError(f"the scheduler's address is {address!r}; {_ALLOWED}")
    if parts.scheme == "tcp" and not insecure and not _is_here(parts):
        raise ClusterError(
            f"{address} is neither encrypted nor asks who connects: any user who reaches a "
            f"scheduler or a worker there can run any program on it; {_ALLOWED}, or --insecure"
        )
    if parts.scheme == "tls" and tls is None:
        raise ClusterError(
            f"{address} needs a folder of certificates; "
            f"`juliaset mosaic certificates DIR` makes one, and --tls DIR names it"
        )
    if parts.scheme == "tcp" and tls is not None:
        raise ClusterError(f"certificates are of no use for {address}; {_ALLOWED}")


def _is_here(parts: SplitResult) -> bool:
    if parts.hostname == "localhost":
        return True
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
