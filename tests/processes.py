"""Processes that tests start, and that have to end."""

import time
from collections.abc import Collection

from juliaset.system.process_table import is_gone

PATIENCE_S = 60


def wait_until_gone(processes: Collection[int]) -> None:
    """Wait for the end of processes; each that does not end is named."""
    deadline = time.monotonic() + PATIENCE_S
    while left := {each for each in processes if not is_gone(each)}:
        assert time.monotonic() < deadline, left
        time.sleep(0.02)
