"""What all tests share: times only under --benchmark-only, and processes that Ctrl-C can end."""

import os
import signal
import tempfile
from pathlib import Path

import pytest

from command import end_server


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let each timed test run once, as a test, unless --benchmark-only asks for times."""
    if not config.option.benchmark_only:
        config.option.benchmark_disable = True
    # It says how wide a pipe is; tests read lines of the usual width.
    os.environ.pop("COLUMNS", None)
    # A pytest that a test starts is no worker of this one, and may time.
    worker = os.environ.pop("PYTEST_XDIST_WORKER", "")
    # Contests of tests wait neither for a contest of this machine nor for those of other workers of
    # pytest: no test depends on a time.
    if worker or "JULIASET_TEST_LOCK" not in os.environ:
        place = Path(tempfile.gettempdir()) / f"juliaset-contest-{worker or os.getpid()}.lock"
        os.environ["JULIASET_TEST_LOCK"] = str(place)
    # A shell starts `pytest &` with Ctrl-C ignored, and all that a test starts would inherit that:
    # what it should end would run forever.
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the others out under --benchmark-only, and do not print a line for each."""
    if config.option.benchmark_only:
        items[:] = [item for item in items if "benchmark" in getattr(item, "fixturenames", ())]


def pytest_unconfigure() -> None:
    """End the process that runs commands for tests."""
    end_server()
