"""A scheduler that a user has started, on this machine or on another one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import dask
from distributed import Client, Security
from distributed.comm import connect
from distributed.utils import LoopRunner

from juliaset.cluster.addresses import check_address
from juliaset.cluster.certificates import security_of
from juliaset.cluster.errors import ClusterError
from juliaset.cluster.places import count_places
from juliaset.cluster.quiet import quiet
from juliaset.cluster.team import Team

_PATIENCE_S = 15
_CONFIGURATION = {"distributed.comm.timeouts.tcp": "15s"}


@contextmanager
def remote_team(address: str, *, tls: Path | None = None, insecure: bool = False) -> Iterator[Team]:
    """Connect to a scheduler and its workers, which stay when this ends.

    Args:
        address: tls://HOST:PORT, or tcp://127.0.0.1:PORT.
        tls: The folder of `juliaset mosaic certificates`, for tls.
        insecure: Also take tcp to another machine.

    Raises:
        ClusterError: The address is not allowed, no scheduler answers, or it refuses the key.
        OSError: A certificate cannot be read.
    """
    check_address(address, tls, insecure=insecure)
    security = None if tls is None else security_of(tls)
    with dask.config.set(_CONFIGURATION), quiet():
        try:
            _shake_hands(address, security)
            client = Client(address, security=security, set_as_default=False, timeout=_PATIENCE_S)
        except (OSError, ValueError) as error:  # TimeoutError is an OSError
            raise ClusterError(_why_not(address, error)) from None
        with client:
            at_once = count_places(client)
            page = f"http://127.0.0.1:{urlsplit(client.dashboard_link).port}/status"
            yield Team(client, workers=at_once, threads=1, cores=0, page=page)


def _shake_hands(address: str, security: Security | None) -> None:
    """Connect once, because a client waits for ever for the first words of another program."""

    async def shake_hands() -> None:
        keys = security.get_connection_args("client") if security is not None else {}
        connection = await connect(address, timeout=_PATIENCE_S, **keys)
        connection.abort()

    # A loop of its own, in a thread of its own: in a notebook this thread's is running.
    runner = LoopRunner(asynchronous=False)
    try:
        runner.run_sync(shake_hands, callback_timeout=2 * _PATIENCE_S)
    except (TimeoutError, MemoryError):  # its words are taken for a length
        raise TimeoutError("what listens there does not speak as a scheduler does") from None


def _why_not(address: str, error: Exception) -> str:
    words = str(error.__cause__ or "") or str(error)  # a cause may have no words
    words = re.sub(r"in <[^>]*>: ", "", words)  # an object of Dask
    reason = " ".join(words.split())
    return f"no scheduler answers at {address} ({reason[:200]})"
