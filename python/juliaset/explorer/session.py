"""One page: what it asks for goes to the engines of its panels, and what they say goes back."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from juliaset.explorer import catalogue, messages
from juliaset.explorer.engine import Engine
from juliaset.explorer.grid import problem_of
from juliaset.explorer.jobs import Job, Paint, Rows, Setting, Smooth, Tiles
from juliaset.explorer.messages import Asked, Bytes, RefusedError, Send
from juliaset.explorer.mosaic_source import MosaicSource
from juliaset.explorer.newest import Newest
from juliaset.explorer.offered import largest_team, why_not
from juliaset.problem import Problem
from juliaset.registry import get_kernel

_OVERLAYS = -1  # the engine of what lies over a picture: it must not wait for the picture


class Session:
    """The engines of a page; all of its methods may be called from any thread."""

    def __init__(self, send: Send, mosaic: Path | None = None) -> None:
        """Begin; nothing is sent and no process starts until the page asks.

        mosaic: the folder of a mosaic, which is shown in place of what engines compute.
        """
        self._host = send
        self._mosaic: MosaicSource | None = None
        if mosaic is not None:
            self._mosaic = MosaicSource(mosaic, partial(self._say, {"panel": 0}))
        # In a thread: the colours of some palettes take a moment to import, and a mosaic to open.
        self._greeting = Newest("juliaset-hello", self._greet)
        self._lock = threading.RLock()
        self._engines: dict[int, Engine] = {}
        self._ending: list[Engine] = []
        self._newest: dict[int, int] = {}  # the picture of each panel
        self._closed = False

    def receive(self, asked: object) -> None:
        """Do what the page asks, or answer why not; nothing that a page sends raises."""
        if self._closed:
            return
        try:
            self._do(messages.asked(asked))
        except Exception as error:  # noqa: BLE001 - the page is told, and goes on
            self._refuse(error, **messages.sender(asked))

    def close(self) -> None:
        """End all processes, and wait for their end."""
        with self._lock:
            self._closed = True
            engines = [*self._engines.values(), *self._ending]
        self._greeting.end()
        if self._mosaic is not None:
            self._mosaic.close()
        for engine in engines:
            engine.end()
        for engine in engines:
            engine.wait()

    def _do(self, asked: Asked) -> None:
        if isinstance(asked, messages.Hello):
            self._forget()
            self._greeting.ask(asked)
        elif isinstance(asked, messages.Stop):
            self._stop(asked)
        elif isinstance(asked, messages.Close):
            self._close_panel(asked)
        elif self._mosaic is not None:
            self._read(asked, self._mosaic)
        elif isinstance(asked, messages.Paint):
            self._paint(asked)
        elif isinstance(asked, messages.Smooth):
            self._ask(asked.panel, Smooth(asked.id))
        elif isinstance(asked, messages.Tiles):
            self._ask(_OVERLAYS, Tiles(asked.id, _problem(asked)))
        else:
            _check_team(asked.threads)
            self._ask(_OVERLAYS, Rows(asked.id, _problem(asked), asked.threads))

    def _greet(self, _asked: messages.Hello, _is_stale: Callable[[], bool]) -> None:
        try:
            grid: dict[str, object] = {"kind": "plane"}
            if self._mosaic is not None:
                grid = self._mosaic.begin()
            self._send(catalogue.hello(grid), [catalogue.palettes()])
        except Exception as error:  # noqa: BLE001 - the page is told
            self._refuse(error)

    def _read(self, asked: Asked, mosaic: MosaicSource) -> None:
        """Read from the mosaic; nothing is computed but colours."""
        if isinstance(asked, messages.Smooth) and asked.panel == 0:
            mosaic.smooth(asked)
        elif isinstance(asked, messages.Paint) and asked.panel == 0:
            if self._is_newest(asked):
                mosaic.paint(asked)
        else:
            raise RefusedError("a mosaic is read, and not computed; allowed: paint, in panel 0")

    def _is_newest(self, asked: messages.Paint) -> bool:
        """Note a picture, and return whether no newer one of its panel has overtaken it."""
        with self._lock:
            is_newest = asked.id > self._newest.get(asked.panel, -1)
            if is_newest:
                self._newest[asked.panel] = asked.id
            return is_newest

    def _paint(self, asked: messages.Paint) -> None:
        kernel = get_kernel(asked.kernel)
        if reason := why_not(kernel):
            raise RefusedError(f"{kernel.name} cannot run here: {reason}")
        _check_team(asked.threads)
        problem = _problem(asked)
        setting = Setting(asked.kernel, asked.flavour, asked.threads, asked.gil)
        with self._lock:
            if self._is_newest(asked):
                self._ask(asked.panel, Paint(asked.id, problem, setting))

    def _ask(self, panel: int, job: Job) -> None:
        """Ask the engine of a panel, which begins with its first job."""
        with self._lock:
            if self._closed:
                return
            if panel not in self._engines:
                about: dict[str, object] = {} if panel == _OVERLAYS else {"panel": panel}
                self._engines[panel] = Engine(partial(self._say, about))
            self._engines[panel].ask(job)

    def _is_overtaken(self, asked: messages.Stop | messages.Close) -> bool:
        """Return whether another view of this widget has asked for a newer picture."""
        return self._newest.get(asked.panel, asked.id) > asked.id

    def _stop(self, asked: messages.Stop | messages.Close) -> None:
        with self._lock:
            if self._is_overtaken(asked):
                return
            if engine := self._engines.get(asked.panel):
                engine.stop()
            if self._mosaic is not None:
                self._mosaic.stop()
        # Another view of this widget may wait for the end of this picture.
        self._say({"panel": asked.panel}, {"type": "stopped", "id": asked.id}, ())

    def _close_panel(self, asked: messages.Close) -> None:
        self._stop(asked)
        with self._lock:
            if self._is_overtaken(asked):
                return
            self._newest.pop(asked.panel, None)
            before = [each for each in self._ending if each.is_alive]
            unused = [self._engines.pop(asked.panel, None)]
            if self._engines.keys() == {_OVERLAYS}:
                unused.append(self._engines.pop(_OVERLAYS))
            ending = [engine for engine in unused if engine]
            self._ending = [*before, *ending]
        for engine in ending:
            engine.end()
        if ending:  # a page that opens and closes its panel all the time has to wait
            for engine in before:
                engine.wait()

    def _forget(self) -> None:
        """Stop all that an earlier page of this session has asked; its numbers count no more."""
        with self._lock:
            self._newest.clear()
            for engine in self._engines.values():
                engine.stop()
            if self._mosaic is not None:
                self._mosaic.stop()

    def _say(
        self, about: dict[str, object], content: dict[str, object], buffers: Sequence[Bytes]
    ) -> None:
        self._send({**content, **about}, buffers)

    def _refuse(self, error: Exception, **about: object) -> None:
        self._send({"type": "refused", **about, "message": messages.words_of(error)}, ())

    def _send(self, content: dict[str, object], buffers: Sequence[Bytes]) -> None:
        if self._closed:
            return
        try:
            self._host(content, buffers)
        except MemoryError:  # what has computed it says so, and goes on
            raise
        except Exception:  # noqa: BLE001 - the host is going: it closes the session next
            return


def _check_team(threads: int | None) -> None:
    most = largest_team()
    if threads is not None and threads > most:
        raise RefusedError(f"threads is {threads}; allowed: 1 to {most}")


def _problem(asked: messages.Paint | messages.Tiles | messages.Rows) -> Problem:
    return problem_of(asked.view, asked.c, asked.limit)
