"""The explorer in Jupyter: the same modules of the page, and messages of the notebook's kernel."""

import weakref
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import anywidget
import traitlets

from juliaset.explorer.messages import Bytes
from juliaset.explorer.page_files import PAGE, page_styles, page_text
from juliaset.explorer.session import Session

_LOADER = "loader.js"


class _Sessions:
    """The session of a widget: it begins with the first message, and does not keep the widget."""

    def __init__(self, widget: "Explorer", mosaic: Path | None) -> None:
        self._widget = weakref.ref(widget)
        self._mosaic = mosaic
        self._session: Session | None = None
        self._is_closed = False
        self._lock = Lock()

    def receive(self, asked: dict[str, object]) -> None:
        with self._lock:
            if self._is_closed:
                return
            if self._session is None:
                self._session = Session(self._send, self._mosaic)
            session = self._session
        session.receive(asked)

    def close(self) -> None:
        with self._lock:
            session, self._session, self._is_closed = self._session, None, True
        if session is not None:
            session.close()

    def _send(self, content: dict[str, object], buffers: Sequence[Bytes]) -> None:
        widget = self._widget()
        if widget is not None:
            widget.send(content, list(buffers))


class Explorer(anywidget.AnyWidget):  # type: ignore[misc]
    """A widget; `juliaset.explore` returns one."""

    _esm = page_text(_LOADER)
    _css = page_styles()
    modules = traitlets.Dict().tag(sync=True)
    start = traitlets.Dict().tag(sync=True)

    def __init__(self, start: Mapping[str, str], mosaic: Path | None = None) -> None:
        """Make a widget that begins no process before its front end asks for something."""
        sessions = _Sessions(self, mosaic)
        # Also at the end of this process: the notebook's kernel is ended, or begins anew.
        self._end_session = weakref.finalize(self, sessions.close)
        files = [path.name for path in PAGE.iterdir() if path.suffix in {".js", ".html"}]
        names = sorted(set(files) - {_LOADER})
        super().__init__(modules={name: page_text(name) for name in names}, start=dict(start))
        self.on_msg(_to(sessions))

    def __repr__(self) -> str:
        """Return what stands in its place where no widget can be, as in a book."""
        return "The explorer: run this cell in JupyterLab, and use it here."

    def close(self) -> None:
        """End what it computes, and remove it from the notebook."""
        self._end_session()
        super().close()


def _to(sessions: _Sessions) -> Callable[..., None]:
    def receive(_widget: Any, content: dict[str, object], _buffers: object) -> None:  # noqa: ANN401
        sessions.receive(content)

    return receive
