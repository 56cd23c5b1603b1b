"""What coverage.py found of the Python code, by source file."""

import json
from collections.abc import Iterator
from pathlib import Path

from measured import Measured

OUTSIDE = "(module)"  # the lines of a file that are in no function


def measure(report: Path) -> Iterator[Measured]:
    """Read the file that `coverage json` wrote."""
    for path, file in sorted(json.loads(report.read_text())["files"].items()):
        all_of, parts = file["summary"], file["functions"]
        yield Measured(
            path,
            lines=(all_of["covered_lines"], all_of["num_statements"]),
            branches=(all_of["covered_branches"], all_of["num_branches"]),
            missing={
                name or OUTSIDE: len(part["missing_lines"])
                for name, part in parts.items()
                if part["missing_lines"]
            },
        )
