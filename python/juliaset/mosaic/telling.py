"""Results that arrive with the message that a batch is done, so they need not be requested.

Dask leaves a result with the process that has computed it, and tells the client that it is there.
The client then asks the scheduler for it, which asks the process. That is six messages, each
encrypted. An event goes to the client in the same message as the news. A large result is fetched
all the same, because the scheduler keeps the latest events: a thousand, as Dask comes.
"""

from dataclasses import astuple
from typing import Any, Self
from uuid import uuid4

import numpy as np
from distributed import Client, Future, get_worker

from juliaset.cluster.packed import unpacked
from juliaset.mosaic.record import ROW
from juliaset.mosaic.work import BatchResult, Seconds, TileNumbers

MOST_TOLD = 256  # tiles; their rows are 11 KB


def compute_and_tell(compute: bytes, topic: str, tiles: TileNumbers) -> BatchResult:
    """Compute a batch in a process of a cluster, and tell the client a small result.

    Args:
        compute: The function, packed. The scheduler would make its layout, and with it the axes of
            the whole picture, to pass it on.
        topic: Under what the client listens.
        tiles: The batch.
    """
    result: BatchResult = unpacked(compute)(tiles)
    if len(tiles) <= MOST_TOLD:
        worker = get_worker()
        told = worker.get_current_task(), result.rows.tobytes(), astuple(result.seconds)
        worker.log_event(topic, told)
    return result


class Told:
    """The results that processes tell a client, as long as a `with` statement goes on.

    Attributes:
        topic: Under what the client listens.
    """

    topic: str

    def __init__(self, client: Client) -> None:
        """Choose a topic that no other computation has."""
        self.topic = f"juliaset-{uuid4().hex}"
        self._client, self._results = client, dict[str, BatchResult]()

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._client.subscribe_topic(self.topic, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        """Listen no longer."""
        if self._client.status == "running":
            self._client.unsubscribe_topic(self.topic)

    def _note(self, event: tuple[float, Any]) -> None:
        key, rows, seconds = event[1]
        self._results[key] = BatchResult(np.frombuffer(rows, ROW), Seconds(*seconds))

    def pop(self, future: Future) -> BatchResult | None:
        """Return the result of a batch that is done; None if it must be fetched.

        What was told came before the news that the batch is done.
        """
        return self._results.pop(future.key, None)
