"""The explorer as a widget: what its front end gets, when its session begins, and when it ends."""

import gc
import json
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import juliaset
from juliaset import extras
from juliaset.explorer.page_files import PAGE
from juliaset.mosaic import Mosaic, MosaicError

pytest.importorskip("anywidget", reason="setup/requirements.sh explorer installs it")
from served import Pretender

from juliaset.explorer import widget as module


class Sent(Pretender):
    """A session that remembers all of its kind."""

    all: list["Sent"] = []  # noqa: RUF012 - emptied by the fixture

    def __init__(self, send: Any, mosaic: Path | None) -> None:  # noqa: ANN401
        super().__init__(send)
        self.mosaic = mosaic
        self.all.append(self)

    def receive(self, message: Any) -> None:  # noqa: ANN401 - the widget's are objects
        super().receive(json.dumps(message))


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Sent]]:
    monkeypatch.setattr(module, "Session", Sent)
    yield Sent.all
    Sent.all.clear()


def ask(widget: Any, content: object) -> None:  # noqa: ANN401
    """Let a message come as it comes from a front end."""
    data = {"method": "custom", "content": content}
    widget._handle_msg({"content": {"data": data}, "buffers": []})  # noqa: SLF001 - as its comm does


def test_a_widget_shows_a_mosaic(sessions: list[Sent], tmp_path: Path) -> None:
    pytest.importorskip("numcodecs", reason="setup/requirements.sh cluster installs it")
    Mosaic((60, 50), c=-1, max_iterations=70).create(tmp_path / "a.zarr")
    widget = juliaset.explore(mosaic=str(tmp_path / "a.zarr"))
    assert widget.get_state()["start"] == {"c": "-1.0,0.0", "limit": "70"}
    ask(widget, {"type": "hello"})
    assert [session.mosaic for session in sessions] == [tmp_path / "a.zarr"]
    widget.close()


def test_a_mosaic_says_itself_which_picture_it_is(tmp_path: Path) -> None:
    words = r"^a mosaic has its own c, window, kernel, max_iterations; allowed: mosaic alone$"
    with pytest.raises(ValueError, match=words):
        juliaset.explore(1j, (0, 1, 0, 1), "cpp.scalar", 9, mosaic=tmp_path)
    with pytest.raises(MosaicError):
        juliaset.explore(mosaic=tmp_path)


def test_where_no_widget_can_be_there_are_words(sessions: list[Sent]) -> None:
    widget = juliaset.explore()
    (data, _) = widget._repr_mimebundle_()
    assert data["text/plain"] == "The explorer: run this cell in JupyterLab, and use it here."
    assert sessions == []
    widget.close()


def test_the_front_end_gets_every_module_and_where_to_begin(sessions: list[Sent]) -> None:
    widget = juliaset.explore(-0.8 + 0.156j, kernel="cpp.scalar", max_iterations=77)
    state = widget.get_state()
    assert state["start"] == {"c": "-0.8,0.156", "engine": "cpp.scalar", "limit": "77"}
    assert state["_esm"] == (PAGE / "loader.js").read_text()
    styles = {path.name: path.read_text() for path in PAGE.glob("*.css")}
    assert len(styles) > 1
    assert [name for name, text in styles.items() if text not in state["_css"]] == []
    assert state["_css"].startswith(styles["explorer.css"])
    assert state["_css"].endswith(styles["screens.css"])
    files = {
        path.name: path.read_text() for path in PAGE.iterdir() if path.suffix in {".js", ".html"}
    }
    assert state["modules"] == {name: files[name] for name in files if name != "loader.js"}
    assert {"explorer.js", "index.html"} <= set(state["modules"])
    assert sessions == []
    widget.close()


def test_a_session_begins_when_the_front_end_speaks(
    sessions: list[Sent], monkeypatch: pytest.MonkeyPatch
) -> None:
    widget = juliaset.explore()
    sent: list[object] = []
    monkeypatch.setattr(type(widget), "send", lambda _, *what: sent.append(what))
    assert sessions == []
    ask(widget, {"type": "hello"})
    ask(widget, {"type": "hello"})
    assert len(sessions) == 1
    assert sent == [({"type": "hello"}, [b"colours"])] * 2
    ask(widget, {"type": "exec"})
    assert len(sent) == 3
    widget.close()
    assert sessions[0].is_closed.is_set()


def test_close_ends_the_session_once_and_for_all(sessions: list[Sent]) -> None:
    widget = juliaset.explore()
    ask(widget, {"type": "hello"})
    widget.close()
    widget.close()
    assert sessions[0].is_closed.is_set()
    ask(widget, {"type": "hello"})
    assert len(sessions) == 1


def test_a_widget_that_is_gone_ends_its_session(sessions: list[Sent]) -> None:
    widget = juliaset.explore()
    ask(widget, {"type": "hello"})
    alive = weakref.ref(widget)
    type(widget).close_all()
    del widget
    gc.collect()
    assert alive() is None
    assert sessions[0].is_closed.is_set()


PROGRAM = """
import juliaset
from juliaset.explorer import widget as module

class Session:
    def __init__(self, send, mosaic):
        print("begun")
    def receive(self, asked):
        print("asked")
    def close(self):
        print("closed")

module.Session = Session
widget = juliaset.explore()
widget._handle_msg({"content": {"data": {"method": "custom", "content": {}}}, "buffers": []})
"""


def test_the_end_of_the_kernel_ends_the_session() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert (done.stdout.split(), done.stderr) == (["begun", "asked", "closed"], "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"c": 5}, "allowed: finite parts up to 4"),
        ({"kernel": "cpp.nothing"}, "there is no kernel"),
        ({"max_iterations": 0}, "allowed: 1 to 1000000"),
    ],
)
def test_what_is_not_allowed_is_said(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        juliaset.explore(**arguments)


def test_without_the_package_it_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    words = r"^anywidget is not installed, and a widget of the explorer needs it; "
    with pytest.raises(ModuleNotFoundError, match=words):
        juliaset.explore()


def test_importing_the_package_imports_nothing_of_the_extra() -> None:
    program = "import sys, juliaset, juliaset.cli, juliaset.explorer; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not {"websockets", "anywidget", "ipywidgets"} & set(done.stdout.split())
