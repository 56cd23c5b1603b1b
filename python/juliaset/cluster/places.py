"""How many tasks the workers of a scheduler compute at a time: it is asked, and must answer."""

from distributed import CancelledError, Client

from juliaset.cluster.errors import ClusterError

_PATIENCE_S = 15.0
_ATTEMPTS = 2  # another program may stop this process for a while, and not the scheduler


def count_places(client: Client) -> int:
    """Return the number, which changes when workers come and go.

    Raises:
        ClusterError: The scheduler is gone, or does not answer: its process or its machine may be
            stopped, while the system below still accepts what is sent.
    """
    for _ in range(_ATTEMPTS):
        if client.status != "running":  # it would connect again and again until it gives up
            raise ClusterError(f"the scheduler {address_of(client)} is gone")
        try:
            ask = client.scheduler.ncores
            return sum(client.sync(ask, callback_timeout=_PATIENCE_S).values())
        except TimeoutError:
            continue
        except (OSError, CancelledError, ValueError):
            raise ClusterError(f"the scheduler {address_of(client)} is gone") from None
    raise ClusterError(
        f"the scheduler {address_of(client)} has not answered for "
        f"{_ATTEMPTS * _PATIENCE_S:.0f} seconds"
    )


def address_of(client: Client) -> str:
    """Return the address of a client's scheduler, for a message."""
    return str(getattr(client.scheduler, "address", "of this process"))
