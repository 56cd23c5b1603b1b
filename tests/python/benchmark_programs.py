"""The programs of benchmarks/, as tests run them."""

import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "benchmarks"


def output_of(*words: str) -> str:
    """Run one, and return what it prints."""
    command = [sys.executable, FOLDER / words[0], *words[1:]]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def figures(*words: str) -> dict[str, float]:
    """Run one, and return its figures by their names."""
    found = re.findall(r"^(.+?) {2,}(-?[\d.e+-]+) ", output_of(*words), re.MULTILINE)
    return {name: float(value) for name, value in found}
