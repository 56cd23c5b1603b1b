"""When a contest is contended: by what its samples waited for a core, and without that by CPU."""

import pytest

from juliaset.bench.contention import has_cpu_times, too_busy, waited_long
from juliaset.bench.notes import notes
from juliaset.bench.record import Contest, Process, Record, Sample, Variant
from juliaset.machine import Machine

MS = 1e6
MACHINE = Machine("a CPU", 4, "", "", "", "", "", {}, {}, "")


def row(  # noqa: PLR0913
    name: str = "row",
    *,
    wall: float = 100.0,
    cpu: float | None = None,
    waited: float | None = 0.0,
    toolchain: str = "cpp",
    threads: int = 1,
) -> Variant:
    """Return a row of eleven equal samples, in milliseconds."""
    ran = wall * threads - (waited or 0) if cpu is None else cpu
    sample = Sample(0, 0, wall * MS, ran * MS, None if waited is None else waited * MS)
    samples = [sample._replace(round=number) for number in range(11)]
    return Variant(name, toolchain=toolchain, threads=threads, processes=[Process(samples)])


def record(*rows: Variant) -> Record:
    """Return a contest whose first row is the baseline, and the second its twin."""
    names = [each.id for each in rows]
    about = Contest("2026-11-28T10:00:00Z", MACHINE, names[0], {names[1]: names[0]}, None, 60.0)
    return Record(about, None, list(rows))


KINDS = ("cpp", "python", "function", "command")


@pytest.mark.parametrize("kind", KINDS)
def test_a_control_that_waited_makes_a_contest_contended_of_any_kind(kind: str) -> None:
    calm = row("baseline", toolchain=kind)
    assert not too_busy(record(calm, row("twin", waited=2.9, toolchain=kind)))
    assert too_busy(record(calm, row("twin", waited=3.1, toolchain=kind)))
    assert too_busy(record(row("baseline", waited=40, toolchain=kind), row("twin")))


def test_a_row_that_waited_alone_does_not() -> None:
    assert not too_busy(record(row("baseline"), row("twin"), row(waited=50)))


def test_a_moment_of_waiting_does_not() -> None:
    twin = row("twin")
    samples = twin.processes[0].samples
    samples[:5] = [sample._replace(waited_ns=50 * MS) for sample in samples[:5]]
    assert not waited_long(twin)
    samples[5] = samples[5]._replace(waited_ns=50 * MS)
    assert waited_long(twin)


def test_most_rows_with_several_threads_do() -> None:
    controls = row("baseline"), row("twin")
    one, two, three = (row(f"row {n}", threads=2, waited=20) for n in range(3))
    calm = row("calm", threads=2)
    assert too_busy(record(*controls, one))
    assert too_busy(record(*controls, one, two, three, calm))
    assert not too_busy(record(*controls, one, calm, row("calm too", threads=2)))


def test_the_time_of_threads_is_that_of_all_of_them() -> None:
    assert not waited_long(row(threads=4, waited=10, cpu=390))
    assert waited_long(row(threads=4, waited=14, cpu=386))


def test_without_run_delay_a_kernel_on_one_thread_shows_it_by_its_cpu_time() -> None:
    assert waited_long(row(waited=None, cpu=96.9))
    assert not waited_long(row(waited=None, cpu=97.1))
    assert not waited_long(row(waited=None, cpu=50, threads=2))
    for kind in ("function", "command"):  # it may have slept
        assert not waited_long(row(waited=None, cpu=50, toolchain=kind))


def test_a_row_without_samples_shows_nothing() -> None:
    assert not waited_long(Variant("row", toolchain="cpp"))
    assert not too_busy(record(Variant("baseline"), Variant("twin"), Variant("row", threads=2)))


def test_sleep_is_not_measured_by_the_cpu() -> None:
    assert has_cpu_times(row(toolchain="command", waited=40))
    assert has_cpu_times(row(toolchain="function", waited=40))
    assert not has_cpu_times(row(toolchain="command", cpu=1))
    assert not has_cpu_times(row(toolchain="function", cpu=90))
    assert not has_cpu_times(row(toolchain="function", cpu=190))  # two threads of its own
    assert has_cpu_times(row(cpu=1))
    assert not has_cpu_times(row(cpu=0))
    assert not has_cpu_times(row(threads=2))
    assert not has_cpu_times(Variant("row", toolchain="command"))


def test_the_note_says_what_is_compared_by_what() -> None:
    busy = record(row("baseline"), row("twin"))
    busy.contest.state = type(busy.contest.state).CONTENDED
    assert any("The machine was busy: rows that only compute" in note for note in notes(busy, []))
