"""Typed code that compares functions and reads a contest's file."""

from pathlib import Path
from typing import assert_type

from juliaset.bench import Outcome, Rules, contest
from juliaset.bench.record import Record, Sample, Variant
from juliaset.bench.record_file import load
from juliaset.bench.record_problem import JuliaSet, OwnProblem


def slow() -> int:
    return sum(range(1000))


def compare() -> dict[str, str]:
    rules = Rules(budget_s=1.0, processes=5)
    outcome = contest(
        {"slow": slow, "fast": lambda: 499500},
        check=lambda answer: answer == 499500,
        baseline="slow",
        rules=rules,
    )
    assert_type(outcome, Outcome)
    assert_type(outcome.record, Record)
    outcome.save("contest.json")
    outcome.save(Path("contest.json"))
    ratios = [comparison.ratio for comparison in outcome.comparisons.values()]
    assert_type(ratios, list[float])
    return assert_type(outcome.verdicts, dict[str, str])


def read(path: Path) -> float:
    record = assert_type(load(path), Record)
    assert_type(record.problem, JuliaSet | OwnProblem | None)
    assert_type(record.steps, int | None)
    row = assert_type(record.find("cpp.scalar@O3"), Variant | None)
    if row is None or not row.timed:
        return 0.0
    assert_type(row.samples, list[Sample])
    return min(sample.wall_ns for sample in row.samples)


def refused() -> None:
    contest([slow])  # type: ignore[arg-type]
    contest({"slow": 1})  # type: ignore[dict-item]
    contest({"slow": lambda argument: argument})  # type: ignore[misc, dict-item]
    contest({"slow": slow}, "slow")  # type: ignore[arg-type]
    contest({"slow": slow}, None, "slow")  # type: ignore[call-arg]
    Rules(budget="long")  # type: ignore[call-arg]
    load(3)  # type: ignore[arg-type]
    Sample(0, 0, 1.0)  # type: ignore[call-arg]
