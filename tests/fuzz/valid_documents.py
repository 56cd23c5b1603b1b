"""Documents that their readers accept: searches begin with them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@cache
def contests() -> list[Any]:
    """Return contests of every version, small ones."""
    page = (ROOT / "docs" / "contest.md").read_text()
    documented = json.loads(page.partition("```json\n")[2].partition("```")[0])
    old = (ROOT / "tests" / "python" / "bench" / "contests").glob("v?_documented.json")
    return [documented, *(json.loads(path.read_text()) for path in sorted(old))]


@cache
def google() -> list[Any]:
    """Return what Google Benchmark writes, about rows of those contests."""
    row = {
        "name": "cpp.scalar@O3/real_time",
        "run_type": "iteration",
        "threads": 1,
        "iterations": 9,
        "real_time": 75.0,
        "cpu_time": 74.0,
        "time_unit": "ms",
        "ns_per_iteration": 2.2577,
    }
    mean = row | {"run_type": "aggregate", "aggregate_name": "mean"}
    broken = row | {"error_occurred": True, "error_message": "wrong: 2 pixels differ"}
    return [{"context": {}, "benchmarks": [row, row, mean]}, {"benchmarks": [broken, row]}]
