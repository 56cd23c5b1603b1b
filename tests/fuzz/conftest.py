"""Prints how many inputs each search has tried, if it was given a time."""

import pytest
from searching import seconds, tried


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a search that was given a time have it, and some more to shrink what it finds."""
    for item in items if seconds() else []:
        if item.get_closest_marker("fuzz"):
            item.add_marker(pytest.mark.timeout(seconds() + 900))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print a line for each search."""
    if seconds() and tried:
        terminalreporter.section("inputs tried")
        for name, number in tried.items():
            terminalreporter.write_line(f"{number:>9,}  {name}")
