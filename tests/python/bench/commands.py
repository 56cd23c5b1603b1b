"""The `juliaset` command for tests of the harness; small contests, and files of contests."""

from pathlib import Path

from command import COMMAND, juliaset

__all__ = ["COMMAND", "CONTEST", "CONTESTS", "SMALL", "juliaset"]

SMALL = ["--width", "40", "--budget", "0.4"]
CONTESTS = Path(__file__).parent / "contests"
CONTEST = str(CONTESTS / "v1_kernels.json")
