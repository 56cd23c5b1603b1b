"""What `juliaset gil` says and writes: each thread has a picture, and readers know of that."""

import csv
import io
import json

import pytest
from contest_sample import BASELINE, contest
from page_reader import Page

from juliaset.bench.comparison import changes
from juliaset.bench.exports import to_csv, to_markdown, to_pyperf
from juliaset.bench.record import Process, Record, Sample, Together, Variant
from juliaset.bench.report import page
from juliaset.bench.rules import Rules
from juliaset.bench.summary import summaries
from juliaset.bench.table import as_text
from juliaset.bench.views.gil import announced
from juliaset.bench.views.gil_table import meaning

ONE = Together(1, held=1.0, released=1.01, processes=1.0, stall_held_ms=1, stall_released_ms=1)
TWO = Together(2, held=0.9, released=0.95, processes=1.2, stall_held_ms=80, stall_released_ms=4)
THREADS, PROCESSES = "cpp.scalar@O3 in 2 threads", "cpp.scalar@O3 in 2 processes"


def test_several_threads_are_spoken_of_even_on_a_busy_machine() -> None:
    assert meaning([ONE, TWO]).startswith("2 threads that hold the GIL")


def test_one_thread_alone_shows_nothing() -> None:
    assert "ask for more" in meaning([ONE])


def test_what_is_measured_is_said_before_it_is() -> None:
    rules = Rules(budget_s=20)
    ends = "no round begins after 20 s."
    assert (
        announced("cpp.scalar", [2, 1, 2], rules) == f"Measuring cpp.scalar on 1, 2 threads; {ends}"
    )
    assert announced("cpp.scalar", [1], rules) == f"Measuring cpp.scalar on 1 thread; {ends}"
    with pytest.raises(ValueError, match="allowed: cpp"):
        announced("python.loops", [1], rules)


def together(name: str, milliseconds: float, pictures: int = 2) -> Variant:
    """Return a row whose calls compute that many pictures at once."""
    took = milliseconds * 1e6
    samples = [Sample(number, 0, took, pictures * took) for number in range(30)]
    return Variant(
        name,
        kernel="cpp.scalar",
        toolchain="cpp",
        flavour="O3",
        gil="released",
        threads=pictures,
        pictures=pictures,
        exactness="exact",
        processes=[Process([sample]) for sample in samples],
    )


@pytest.fixture
def record() -> Record:
    """A contest in which two pictures take 1.25 times, or twice, as long as one."""
    found = contest()
    (twin,) = found.contest.twins
    rows = [together(name, 80, 1) for name in (BASELINE, twin, "cpp.scalar@O3 in 1 process")]
    found.variants = [*rows, together(THREADS, 100), together(PROCESSES, 160)]
    found.contest.reference = None
    return found


def test_times_and_verdicts_are_of_one_picture(record: Record) -> None:
    found = {summary.variant.id: summary for summary in summaries(record)}
    two = found[THREADS]
    assert two.against_baseline is not None
    assert (two.median_ns, two.min_ns) == (50e6, 50e6)
    assert two.against_baseline.ratio == pytest.approx(1.6)
    assert two.against_baseline.verdict == "faster"
    same = found[PROCESSES].against_baseline
    assert same is not None
    assert same.verdict == "same"
    one = found[BASELINE]
    assert one.ns_per_iteration == pytest.approx(80e6 / (record.steps or 1))
    assert two.ns_per_iteration == pytest.approx(50e6 / (record.steps or 1))
    assert one.share_of_bound is not None
    # Two cores took 100 ms for two pictures, one core 80 ms for one.
    assert two.share_of_bound == pytest.approx(one.share_of_bound * 80 / 100)


def test_tables_say_of_what_the_times_are(record: Record) -> None:
    for text in (as_text(record), to_markdown(record)):
        assert "time of a picture" in text
        (line,) = [line for line in text.splitlines() if THREADS in line]
        assert "50 ms" in line
        assert "faster" in line
    record.variants = record.variants[:3]
    assert "time of a picture" not in as_text(record)


def test_the_page_shows_no_scaling_of_one_picture(record: Record) -> None:
    shown = Page(page(record))
    assert "No kernel was measured with several numbers of threads" in shown.said("scaling")
    assert "computes several pictures at once" in shown.said()
    assert f"{THREADS} 50 ms 50 ms 1.60 x" in shown.said("numbers")


def test_exports_keep_what_a_time_is_of(record: Record) -> None:
    lines = [line for line in csv.DictReader(io.StringIO(to_csv(record))) if line["id"] == THREADS]
    assert {(line["pictures"], line["wall_ns"]) for line in lines} == {("2", "100000000.0")}
    (found,) = [
        each
        for each in json.loads(to_pyperf(record))["benchmarks"]
        if each["metadata"]["name"] == THREADS
    ]
    assert found["metadata"]["inner_loops"] == 2
    assert set(found["runs"][0]["values"]) == {0.05}


def test_a_file_that_does_not_say_it_is_not_compared_with_one_that_does(record: Record) -> None:
    old = contest()
    old.variants = [together(name, 80, 1) for name in (BASELINE, *old.contest.twins, THREADS)]
    old.variants[-1].threads = 2
    (found,) = [change for change in changes(old, record) if change.id == THREADS]
    assert found.reason == "the number of pictures at once was 1, is 2"
