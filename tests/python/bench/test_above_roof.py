"""Rows that are faster than all steps can be taken; and those that only seem to be."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from juliaset.bench.above_roof import above_roof
from juliaset.bench.core_limit import Bound, Roof
from juliaset.bench.record import Process, Sample, Variant
from juliaset.bench.record_file import load
from juliaset.bench.summary import summaries

BOUND = Bound(4.0, [Roof("sse2", 2, 0.25), Roof("avx2", 4, 0.125), Roof("avx512", 8, 0.0625)])
BEST = 0.0625
OLD = Path(__file__).parent / "contests"
RESULTS = Path(__file__).parents[3] / "benchmarks" / "results"


def row(**about: object) -> Variant:
    return replace(Variant("a", exactness="exact", steps="every"), **about)


def test_a_cached_answer_cannot_have_taken_every_step() -> None:
    said = above_roof(row(steps=""), BEST / 40, BOUND)
    assert said.startswith("it takes 0.0016 ns a step and core, but the arithmetic")
    assert "\n" not in said


@pytest.mark.parametrize(
    ("about", "declaration"),
    [
        ({}, 'steps="some"'),
        ({"toolchain": "own"}, 'STEPS = "some"'),
        ({"toolchain": "own", "flavour": "O3"}, ".steps = juliaset::Steps::some"),
    ],
)
def test_a_suspect_row_hears_how_its_source_says_that_it_proves_steps_away(
    about: dict[str, str], declaration: str
) -> None:
    said = above_roof(row(steps="every", **about), BEST / 40, BOUND)
    assert said.endswith(f"(if it is not meant to, say {declaration})")


@pytest.mark.parametrize("path", [*OLD.glob("*.json"), *RESULTS.glob("*.json")], ids=str)
@pytest.mark.parametrize("known", [True, False])
def test_no_row_of_a_file_is_accused(path: Path, *, known: bool) -> None:
    record = load(path)
    if not known:
        record.contest.bound = None
    assert [each.suspicion for each in summaries(record) if each.suspicion] == []


@pytest.mark.parametrize("known", [True, False])
def test_each_row_of_a_published_contest_is_accused_if_it_had_been_a_cache(*, known: bool) -> None:
    record = load(RESULTS / "zen4.json")
    if not known:
        record.contest.bound = None
    honest = [s for s in summaries(record) if s.ns_per_iteration and s.variant.steps == "every"]
    assert len(honest) > 10
    for summary in honest:
        row, each = summary.variant, summary.ns_per_iteration or 0
        cached = each / (summary.median_ns or 0) * 2000  # two microseconds for a million pixels
        assert above_roof(row, cached * row.threads, record.contest.bound)


def test_without_a_roof_a_row_is_compared_with_what_no_cpu_reaches() -> None:
    assert above_roof(row(steps="every"), 0.03, None) == ""
    said = above_roof(row(steps="every"), 0.02, None)
    assert said.startswith("it takes 0.02 ns a step and core, but the arithmetic of a step takes ")
    assert " at least 0.027 ns on any CPU: " in said
    assert above_roof(row(steps="every", exactness="tolerant"), 0.02, None) == ""
    assert above_roof(row(steps="some"), 1e-6, None) == ""


@pytest.mark.parametrize("steps", ["every", ""])
@pytest.mark.parametrize("share", [0.3, 0.99, 1.0, 1.1])
def test_rows_below_the_roof_or_just_at_it_are_believed(steps: str, share: float) -> None:
    assert above_roof(row(steps=steps), BEST / share, BOUND) == ""


def test_rows_that_say_so_may_prove_steps_away() -> None:
    assert above_roof(row(steps="some"), BEST / 1000, BOUND) == ""


def test_the_compiler_may_have_chosen_a_wider_set_than_the_row_names() -> None:
    assert above_roof(row(isa="sse2", lanes=2), BEST, BOUND) == ""
    assert above_roof(row(toolchain="numba"), BEST, BOUND) == ""


@pytest.mark.parametrize(
    ("about", "possible"),
    [
        ({"toolchain": "numba"}, 2 * 7 / 4),  # single precision and fused
        ({"isa": "avx512", "lanes": 8}, 2 * 7 / 4),
        ({"isa": "avx512", "lanes": 16}, 2 * 7 / 4),
        ({"isa": "avx512", "lanes": 32}, 4 * 7 / 4),  # half precision
        ({"isa": "unheard of", "lanes": 64}, 2 * 7 / 4),
    ],
)
def test_tolerant_rows_may_have_more_lanes_and_fused_steps(
    about: dict[str, object], possible: float
) -> None:
    tolerant = row(exactness="tolerant", **about)
    assert above_roof(tolerant, BEST / possible, BOUND) == ""
    assert above_roof(tolerant, BEST / possible / 1.1, BOUND)


def test_an_exact_row_may_fuse_its_doubling_and_no_more() -> None:
    assert above_roof(row(), BEST * 6 / 7, BOUND) == ""
    assert above_roof(row(), BEST * 4 / 7, BOUND)


def test_the_clock_of_the_contest_may_have_been_faster_than_that_of_the_roof() -> None:
    taken = BEST * 0.75
    assert above_roof(row(), taken, BOUND)
    assert above_roof(row(), taken, replace(BOUND, clock_after_ghz=4.6)) == ""
    assert above_roof(row(), taken, replace(BOUND, clock_after_ghz=3.5))  # it was slower later


def test_a_cap_that_others_do_not_obey_proves_nothing() -> None:
    narrow = Bound(4.0, BOUND.roofs[:1])
    assert above_roof(row(toolchain="numba"), BEST, narrow)
    assert above_roof(row(toolchain="numba"), BEST, replace(narrow, capped=True)) == ""


def test_threads_that_a_row_does_not_know_of_are_seen_by_their_cpu_time() -> None:
    alone = row(threads=1, processes=[Process([Sample(0, 0, 10.0, 10.0)])])
    hidden = row(threads=1, processes=[Process([Sample(0, 0, 10.0, 40.0)])])
    announced = row(threads=4, processes=[Process([Sample(0, 0, 10.0, 40.0)])])
    assert above_roof(alone, BEST / 4, BOUND)
    assert above_roof(hidden, BEST / 4, BOUND) == ""
    assert above_roof(announced, BEST, BOUND) == ""
    assert above_roof(announced, BEST / 4, BOUND)
