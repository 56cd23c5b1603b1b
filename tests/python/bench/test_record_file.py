"""A contest's file as an interface: types, schema, page, example and old files agree."""

import copy
import json
import math
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import fields

import contest_schema
from juliaset.bench import comparison, record_file, stats
from juliaset.bench.contestants.function import FunctionContestant
from juliaset.bench.exports import to_markdown
from juliaset.bench.google_benchmark import from_google_benchmark
from juliaset.bench.record import (
    LONGEST,
    SCHEMA,
    SHORTEST_NS,
    Bound,
    Cold,
    Contest,
    InFlight,
    JuliaSet,
    Process,
    Record,
    Roof,
    Sample,
    State,
    Status,
    Variant,
)
from juliaset.bench.record_file import dumps, load, parse, save
from juliaset.bench.report import page
from juliaset.bench.rounds import Entry, Timing
from juliaset.bench.shared_problem import julia_set
from juliaset.bench.summary import controls, summaries
from juliaset.machine import Machine
from juliaset.problem import Problem

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "contest.md").read_text()
SCHEMA_TEXT = (ROOT / "docs" / "contest.schema.json").read_text()
RULES = json.loads(SCHEMA_TEXT)
OLD = Path(__file__).parent / "contests"


@cache
def validator() -> "Draft202012Validator":
    """Return what checks a file, imported here because that takes longer than all checks."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    return Draft202012Validator(RULES)


def example() -> dict[str, Any]:
    block = PAGE.partition("```json\n")[2].partition("```")[0]
    return json.loads(block)


def read(contents: object) -> Record:
    return parse(json.dumps(contents))


def described(heading: str) -> str:
    """Return the part of the page under a heading."""
    return PAGE.partition(f"## {heading}")[2].partition("\n## ")[0]


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


@pytest.mark.parametrize("path", [*OLD.glob("*.json"), *ROOT.glob("benchmarks/results/*.json")])
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
    raw = json.loads((OLD / "v1_documented.json").read_text())
    assert raw["schema"] == "juliaset-contest/1"
    contest, machine = record.contest, record.contest.machine
    assert contest.twins == {"twin of cpp.scalar@O3": "cpp.scalar@O3"}
    assert contest.reference == "python.loops"
    assert (machine.isa_cap, machine.architecture, machine.compiler) == ("", "x86_64", "GNU 12.2.0")
    assert contest.bound is not None
    assert contest.bound.clock_ghz == 3.99  # it had a field of its own
    assert (contest.bound.best.isa, contest.bound.best.lanes) == ("avx512", 8)
    assert record.problem == JuliaSet("book", 1000, 1000, (-0.62772, -0.42193), 300, steps=33219980)
    for row, old in zip(record.variants, raw["variants"], strict=True):
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


def changed(path: str, value: object) -> dict[str, Any]:
    """Return the example with another value at a path like variants/0/id."""
    contents = copy.deepcopy(example())
    place: Any = contents
    *way, last = path.split("/")
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    place[int(last) if isinstance(place, list) else last] = value
    return contents


FIRST = "variants/0/processes/0/samples/0"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema", "juliaset-contest/0"),
        ("schema", None),
        ("extra", 1),
        ("contest/extra", 1),
        ("contest/state", "done"),
        ("contest/when", "yesterday"),
        ("contest/machine/cores", 0),
        ("contest/machine/flags", {"O3": 3}),
        ("contest/bound/roofs", []),
        ("contest/bound/roofs/0/ns_per_iteration", 0),
        ("contest/seconds", -1),
        ("problem/c", [0.5]),
        ("problem/width", 10.5),
        ("problem/kind", "mandelbrot"),
        ("problem/steps", 2**53),
        ("variants/0/extra", 1),
        ("variants/0/id", ""),
        ("variants/0/status", "okay"),
        ("variants/0/verdict", "best"),
        ("variants/0/gil", "free"),
        ("variants/0/steps", "few"),
        ("variants/0/cold/warm_ns", 1.0),
        (FIRST, [0, 0, 1.0]),
        (FIRST, [0, 0, 1.0, 1.0, 1.0, 1.0]),
        (FIRST, [0, 0, 1.0, 1.0, -1.0]),
        (FIRST, [0.5, 0, 1.0, 1.0]),
        (FIRST, [0, 0, 0, 1.0]),
        (FIRST, [0, 0, 1.0, -1.0]),
        (FIRST, [0, 0, 5e-324, 1.0]),
        ("contest/bound/clock_ghz", 5e-324),
        ("contest/bound/roofs/0/ns_per_iteration", 5e-324),
        ("variants/0/pictures", 0),
        (FIRST, [0, 0, 1e19, 1.0]),
        (FIRST, [0, 0, 10**400, 1.0]),
        (FIRST, [0, 0, True, 1.0]),
        ("imported/0/status", "crashed"),
        ("probes/gil", [1, 2]),
        ("probes/clock", 4.0),
    ],
)
def test_types_and_schema_refuse_the_same(path: str, value: object) -> None:
    contents = changed(path, value)
    assert not validator().is_valid(contents)
    with pytest.raises(ValueError, match=r"`\$|object|Object|its schema"):
        read(contents)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("variants/0/status", "wrong", "allowed then: a reason, and no verdict"),
        ("variants/3/verdict", "faster", "allowed then: a reason, and no verdict"),
        ("variants/1/id", "python.loops", "two rows have the id 'python.loops'"),
        ("contest/baseline", "cpp.simd@O3", "its baseline is 'cpp.simd@O3', and no row has"),
        ("contest/reference", "x", "its reference is 'x', and no row has"),
        ("contest/twins", {"x": "cpp.scalar@O3"}, "its twin is 'x', and no row has"),
        ("contest/twins", {"python.loops": "x"}, "its twin's row is 'x', and no row has"),
        ("contest/twins", {"cpp.scalar@O3": "cpp.scalar@O3"}, "is both a row and a twin"),
        ("variants/1/processes/1/samples/0/0", 1, "two samples of one round"),
        ("imported/0/real_time", None, "needs either times or a bad status"),
    ],
)
def test_parts_that_contradict_each_other_are_refused(
    path: str, value: object, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        read(changed(path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("contest/bound", None),
        ("contest/reference", None),
        ("contest/twins", {}),
        ("contest/state", "interrupted"),
        ("contest/when", "2026-11-21T10:21:55.5Z"),
        ("problem", None),
        ("problem", {"kind": "own", "name": "primes", "parameters": {"below": 1000}}),
        ("variants/0/memory", None),
        ("variants/0/processes", []),
        ("variants/0/verdict", ""),
    ],
)
def test_types_and_schema_allow_the_same(path: str, value: object) -> None:
    validator().validate(changed(path, value))
    read(changed(path, value))


@pytest.mark.parametrize("state", ["complete", "contended"])
def test_no_arithmetic_on_what_is_allowed_overflows(state: str) -> None:
    contents = changed("contest/state", state)
    ends = {"wall_ns": (SHORTEST_NS, LONGEST), "cpu_ns": (LONGEST, 0, 1e-300)}
    for place, row in enumerate(contents["variants"]):
        samples = [
            [n, 0, *(values[(place + n) % len(values)] for values in ends.values())]
            for n in range(40)
        ]
        row["processes"] = [{"samples": samples}] if row["status"] == "ok" else []
        row.update(dict.fromkeys(("lanes", "calls", "pictures"), 2**53 - 1))
        row["threads"] = 2**53 - 1 if place % 2 else 1
    contents["contest"]["bound"]["roofs"] = [
        {"isa": "sse2", "lanes": 2, "ns_per_iteration": limit} for limit in (SHORTEST_NS, LONGEST)
    ]
    contents["problem"]["steps"] = 2**53 - 1
    validator().validate(contents)
    record = read(contents)
    for summary in summaries(record):
        numbers = (summary.median_ns, summary.ns_per_iteration, summary.share_of_bound)
        assert all(math.isfinite(number) and number > 0 for number in numbers if number is not None)
    assert page(record)
    assert to_markdown(record)
    for change in comparison.changes(record, record):
        assert change.ratio is None or math.isfinite(change.ratio)


@pytest.mark.parametrize("nothing", [0, 1e-300])
def test_a_row_whose_cpu_time_its_clock_did_not_show_is_compared_by_wall_time(
    nothing: float,
) -> None:
    contents = changed("contest/state", "contended")
    for row in contents["variants"]:
        for process in row["processes"]:
            for sample in process["samples"]:
                sample[3] = sample[2] / (4 if "fast" in row["id"] else 2)
    by_cpu = {each.variant.id: each for each in summaries(read(contents))}
    assert by_cpu["cpp.scalar@O3"].median_ns == 75100000 / 2
    fast = by_cpu["cpp.fastmath@O3"].against_baseline
    assert fast is not None
    assert fast.ratio == pytest.approx(2 * 75.0 / 60.2, rel=0.01)
    # Now the baseline's clock shows nothing of one of its samples.
    contents["variants"][1]["processes"][0]["samples"][0][3] = nothing
    record = read(contents)
    by_wall = {each.variant.id: each for each in summaries(record)}
    assert by_wall["cpp.scalar@O3"].median_ns == 75100000
    fast = by_wall["cpp.fastmath@O3"].against_baseline
    assert fast is not None
    assert fast.ratio == pytest.approx(75.0 / 60.2, rel=0.01)
    (twin,) = controls(record).values()
    assert twin is not None
    assert twin.ratio == pytest.approx(1, rel=0.01)
    assert page(record)
    assert to_markdown(record)


def test_a_contest_writes_no_time_that_it_refuses() -> None:
    row = Variant("fast", calls=2**53 - 1)
    Entry(row, FunctionContestant(list, None)).add(0, 0, Timing(0.0, 0.0))
    assert row.samples[0].wall_ns > SHORTEST_NS


TEXT = json.dumps(example())


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"no JSON",
        b"[]",
        b"3",
        b"{}",
        b"\xff\xfe",
        b'{"schema": "juliaset-ladder/1", "rows": []}',
        b"[" * 200_000,
        b'{"contest": ' + b"[" * 200_000,
        b'{"x": ' * 200_000,
        TEXT.replace("3004786325.0", "NaN").encode(),
        TEXT.replace("3004786325.0", "Infinity").encode(),
        TEXT.replace("3004786325.0", "1e999").encode(),
        TEXT.replace("3004786325.0", "9" * 5000).encode(),
        TEXT.replace('"python.loops"', '"\\ud800"').encode(),
        TEXT[:-20].encode(),
        TEXT.replace('"extra', "").encode() + b"{}",
        TEXT.replace('"probes"', '"\\u001b[2J\\n"').encode(),
    ],
)
def test_any_other_file_gets_one_line_with_its_name(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_bytes(text)
    with pytest.raises(ValueError, match=r"odd\.json is not the JSON of a contest: .") as refused:
        load(path)
    said = str(refused.value)
    assert said.isprintable()
    assert len(said) < 600


def test_what_is_no_regular_file_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for name in (tmp_path, tmp_path / "fifo", Path("/dev/zero")):
        with pytest.raises(ValueError, match="it is not a regular file"):
            load(name)
    with pytest.raises(ValueError, match=r"there is no file .*absent\.json"):
        load(tmp_path / "absent.json")


def test_a_file_that_is_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(record_file.LARGEST + 1)  # a hole: it takes no room
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    with pytest.raises(ValueError, match="it has 268,435,457 bytes"):
        load(path)


V1 = json.loads((OLD / "v1_documented.json").read_text())


@pytest.mark.parametrize(
    "contents",
    [
        {},
        {"contest": None},
        {"contest": [1, 2]},
        {"contest": {}},
        {"contest": V1["contest"] | {"flags": 3}},
        {"contest": V1["contest"] | {"bound": [1]}},
        {"contest": V1["contest"] | {"bound": {"isa": 1, "ns_per_iteration": "x"}}},
        {"contest": V1["contest"] | {"extra": 1}},
        {"problem": 3},
        {"problem": {"kind": "book"}},
        {"problem": V1["problem"] | {"width": 0, "kind": "view"}},
        {"variants": None},
        {"variants": [3]},
        {"variants": [{}]},
        {"variants": [V1["variants"][0] | {"samples": [[0, 0, -1.0, 1.0]]}]},
        {"variants": [V1["variants"][0] | {"samples": 7}]},
        {"extra": 1},
    ],
)
def test_nonsense_in_version_1_gets_one_line_too(contents: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    whole = V1 | contents if contents else {"schema": V1["schema"]}
    path.write_text(json.dumps(whole))
    with pytest.raises(ValueError, match=r"old\.json is not the JSON of a contest: .") as refused:
        load(path)
    assert str(refused.value).isprintable()


def test_a_view_of_version_1_has_the_window_that_it_had() -> None:
    other = V1["problem"] | {"kind": "view", "c": [-0.8, 0.156], "width": 30, "height": 30}
    steps = other["iterations"]
    seen = Problem.view(width=30, c=-0.8 + 0.156j)
    assert read(V1 | {"problem": other}).problem == julia_set(seen, steps)
    assert julia_set(Problem.book(10), 1).axes == "book"  # it has 11 columns


def test_a_version_that_is_not_known_is_named() -> None:
    with pytest.raises(
        ValueError, match=rf"'juliaset-contest/0'; allowed: {SCHEMA}, .*-contest/1, .*-contest/2$"
    ):
        read(changed("schema", "juliaset-contest/0"))
