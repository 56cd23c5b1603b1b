"""What a contest's file may say: types and schema agree, and no value breaks the arithmetic."""

import math

import pytest
from documented import changed, example, read, validator

from juliaset.bench import comparison
from juliaset.bench.contestants.function import FunctionContestant
from juliaset.bench.exports import to_markdown
from juliaset.bench.record import Variant
from juliaset.bench.report import page
from juliaset.bench.rounds import Entry, Timing
from juliaset.bench.summary import controls, summaries
from juliaset.ranges import (
    LONGEST,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_CONTROLS,
    MOST_ROWS,
    SHORTEST_NS,
)

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
        ("variants/0/id", "x" * (LONGEST_NAME + 1)),
        ("variants/0/note", "x" * (LONGEST_TEXT + 1)),
        ("contest/machine/cpu", "x" * (LONGEST_TEXT + 1)),
        ("contest/machine/cores", 10**400),
        ("contest/machine/cpu_quota", 1e308),
        ("contest/twins", {f"twin {n}": "cpp.scalar@O3" for n in range(MOST_CONTROLS + 1)}),
        pytest.param(
            "variants", [example()["variants"][0]] * (MOST_ROWS + 1), marks=pytest.mark.slow
        ),
        ("variants/0/environment", {str(n): "" for n in range(1001)}),
        ("imported/0/ns_per_iteration", 1e-300),
        ("imported/0/real_time", 0),
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
        ("contest/twins", {"x": "cpp.scalar@O3"}, "its control is 'x', and no row has"),
        ("contest/twins", {"python.loops": "x"}, "its control's row is 'x', and no row has"),
        ("contest/twins", {"cpp.scalar@O3": "cpp.scalar@O3"}, "is both a row and a control"),
        ("variants/1/processes/1/samples/0/0", 1, "two samples of one round"),
        ("contest/when", "2026-02-30T00:00:00Z", "allowed: a date and time that exist"),
        ("contest/when", "0001-01-01T00:00:00+23:59", "allowed: a date and time that exist"),
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
