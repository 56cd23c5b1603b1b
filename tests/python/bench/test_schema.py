"""A contest's file as an interface: schema, description, example and code say the same."""

import copy
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from juliaset.bench import comparison, stats
from juliaset.bench.exchange import from_google_benchmark
from juliaset.bench.record import SCHEMA, STATUSES, Record, Sample, Variant, load, parse, save

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "contest.md").read_text()
RULES = json.loads((ROOT / "docs" / "contest.schema.json").read_text())
CHECK = Draft202012Validator(RULES)


def example() -> dict[str, Any]:
    block = PAGE.partition("```json\n")[2].partition("```")[0]
    return json.loads(block)


def described(heading: str) -> str:
    """Give the part of the page under a heading."""
    return PAGE.partition(f"## {heading}")[2].partition("\n## ")[0]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(RULES)
    assert RULES["properties"]["schema"] == {"const": SCHEMA}


def test_the_example_obeys_the_schema_and_can_be_read() -> None:
    CHECK.validate(example())
    record = parse(example())
    assert {row.status for row in record.variants} == {"ok", "wrong"}
    assert record.variants[0].samples == [Sample(0, 2, 3004786325.0, 3004620860.0)]


def test_what_is_saved_obeys_the_schema_and_comes_back(tmp_path: Path) -> None:
    record = parse(example())
    record.variants.append(Variant("cpp.mine@O3"))
    save(record, tmp_path / "contest.json")
    CHECK.validate(json.loads((tmp_path / "contest.json").read_text()))
    assert load(tmp_path / "contest.json") == record


def test_published_contests_obey_the_schema() -> None:
    for path in (ROOT / "benchmarks" / "results").glob("*.json"):
        contents = json.loads(path.read_text())
        if contents["schema"].startswith("juliaset-contest/"):  # ladders have another one
            CHECK.validate(contents)


def test_what_google_benchmark_says_obeys_the_schema() -> None:
    row = {"name": "a@O3", "threads": 1, "real_time": 1, "cpu_time": 1, "iterations": 1}
    error = {"name": "b@O3", "threads": 1, "error_occurred": True, "error_message": "wrong: all"}
    text = json.dumps({"benchmarks": [row | {"time_unit": "ms"}, error]})
    CHECK.validate(example() | {"imported": from_google_benchmark(text)})


def test_schema_and_code_have_the_same_fields() -> None:
    variant = RULES["$defs"]["variant"]
    names = {field.name for field in fields(Variant)}
    assert set(variant["properties"]) == set(variant["required"]) == names
    assert set(RULES["properties"]) == {"schema"} | {field.name for field in fields(Record)}
    assert len(RULES["$defs"]["sample"]["prefixItems"]) == len(Sample._fields)
    assert tuple(RULES["$defs"]["status"]["enum"]) == STATUSES


@pytest.mark.parametrize(
    ("heading", "part"),
    [("`contest`", "contest"), ("`problem`", "problem"), ("`variants`", "variant")],
)
def test_the_page_describes_every_field(heading: str, part: str) -> None:
    text = described(heading)
    missing = {name for name in RULES["$defs"][part]["properties"] if f"`{name}`" not in text}
    assert not missing


def test_the_page_names_every_status_and_verdict() -> None:
    for status in STATUSES:
        assert f"| `{status}` |" in described("`variants`")
    for verdict in (stats.FASTER, stats.SAME, stats.UNRESOLVED):
        assert f"`{verdict}`" in described("`variants`")
    for verdict in (comparison.INCOMPARABLE, comparison.APPEARED, comparison.GONE, stats.SLOWER):
        assert f"`{verdict}`" in described("Two contests")


def changed(path: str, value: object) -> dict[str, Any]:
    """Give the example with another value at a path like variants/0/id."""
    contents = copy.deepcopy(example())
    place: Any = contents
    *way, last = path.split("/")
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    place[int(last) if isinstance(place, list) else last] = value
    return contents


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema", "juliaset-contest/0"),
        ("extra", 1),
        ("contest/extra", 1),
        ("contest/state", "done"),
        ("contest/when", "yesterday"),
        ("contest/cores", 0),
        ("contest/flags", {"O3": 3}),
        ("contest/bound", {"ns_per_iteration": 0}),
        ("problem/c", [0.5]),
        ("problem/width", 10.5),
        ("variants/0/extra", 1),
        ("variants/0/id", ""),
        ("variants/0/status", "okay"),
        ("variants/0/status", "wrong"),  # without a reason
        ("variants/0/verdict", "best"),
        ("variants/0/gil", "free"),
        ("variants/0/samples/0", [0, 0, 1.0]),
        ("variants/0/samples/0", [0, 0, 1.0, 1.0, 1.0]),
        ("variants/0/samples/0", [0.5, 0, 1.0, 1.0]),
        ("variants/0/samples/0", [0, 0, 0, 1.0]),
        ("variants/3/verdict", "faster"),  # of a row that is wrong
        ("imported/0/real_time", None),
        ("imported/0/status", "crashed"),
    ],
)
def test_the_schema_refuses(path: str, value: object) -> None:
    assert not CHECK.is_valid(changed(path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("contest/bound", {}),
        ("contest/reference", None),
        ("contest/state", "interrupted"),
        ("contest/when", "2026-11-21T10:21:55.5Z"),
        ("probes", {"gil": [1, 2]}),
        ("variants/0/memory", None),
        ("variants/0/samples", []),
        ("variants/0/verdict", ""),
    ],
)
def test_the_schema_allows(path: str, value: object) -> None:
    CHECK.validate(changed(path, value))
