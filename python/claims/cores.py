"""Whether two things can run at once here."""

from __future__ import annotations

import os

from claims.claims import NotHereError


def two_cores() -> None:
    """Say so where there is only one core to run on."""
    if len(os.sched_getaffinity(0)) < 2:
        raise NotHereError("two things at once need two cores")
