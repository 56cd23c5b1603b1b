"""Runs `juliaset` as a user does, for tests of its commands."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-c", "from juliaset.cli import main; main()"]
SMALL = ["--width", "40", "--budget", "1"]
CONTESTS = Path(__file__).parent / "contests"
CONTEST = str(CONTESTS / "v1_kernels.json")


def juliaset(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
        env=os.environ | environment,
    )
