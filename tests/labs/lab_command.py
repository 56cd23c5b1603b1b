"""The command `juliaset lab` for tests."""

import subprocess

from command import juliaset


def lab(*words: str) -> subprocess.CompletedProcess[str]:
    """Run `juliaset lab` with these words."""
    return juliaset("lab", *words)
