"""A cluster that is ready to compute."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from distributed import Client


@dataclass(frozen=True)
class Team:
    """Workers, and how to reach them.

    Attributes:
        client: Dask's connection to them.
        workers: How many processes there are, each with one task at a time.
        threads: How many threads a task should use, so that the workers use all cores once.
        dashboard: The address of Dask's page of what they do; empty if there is none.
    """

    client: "Client"
    workers: int
    threads: int
    dashboard: str
