"""Serves the explorer's page to the benchmarks, and counts the messages that wait to be sent.

It prints the address of the page. For each line on standard input it prints, as JSON, how many
messages waited since the last one, looked at every 10 ms. It ends with its standard input.
"""

import asyncio
import json
import sys
from typing import TYPE_CHECKING, cast

from juliaset.explorer.messages import Send
from juliaset.explorer.server import PageServer
from juliaset.explorer.session import Session

if TYPE_CHECKING:
    from juliaset.explorer.outbox import Outbox

_LOOK_S = 0.01


class _Watch:
    """Makes the sessions, and looks at what waits for their pages."""

    def __init__(self) -> None:
        self._outboxes: list[Outbox] = []
        self._waiting: list[int] = []

    def session(self, send: Send) -> Session:
        self._outboxes.append(cast("Outbox", send.__self__))  # type: ignore[attr-defined]
        return Session(send)

    async def look(self) -> None:
        while True:
            self._waiting.append(sum(map(len, self._outboxes)))
            await asyncio.sleep(_LOOK_S)

    async def answer(self, stopped: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        while await loop.run_in_executor(None, sys.stdin.readline):
            print(json.dumps(self._waiting), flush=True)
            self._waiting.clear()
        stopped.set()


async def _serve() -> None:
    watch, stopped = _Watch(), asyncio.Event()
    pages = PageServer(0, watch.session)
    print(pages.link({}), flush=True)
    looking = asyncio.create_task(watch.look())
    answering = asyncio.create_task(watch.answer(stopped))
    await pages.run(stopped)
    looking.cancel()
    await answering


if __name__ == "__main__":
    asyncio.run(_serve())
