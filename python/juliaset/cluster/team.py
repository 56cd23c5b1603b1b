"""A cluster that is ready to compute."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from juliaset.cluster.errors import ClusterError
from juliaset.system.cores import usable_cores
from juliaset.system.memory import available, in_words

if TYPE_CHECKING:
    from distributed import Client

_MOST_OF_A_CORE = 4  # more only wait for each other, and may not all start in Dask's time
_LEAST_ALLOWED = 8  # on one core too, one may see how workers share it
_BYTES_OF_A_WORKER = 150_000_000


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
    """Check that this machine can have that many.

    Raises:
        ClusterError: It has too few cores for them, or too little free memory.
    """
    most = max(_LEAST_ALLOWED, _MOST_OF_A_CORE * usable_cores())
    if not 1 <= workers <= most:
        raise ClusterError(
            f"workers is {workers}; allowed: 1 to {most}, for {usable_cores()} core(s)"
        )
    needed, free = workers * _BYTES_OF_A_WORKER, available()
    if needed > free:
        raise ClusterError(
            f"{workers} worker(s) would take {in_words(needed)}, and {in_words(free)} are free; "
            f"ask for fewer"
        )
