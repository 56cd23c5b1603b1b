"""What a contest announces before it measures."""

from juliaset.bench.rules import Rules
from juliaset.bench.screen import announced
from juliaset.bench.selection import one

ROW = one("cpp.scalar")


def test_a_contest_announces_its_budget() -> None:
    assert (
        announced([ROW] * 27, Rules(budget_s=20), 2, ROW)
        == "Measuring 27 rows; no round begins after 20 s."
    )
    assert (
        announced([ROW], Rules(budget_s=20), 64, ROW)
        == "Measuring 1 row; no round begins after 20 s."
    )


def test_a_budget_that_is_too_short_for_one_sample_of_each_is_not_promised() -> None:
    said = announced([ROW] * 27, Rules(budget_s=3), 2, ROW)
    assert said == "Measuring 27 rows, each at least once: 8 s or more."
    assert announced([ROW] * 27, Rules(budget_s=3), 1, ROW).endswith("once: 12 s or more.")
