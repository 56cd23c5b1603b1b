"""Prints how many inputs each search has tried, if it was given a time."""

import pytest
from searching import seconds, tried


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print a line for each search."""
    if seconds() and tried:
        terminalreporter.section("inputs tried")
        for name, number in tried.items():
            terminalreporter.write_line(f"{number:>9,}  {name}")
