"""What a row without a verdict needs, and the options or rules that provide it."""

import math

from juliaset.bench.record import Record
from juliaset.bench.stats import Comparison


def what_it_needs(record: Record, pair: Comparison) -> str:
    """Return how many processes a row has and needs, in words that fit several rows too."""
    unit = "run" if _of_programs(record) else "process"
    if pair.processes != 1:
        unit = {"run": "runs", "process": "processes"}[unit]
    return f"{pair.processes} {unit}, {pair.needed} needed: {_more(record, pair)}"


def _of_programs(record: Record) -> bool:
    return any(row.toolchain == "command" for row in record.variants)


def _more(record: Record, pair: Comparison) -> str:
    """Return what to ask for, so that a row gets the processes that it needs."""
    if _of_programs(record):
        # With --runs each run counts, and not the mean of several.
        return f"--runs {(pair.needed or 0) * max(row.calls for row in record.variants)}"
    contest = record.contest
    times_as_many = (pair.needed or 0) / pair.processes
    planned = contest.processes or max(len(row.processes) for row in record.variants)
    wanted = math.ceil(planned * _part_held(record) * times_as_many)
    seconds = max(math.ceil(contest.seconds * times_as_many), 1)
    budget_s = math.inf if contest.budget_s is None else contest.budget_s
    longer = seconds > budget_s
    if any(row.toolchain == "function" for row in record.variants):
        needed_s = seconds if longer or contest.budget_s is None else math.ceil(contest.budget_s)
        return f"Rules(processes={max(wanted, planned)}, budget_s={needed_s})"
    asked = [f"--processes {wanted}"] if wanted > planned else []
    return " ".join([*asked, f"--budget {seconds}"] if longer or not asked else asked)


def _part_held(record: Record) -> float:
    """Return which part of its rounds a contest has held before its budget ended it."""
    contest = record.contest
    done = max(len(row.processes) for row in record.variants)
    if contest.processes and done < contest.processes:
        return done / contest.processes
    return 1.0
