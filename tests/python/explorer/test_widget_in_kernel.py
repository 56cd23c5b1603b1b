"""The widget in a real kernel of Jupyter: messages with buffers both ways, and a clean end."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import leftovers

pytest.importorskip("ipykernel", reason="setup/requirements.sh course installs it")
pytest.importorskip("anywidget", reason="setup/requirements.sh explorer installs it")
from jupyter_client.manager import KernelManager
from running import SLOW, wait_for_none
from served import PAINT, PATIENCE_S


class Notebook:
    """A kernel, as a notebook talks to it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TMPDIR", str(folder))
        monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(folder))
        self.manager = KernelManager()
        self.manager.kernel_spec.argv[0] = sys.executable
        self.manager.start_kernel(cwd=str(folder))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE_S)

    def run(self, code: str) -> None:
        answer = self.client.execute_interactive(
            code, timeout=PATIENCE_S, output_hook=self._noted, store_history=False
        )
        assert answer["content"]["status"] == "ok", answer["content"]

    opened: dict[str, Any] | None = None

    def _noted(self, message: dict[str, Any]) -> None:
        if message["msg_type"] == "comm_open":
            self.opened = message["content"]

    def ask(self, content: object) -> None:
        assert self.opened
        data = {"method": "custom", "content": content}
        body = {"comm_id": self.opened["comm_id"], "data": data}
        self.client.shell_channel.send(self.client.session.msg("comm_msg", body))

    def wait_for_picture(self, number: int) -> None:
        """Wait for the first pass of a picture; some of those before may still come."""
        while self.said("pass")[0]["id"] != number:
            pass

    def said(self, kind: str) -> tuple[dict[str, Any], list[memoryview]]:
        """Return the next message of the widget that is of this kind."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            message = self.client.get_iopub_msg(timeout=PATIENCE_S)
            if message["msg_type"] == "comm_msg":
                found = message["content"]["data"].get("content", {})
                if found.get("type") == kind:
                    return found, message["buffers"]
        raise AssertionError(f"no {kind}")


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    notebook = Notebook(tmp_path, monkeypatch)
    yield notebook
    notebook.client.stop_channels()
    notebook.manager.shutdown_kernel(now=True)
    notebook.manager.cleanup_resources()


@pytest.mark.slow
def test_it_computes_in_a_kernel_and_ends_with_it(notebook: Notebook, tmp_path: Path) -> None:
    notebook.run("import juliaset\nwidget = juliaset.explore()")
    before = set(leftovers.processes(tmp_path))
    notebook.ask({"type": "hello"})
    hello, (colours,) = notebook.said("hello")
    assert len(colours) == len(hello["palettes"]) * (hello["shades"] + 1) * 4
    notebook.ask(PAINT)
    found, (counts,) = notebook.said("pass")
    assert (
        len(counts) == found["width"] * found["height"] * {"int16": 2, "int32": 4}[found["dtype"]]
    )
    notebook.ask(PAINT | SLOW | {"id": 2})
    notebook.wait_for_picture(2)
    assert set(leftovers.processes(tmp_path)) > before
    notebook.manager.interrupt_kernel()  # Ctrl-C of a notebook is not for its engines
    notebook.ask(PAINT | {"id": 3})
    notebook.wait_for_picture(3)
    notebook.ask(PAINT | SLOW | {"id": 4})
    notebook.wait_for_picture(4)
    notebook.manager.shutdown_kernel()
    wait_for_none(tmp_path)


@pytest.mark.slow
def test_close_ends_the_processes_and_a_killed_kernel_leaves_none(
    notebook: Notebook, tmp_path: Path
) -> None:
    notebook.run("import juliaset\nwidget = juliaset.explore()")
    before = set(leftovers.processes(tmp_path))
    notebook.ask({"type": "hello"})
    notebook.ask(PAINT | SLOW)
    notebook.said("pass")
    assert set(leftovers.processes(tmp_path)) > before
    notebook.run("widget.close()")
    assert set(leftovers.processes(tmp_path)) == before
    notebook.run("widget = juliaset.explore()")
    notebook.ask(PAINT | SLOW)
    notebook.said("pass")
    notebook.manager.shutdown_kernel(now=True)
    wait_for_none(tmp_path)
