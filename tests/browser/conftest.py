"""A browser that reaches only this machine, and pages in it that are watched."""

import os
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from exploring import Explorer
    from playwright.sync_api import Browser
    from program import Program
    from watching import Watch

pytest.register_assert_rewrite(
    "exploring",
    "shown_mosaics",
    "program",
    "watching",
    "contrast",
    "edges",
    "whole_page",
    "accessibility",
)
MISSING = "" if find_spec("playwright") else "make test-browser installs playwright"
collect_ignore_glob = ["test_*.py"] if MISSING else []
# Other hosts are reached through a proxy that does not exist, and no name is resolved.
CUT_OFF = (
    "--proxy-server=http://127.0.0.1:9",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
Watched = Callable[..., "Watch"]


def pytest_report_header() -> str:
    """Return the reason why nothing is collected."""
    return f"tests/browser is left out: {MISSING}" if MISSING else ""


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """Start the browser once."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - may be missing

    program = shutil.which(os.environ.get("JULIASET_BROWSER", "chromium"))
    if not program:
        pytest.skip("there is no Chromium: make test-browser installs it")
    # Chromium's own sandbox refuses to be root's.
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*CUT_OFF, *sandbox])
        yield browser
        browser.close()


@pytest.fixture
def watched(chromium: "Browser") -> Iterator[Watched]:
    """Make new pages, each in a profile of its own; at the end each must have behaved well."""
    from watching import Watch  # noqa: PLC0415 - needs playwright

    watches: list[Watch] = []

    def open_page(
        *, width: int = 800, height: int = 600, dark: bool = False, touch: bool = False
    ) -> "Watch":
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            has_touch=touch,
            permissions=["clipboard-read", "clipboard-write"],
        )
        watches.append(Watch(context.new_page()))
        return watches[-1]

    yield open_page
    try:
        for watch in watches:
            watch.assert_well_behaved()
    finally:
        for watch in watches:
            watch.page.context.close()


@pytest.fixture(scope="session")
def program() -> Iterator["Program"]:
    """Run `juliaset explore` for all tests that leave its processes alone."""
    from program import Program  # noqa: PLC0415 - named like the fixture

    with Program() as running:
        yield running


@pytest.fixture
def new_explorer(watched: Watched, program: "Program") -> Callable[..., "Explorer"]:
    """Open explorers in pages of their own, each with a state and options of `watched`."""
    from exploring import Explorer  # noqa: PLC0415 - needs playwright

    def open_explorer(
        state: dict[str, str] | None = None, *, wait: bool = True, **options: object
    ) -> "Explorer":
        return Explorer(watched(**options).page).open(program.link, wait=wait, **(state or {}))

    return open_explorer


@pytest.fixture
def explorer(new_explorer: Callable[..., "Explorer"]) -> "Explorer":
    """Open an explorer as it begins."""
    return new_explorer()
