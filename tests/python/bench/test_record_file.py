"""A contest's file as an interface: types, schema, page, example and old files agree."""

import json
from pathlib import Path

import pytest
from documented import OLD, ROOT, RULES, SCHEMA_TEXT, described, example, read, validator
from msgspec.structs import fields

import contest_schema
from juliaset.bench import comparison, stats
from juliaset.bench.core_limit import Bound, InFlight, Roof
from juliaset.bench.google_benchmark import from_google_benchmark
from juliaset.bench.picture import julia_set
from juliaset.bench.record import SCHEMA, Cold, Contest, Process, Sample, State, Status, Variant
from juliaset.bench.record_file import dumps, load, parse, save
from juliaset.bench.record_problem import JuliaSet, OwnProblem
from juliaset.bench.report import page
from juliaset.bench.summary import summaries
from juliaset.machine import Machine
from juliaset.problem import Problem

V1 = json.loads((OLD / "v1_documented.json").read_text())


def test_the_schema_is_generated_from_the_types() -> None:
    validator().check_schema(RULES)
    assert contest_schema.text() == SCHEMA_TEXT, "run make docs"
    assert RULES["$defs"]["Record"]["properties"]["schema"] == {"enum": [SCHEMA]}


def test_the_example_obeys_the_schema_and_can_be_read() -> None:
    validator().validate(example())
    record = read(example())
    assert {row.status for row in record.variants} == {"ok", "wrong"}
    assert record.variants[0].samples == [Sample(0, 2, 3004786325.0, 3004620860.0)]
    assert [len(process.samples) for process in record.variants[1].processes] == [2, 1]


def test_what_is_saved_obeys_the_schema_and_comes_back(tmp_path: Path) -> None:
    record = read(example())
    record.variants.append(Variant("cpp.mine@O3"))
    save(record, tmp_path / "contest.json")
    validator().validate(json.loads((tmp_path / "contest.json").read_text()))
    assert load(tmp_path / "contest.json") == record


def test_what_google_benchmark_says_obeys_the_schema() -> None:
    row = {"name": "a@O3", "threads": 1, "real_time": 1, "cpu_time": 1, "iterations": 1}
    error = {"name": "b@O3", "threads": 1, "error_occurred": True, "error_message": "wrong: all"}
    record = read(example())
    record.imported = from_google_benchmark(
        json.dumps({"benchmarks": [row | {"time_unit": "ms"}, error]})
    )
    validator().validate(json.loads(dumps(record)))
    assert parse(dumps(record)) == record


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("`contest`", Contest),
        ("`contest`", Machine),
        ("`contest`", Bound),
        ("`contest`", Roof),
        ("`contest`", InFlight),
        ("`problem`", JuliaSet),
        ("`problem`", OwnProblem),
        ("`variants`", Variant),
        ("`variants`", Process),
        ("`variants`", Cold),
    ],
)
def test_the_page_describes_every_field(heading: str, part: type) -> None:
    text = described(heading)
    assert not {field.name for field in fields(part) if f"`{field.name}`" not in text}


def test_the_page_names_every_status_state_and_verdict() -> None:
    for status in Status:
        assert f"| `{status}` |" in described("`variants`")
    for state in State:
        assert f"`{state}`" in described("`contest`")
    for verdict in (stats.FASTER, stats.SAME, stats.UNRESOLVED):
        assert f"`{verdict}`" in described("`variants`")
    for verdict in (comparison.INCOMPARABLE, comparison.APPEARED, comparison.GONE, stats.SLOWER):
        assert f"`{verdict}`" in described("Two contests")


# What was published has many rows, and so have its pages.
PUBLISHED = ROOT.glob("benchmarks/results/*.json")


@pytest.mark.parametrize(
    "path",
    [*OLD.glob("*.json"), *(pytest.param(path, marks=pytest.mark.slow) for path in PUBLISHED)],
)
def test_files_of_every_version_can_be_read(path: Path) -> None:
    record = load(path)
    validator().validate(json.loads(dumps(record)))
    assert parse(dumps(record)) == record
    assert page(record)
    raw = json.loads(path.read_text())
    assert {row.id for row in record.variants} == {row["id"] for row in raw["variants"]}
    assert len(summaries(record)) == len(raw["variants"]) - len(record.contest.twins)


def test_a_contest_of_version_1_loses_nothing() -> None:
    record = load(OLD / "v1_documented.json")
    assert V1["schema"] == "juliaset-contest/1"
    contest, machine = record.contest, record.contest.machine
    assert contest.twins == {"twin of cpp.scalar@O3": "cpp.scalar@O3"}
    assert contest.reference == "python.loops"
    assert (machine.isa_cap, machine.architecture, machine.compiler) == ("", "x86_64", "GNU 12.2.0")
    assert contest.bound is not None
    assert contest.bound.clock_ghz == 3.99  # it had a field of its own
    assert (contest.bound.best.isa, contest.bound.best.lanes) == ("avx512", 8)
    assert record.problem == JuliaSet("book", 1000, 1000, (-0.62772, -0.42193), 300, steps=33219980)
    for row, old in zip(record.variants, V1["variants"], strict=True):
        assert [[*sample[:4]] for sample in row.samples] == old["samples"]
        assert (row.memory, row.verdict, row.reason) == (
            old["memory"],
            old["verdict"].partition(" ")[0],  # "unresolved (1 round)" had its reason inside
            old["reason"],
        )
    assert record.variants[0].cold == Cold(load_ns=812000, first_call_ns=310000)
    assert [row.status for row in record.imported] == ["ok", "wrong"]
    assert record.probes.gil is not None
    assert [row.threads for row in record.probes.gil.rows] == [1, 2]


def test_contests_of_version_1_keep_their_kind() -> None:
    assert load(OLD / "v1_commands.json").problem is None
    assert load(OLD / "v1_interrupted.json").contest.state == State.INTERRUPTED
    assert load(OLD / "v1_kernels.json").contest.state == State.CONTENDED


def test_a_view_of_version_1_has_the_window_that_it_had() -> None:
    other = V1["problem"] | {"kind": "view", "c": [-0.8, 0.156], "width": 30, "height": 30}
    steps = other["iterations"]
    seen = Problem.view(width=30, c=-0.8 + 0.156j)
    assert read(V1 | {"problem": other}).problem == julia_set(seen, steps)
    assert julia_set(Problem.book(10), 1).axes == "book"  # it has 11 columns
