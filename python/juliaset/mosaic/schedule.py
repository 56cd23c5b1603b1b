"""Batches for the processes of a Dask cluster: as many at a time as keep them busy, and no more.

Each process has one batch that it computes and one that waits. So the end of a process puts few
batches under suspicion, a batch has the size that the latest measurements ask for, and whatever the
size of the picture, there are few objects.
"""

import time
from collections.abc import Callable, Generator
from queue import Empty, SimpleQueue

from distributed import Client, Future, KilledWorker

from juliaset.cluster.errors import ClusterError
from juliaset.cluster.packed import packed
from juliaset.cluster.places import address_of, count_places
from juliaset.mosaic.errors import MosaicError
from juliaset.mosaic.plan import Plan
from juliaset.mosaic.telling import Told, compute_and_tell
from juliaset.mosaic.work import BatchResult, TileNumbers

IN_FLIGHT = 2  # batches for each that is computed at a time
_COUNT_S = 2.0
_FETCH_S = 15.0
_PATIENCE_S = 60.0  # without any process
_KEPT = "what is recorded stays"
Done = tuple[TileNumbers, BatchResult]


def batches_of_cluster(
    client: Client, plan: Plan, compute: Callable[[TileNumbers], BatchResult]
) -> Generator[Done]:
    """Yield the batches of a plan with their results, in the order in which they are done.

    Raises:
        MosaicError: The cluster is gone or silent, or a batch has ended too many processes.
        Exception: What `compute` has raised in a process.
    """
    places, flight, done = _Places(client), dict[Future, TileNumbers](), SimpleQueue[Future]()
    function = packed(compute)
    with Told(client) as told:
        try:
            while True:
                most = IN_FLIGHT * places.count()
                while len(flight) < most and len(batch := plan.next_batch(shares=most)):
                    future = client.submit(
                        compute_and_tell, function, told.topic, batch, pure=False
                    )
                    flight[future] = batch
                    future.add_done_callback(done.put)
                if not flight and most:
                    return
                try:
                    future = done.get(timeout=_COUNT_S)
                except Empty:
                    continue
                batch = flight.pop(future)
                yield batch, told.pop(future) or _fetched(future, client)
                del future
        finally:
            for future in flight:
                future.release()  # those that no process has begun are dropped


class _Places:
    """How many batches the processes of a cluster compute at a time; some come and go."""

    def __init__(self, client: Client) -> None:
        self._client, self._places = client, 0
        self._counted = -_COUNT_S
        self._seen = time.monotonic()

    def count(self) -> int:
        """Return the number, which is at most two seconds old.

        Raises:
            MosaicError: There has been none for a minute, or the scheduler does not answer.
        """
        now = time.monotonic()
        if now - self._counted >= _COUNT_S:
            self._places = _counted(self._client)
            self._counted = now
        if self._places:
            self._seen = now
        elif now - self._seen > _PATIENCE_S:
            raise MosaicError(
                f"the scheduler {address_of(self._client)} has had no worker for "
                f"{_PATIENCE_S:.0f} seconds; {_KEPT}: start workers, and resume"
            )
        return self._places


def _counted(client: Client) -> int:
    try:
        return count_places(client)
    except ClusterError as error:
        raise MosaicError(f"{error}; {_KEPT}: resume with another one") from None


def _fetched(future: Future, client: Client) -> BatchResult:
    """Return the result of a batch that is done, or raise in one line why there is none."""
    while future.status not in {"error", "cancelled", "lost"}:
        try:
            fetched: BatchResult = future.result(timeout=_FETCH_S)
        except TimeoutError:  # its process may be gone, so that another one computes it again
            _counted(client)
        else:
            return fetched
    if future.status != "error":
        _counted(client)
        raise MosaicError(f"a batch was given up; {_KEPT}: resume")
    error = future.exception()
    if isinstance(error, KilledWorker):
        raise MosaicError(
            f"the last batch has ended {error.allowed_failures + 1} processes that computed it; "
            f"{_KEPT}: look at their memory, and resume"
        )
    raise error.with_traceback(None)
