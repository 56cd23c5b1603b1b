"""What `juliaset compare` prints of its changes: a table that fits, each reason once, a summary."""

import pytest
from rich.console import Console

from juliaset.bench.comparison import Change
from juliaset.bench.intervals import Interval
from juliaset.bench.views.changes import change_table, legend, notes, summary, why_unknown

LONG = "cpp.openmp_simd_tiled_avx512@O3_native/t2/held"
SLOWER = Change("cpp.simd@O3", "slower", "", 1 / 1.1, Interval(1 / 1.12, 1 / 1.08, 0.95), 3, 2.7)
BROKEN = Change("cpp.openmp@O3", "incomparable", "was ok, is wrong: [1, 2] differs", broke=True)
FLAGS = "the set of flags was -O3, is -O3 -g"
FOUND = [
    SLOWER,
    Change(LONG, "same", "", 1.0, Interval(0.99, 1.01, 0.95), 5.0, 5.0),
    BROKEN,
    Change("cpp.a@O3", "incomparable", FLAGS),
    Change("cpp.b@O3", "incomparable", FLAGS),
    Change("cpp.c@O3", "gone", "was ok"),
]


def printed(found: list[Change], width: int) -> list[str]:
    console = Console(width=width)
    with console.capture() as shown:
        console.print(change_table(found, width))
    return [line.rstrip() for line in shown.get().splitlines()]


@pytest.mark.parametrize("width", [80, 100, 160])
def test_the_table_keeps_names_and_verdicts_whole(width: int) -> None:
    lines = printed(FOUND, width)
    assert len(lines) == len(FOUND) + 1
    assert all(len(line) <= width for line in lines)
    assert any(line.startswith(f"{LONG} ") and " same" in line for line in lines)


def test_a_change_is_one_of_the_time_as_the_limit_is() -> None:
    heading, simd, *_ = printed([SLOWER], 100)
    assert heading.split() == ["kernel", "change", "interval", "verdict", "was", "is"]
    assert " ".join(simd.split()) == "cpp.simd@O3 +10.0% +8.0% to +12.0% slower 3 x 2.7 x"


def test_the_legend_explains_the_numbers_that_are_shown() -> None:
    headings = [str(column.header) for column in change_table([SLOWER], 100).columns]
    assert [line.split()[0] for line in legend(headings)] == ["change", "was", "is"]
    assert [line.split()[0] for line in legend(["kernel", "change", "verdict"])] == ["change"]


def test_each_reason_stands_once_with_its_rows() -> None:
    assert list(notes(FOUND)) == [
        "cpp.openmp@O3: was ok, is wrong: [1, 2] differs",
        f"cpp.a@O3, cpp.b@O3: {FLAGS}",
        "cpp.c@O3: was ok",
    ]
    assert list(notes(FOUND[3:5])) == [f"all rows: {FLAGS}"]
    few = [Change(name, "unresolved", "1 process before") for name in "abcdef"]
    assert list(notes([*few, SLOWER])) == ["a, b, c, d and 2 more: 1 process before"]
    lost = [Change(name, "gone", "was ok", missing=True) for name in "abcdef"]
    assert list(notes([*lost, SLOWER])) == ["a, b, c, d, e, f: was ok"]


def test_the_summary_counts_what_was_compared_and_what_was_not() -> None:
    assert summary(FOUND) == (
        "Compared 2 of 6 rows: 1 slower, 1 same. Not compared: 1 broken, 2 incomparable, 1 gone."
    )
    assert summary([SLOWER]) == "Compared 1 of 1 row: 1 slower."
    assert summary([]) == "Compared 0 of 0 rows."


def test_no_answer_has_its_reasons() -> None:
    assert why_unknown(FOUND[3:], "") == f"nothing can be compared: {FLAGS}"
    assert why_unknown([], "they share no row") == "nothing can be compared: they share no row"
    noisy = [Change("a", "unresolved"), Change("b", "unresolved")]
    noise = "no row's change is known: the noise is larger than it; measure for longer"
    assert why_unknown(noisy, "") == noise
    lost = Change("c", "gone", missing=True)
    assert why_unknown([*noisy, lost], "", allow_missing=True) == noise
    assert why_unknown([*noisy, lost], "") == (
        "1 row of the old contest cannot be compared: c; --allow-missing accepts that"
    )
    assert why_unknown([*noisy, *[lost] * 6], "") == (
        "6 rows of the old contest cannot be compared: c, c, c, c and 2 more; --allow-missing "
        "accepts that"
    )
