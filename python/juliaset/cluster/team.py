"""A cluster that is ready to compute."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from juliaset.cluster.errors import ClusterError

if TYPE_CHECKING:
    from distributed import Client

_MOST_WORKERS = 1024


@dataclass(frozen=True)
class Team:
    """Workers, and how to reach them.

    Attributes:
        client: Dask's connection to them.
        workers: How many tasks they compute at a time.
        threads: How many threads a task should use, so that the workers use each core once.
        cores: How many cores of this machine they share; 0 if a user has started them, wherever.
        page: The address of Dask's page of what they do, on the machine of the scheduler; empty if
            there is none.
    """

    client: "Client"
    workers: int
    threads: int
    cores: int
    page: str


def check_workers(workers: int) -> None:
    """Raise ClusterError for a number of workers that no machine has."""
    if not 1 <= workers <= _MOST_WORKERS:
        raise ClusterError(f"workers is {workers}; allowed: 1 to {_MOST_WORKERS}")
