"""The widget in JupyterLab: the same page, in a notebook, without a request to another host."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from exploring import Explorer
from playwright.sync_api import Browser, Page, expect
from watching import Watch

from processes import family, wait_until_gone

ROOT = Path(__file__).parents[2]
TOKEN = "of-a-test"  # noqa: S105 - for a server without a network
CELLS = ("import juliaset\nshown = juliaset.explore(max_iterations=77)\nshown", "shown.close()")
PATIENCE_MS = 60_000
FRAMES = "(number) => seen.frames[0]?.id > number"


def notebook(folder: Path) -> None:
    """Write a notebook with the cells."""
    cells = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "id": f"c{k}"}
        | {"source": source}
        for k, source in enumerate(CELLS)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    contents = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (folder / "explorer.ipynb").write_text(json.dumps(contents))


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """Serve a notebook with a widget; return its address, and the server's process."""
    folder = tmp_path_factory.mktemp("lab")
    notebook(folder)
    own = {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            *("--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={folder}"),
            *("--ServerApp.port=0", f"--IdentityProvider.token={TOKEN}"),
            f"--LabApp.app_settings_dir={ROOT / 'setup' / 'jupyterlab'}",
            "--LabApp.extension_manager=readonly",
        ],
        env=os.environ | own | {"IPYTHONDIR": str(folder / "ipython")},
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stderr
            said = ""
            while not (found := re.search(r"http://127\.0\.0\.1:\d+/lab", said)):
                line = server.stderr.readline()
                assert line, said
                said = line
            yield f"{found[0]}/tree/explorer.ipynb?token={TOKEN}", server.pid
        finally:
            server.terminate()  # it ends its kernels
            server.communicate(timeout=60)


@pytest.fixture
def watch(chromium: Browser) -> Iterator[Watch]:
    """A page that asks no other machine and does not complain; JupyterLab itself may move."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    watch = Watch(context.new_page())
    yield watch
    context.close()
    assert not watch.foreign
    assert not watch.complaints


def run_cell(page: Page, number: int) -> None:
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").nth(number).click()
    page.keyboard.press("Shift+Enter")


def newer_frame(explorer: Explorer, than: int = 0) -> int:
    """Wait for a newer picture, check its counts, and return its number."""
    explorer.page.wait_for_function(FRAMES, arg=than, timeout=PATIENCE_MS)
    explorer.page.wait_for_timeout(300)  # the size of the output may settle, which asks again
    frame = explorer.frame()
    frame.assert_right()
    return frame.id


def test_the_widget_is_the_page_in_a_notebook(lab: tuple[str, int], watch: Watch) -> None:
    address, server = lab
    page, explorer = watch.page, Explorer(watch.page)
    page.goto(address)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=PATIENCE_MS)
    idle = family(server)
    run_cell(page, 0)
    first = newer_frame(explorer)
    assert explorer.frame().limit == 77
    during = family(server) - idle
    assert during

    explorer.part("stage").click()
    nearer = first
    for key in ("+", "ArrowLeft", "x", "d", "d"):  # of which JupyterLab has keys of its own
        page.keyboard.press(key)
        if key in {"+", "ArrowLeft"}:
            nearer = newer_frame(explorer, nearer)
    expect(page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(len(CELLS))
    explorer.choice("Engine").select_option("cpp.scalar")
    newer_frame(explorer, nearer)

    output = page.locator(".jp-OutputArea-output").first.bounding_box()
    shown = explorer.root.bounding_box()
    assert output
    assert shown
    assert shown["x"] >= output["x"]
    assert shown["x"] + shown["width"] <= output["x"] + output["width"]

    run_cell(page, 1)
    expect(explorer.root).to_have_count(0, timeout=PATIENCE_MS)
    wait_until_gone(during)
