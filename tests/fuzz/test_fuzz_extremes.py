"""What is allowed, however extreme, gives finite output, and is never refused."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from commanding import check, command
from extreme_contests import extreme_contests, extreme_pairs
from searching import search, seconds

# What moves a cursor, ends a string or turns the direction of writing.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
pytestmark = pytest.mark.fuzz


def saved(path: Path, contest: dict[str, Any]) -> str:
    path.write_text(json.dumps(contest))
    return str(path)


def test_exports_of_extremes(tmp_path: Path) -> None:
    def rule(contest: dict[str, Any]) -> None:
        file = saved(tmp_path / "contest.json", contest)
        for form in ("--md", "--pyperf"):
            check(command("export", file, form), refused=False)
        said = command("export", file, "--csv")
        check(said, refused=False)
        check_csv(said.out, contest)

    search("extremes: export", rule, extreme_contests(), examples=3)


def check_csv(text: str, contest: dict[str, Any]) -> None:
    """Check that a spreadsheet reads the numbers that were measured."""
    lines = list(csv.DictReader(io.StringIO(text)))
    measured = [
        (float(line["wall_ns"]), float(line["cpu_ns"])) for line in lines if line["wall_ns"]
    ]
    assert measured == [
        (sample[2], sample[3])
        for row in contest["variants"]
        if row["status"] == "ok"
        for process in row["processes"]
        for sample in process["samples"]
    ]


def test_comparisons_of_extremes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JULIASET_HISTORY", str(tmp_path))
    pages = seconds() > 0

    def rule(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
        one, other = pair
        files = saved(tmp_path / "a.json", one), saved(tmp_path / "b.json", other)
        check(command("compare", *files), refused=False)
        check(command("compare", files[0], files[0], "--fail-slower", "5%"), refused=False)
        check(command("history"), refused=False)
        if pages:  # each takes a second
            check(command("history", "-o", str(tmp_path / "page.html")), refused=False)

    search("extremes: compare", rule, extreme_pairs(), examples=3)


def test_imports_of_extremes(tmp_path: Path) -> None:
    google = tmp_path / "google.json"

    def rule(contest: dict[str, Any]) -> None:
        file = saved(tmp_path / "contest.json", contest)
        rows = [
            {
                "name": row["id"],
                "threads": row["threads"],
                "time_unit": "ns",
                "real_time": (row["processes"][0]["samples"] or [[0, 0, 1.0]])[0][2],
                "cpu_time": 1e18,
                "iterations": row["calls"],
                "ns_per_iteration": (row["processes"][-1]["samples"] or [[0, 0, 1.0]])[0][2],
            }
            for row in contest["variants"]
        ]
        google.write_text(json.dumps({"benchmarks": rows}))
        check(command("import", str(google), "--into", file, "--details"), refused=False)

    search("extremes: import", rule, extreme_contests(), examples=3)


def test_reports_of_extremes(tmp_path: Path) -> None:
    page = tmp_path / "page.html"

    def rule(contest: dict[str, Any]) -> None:
        file = saved(tmp_path / "contest.json", contest)
        check(command("report", file, "-o", str(page)), refused=False)
        text = page.read_text()
        assert not CONTROLS.search(text)

    search("extremes: report", rule, extreme_contests(), examples=2)
