"""The batches of a computation, computed in this process or in those of a cluster."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from juliaset.mosaic.plan import Plan
from juliaset.mosaic.work import Assignment, BatchResult, TileNumbers, compute_batch

if TYPE_CHECKING:
    from distributed import Client


def computed_batches(
    plan: Plan, work: Assignment, client: "Client | None"
) -> Iterator[tuple[TileNumbers, BatchResult]]:
    """Yield the batches of a plan with their results, in the order in which they are done."""
    if client is None:
        for batch in plan:
            yield batch, compute_batch(work, batch)
        return
    from juliaset.mosaic.schedule import batches_of_cluster  # noqa: PLC0415 - an extra

    # A name that is a link here may be a folder there: it stays the name that the user gave.
    there = replace(work, store=work.store.absolute(), threads=work.threads or 1)
    with closing(batches_of_cluster(client, plan, partial(compute_batch, there))) as done:
        yield from done
