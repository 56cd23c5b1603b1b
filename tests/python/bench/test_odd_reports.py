"""The page of a contest that lacks something, or whose texts are markup."""

from collections.abc import Callable

import msgspec
import pytest
from contest_sample import BASELINE, TWIN, contest, embedded, few_rows, untimed, variant
from page_reader import Page

from juliaset.bench.record import Probes, Record, State
from juliaset.bench.report import page
from juliaset.machine import Machine

SCRIPT = "<script>alert(1)</script>"


def poisoned(value: object) -> object:
    """Add markup to every string of a record, keys and all."""
    if isinstance(value, str):
        return value + SCRIPT + "\"'</p>"
    if isinstance(value, dict):
        return {key: poisoned(each) for key, each in value.items()}
    return [poisoned(each) for each in value] if isinstance(value, list) else value


def test_nothing_in_a_record_becomes_markup() -> None:
    plain = few_rows()
    record = few_rows()
    machine = poisoned(msgspec.to_builtins(plain.contest.machine))
    record.contest.machine = msgspec.convert(machine, Machine)
    record.contest.machine.flags[SCRIPT] = SCRIPT
    assert record.probes.gil is not None
    record.probes.gil.kernel = SCRIPT
    for row in record.variants[1:]:
        if row.id not in {BASELINE, TWIN}:  # these names stay, so that there is something to show
            row.id = str(poisoned(row.id))
        row.kernel, row.toolchain = str(poisoned(row.kernel)), SCRIPT
        row.reason = row.note = SCRIPT
        row.flavour = SCRIPT if row.flavour is None else row.flavour + SCRIPT
    text = page(record)
    assert SCRIPT not in text
    assert embedded(text) == record
    shown = Page(text)
    tags = {tag for tag, _ in shown.elements}
    assert tags <= {tag for tag, _ in Page(page(plain)).elements} | {"div"}
    assert len(shown.attributes("script")) == 2


def without_rows(record: Record) -> None:
    record.variants = []


def without_times(record: Record) -> None:
    record.variants = [untimed("cpp.scalar@O3", "crashed", "SIGSEGV")]


def one_round(record: Record) -> None:
    record.variants = [variant(row.id, 1) for row in record.variants]


def without_twin(record: Record) -> None:
    record.contest.twins = {}


def without_baseline(record: Record) -> None:
    record.contest.baseline = "none"


def without_reference(record: Record) -> None:
    record.variants = record.variants[1:]


def without_both(record: Record) -> None:
    record.variants = [row for row in record.variants[1:] if row.id != BASELINE]


def commands(record: Record) -> None:
    record.problem = None
    for row in record.variants:
        row.exactness = ""


def only_the_reference(record: Record) -> None:
    record.variants = record.variants[:1]


def contended(record: Record) -> None:
    record.contest.state = State.CONTENDED


def interrupted(record: Record) -> None:
    record.contest.state = State.INTERRUPTED


def alone(record: Record) -> None:
    record.variants = [row for row in record.variants if "/t" not in row.id or row.id == TWIN]
    record.variants = [row for row in record.variants if row.flavour in {None, "O3"}]
    record.probes = Probes()
    record.contest.bound, record.contest.no_bound = None, "the machine was busy: very"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without_rows, {"": "No row has a time"}),
        (without_times, {"ladder": "cpp.scalar@O3 crashed : SIGSEGV"}),
        (one_round, {"intervals": "unresolved"}),
        (without_twin, {"intervals": "no verdicts"}),
        (without_baseline, {"intervals": "no interval to show"}),
        (without_reference, {"ladder": "Times as fast as cpp.scalar@O3"}),
        (without_both, {"ladder": "neither the reference nor the baseline has a time"}),
        (
            commands,
            {
                "": "as python.loops 2.84 ms instead of 3 s. 36 of 39",
                "numbers": "status,round,position,wall_ns,cpu_ns,waited_ns python.loops",
            },
        ),
        (only_the_reference, {"ladder": "python.loops 1.00 x"}),
        (
            contended,
            {"": "The machine was busy", "scaling": "Not shown: the machine was busy"},
        ),
        (interrupted, {"": "was interrupted"}),
        (
            alone,
            {
                "scaling": "juliaset scale",
                "matrix": "juliaset matrix",
                "gil": "juliaset gil",
                "roof": "no measured bound, because the machine was busy: very",
            },
        ),
    ],
)
def test_a_poor_record_gives_a_page(
    change: Callable[[Record], None], words: dict[str, str]
) -> None:
    record = contest() if change is commands else few_rows()
    change(record)
    shown = Page(page(record))
    for section, said in words.items():
        assert said in shown.said(section)
