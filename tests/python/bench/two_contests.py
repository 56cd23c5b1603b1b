"""Two simulated contests of the same rows, to be compared."""

import math
import random

from contest_sample import BASELINE, header

from juliaset.bench.comparison import Change
from juliaset.bench.record import Process, Record, Sample, Variant
from juliaset.bench.record_problem import JuliaSet
from juliaset.machine import Machine

TWIN = "cpp.scalar@O3=twin"
SPEEDS = {"python.loops": 0.05, "cpp.complex@O3": 0.6, "cpp.simd@O3": 3.0, "cpp.openmp@O3": 5.0}
ROUNDS_OF_A_PROCESS = 4


def seeded(number: int) -> random.Random:
    return random.Random(number)


def contest(rng: random.Random, *, rounds: int = 40, noise: float = 0.01, **kept: float) -> Record:
    """Simulate: every sample has its own noise, and the whole machine drifts."""
    speeds = {BASELINE: 1.0, TWIN: 1.0} | SPEEDS
    speeds |= {name: speeds[name] * part for name, part in kept.items()}
    rows = {name: Variant(name, flavour="O3" if "@" in name else None) for name in speeds}
    drift = 0.0
    for number in range(rounds):
        for position, name in enumerate(rng.sample(list(rows), len(rows))):
            drift += rng.gauss(0, noise / 5)
            took = 1e7 / speeds[name] * math.exp(drift + rng.gauss(0, noise))
            if number % ROUNDS_OF_A_PROCESS == 0:
                rows[name].processes.append(Process())
            rows[name].processes[-1].samples.append(Sample(number, position, took, took))
    machine = Machine(
        cpu="a CPU",
        cores=2,
        isa_cap="",
        system="Linux",
        architecture="x86_64",
        python="3.11.7",
        compiler="GNU 12",
        flags={"O3": "-O3"},
        libraries={},
        git="",
    )
    problem = JuliaSet("book", 1000, 1000, (-0.6, -0.4), 300, 33_000_000)
    return Record(header(machine, TWIN), problem, list(rows.values()))


def pair() -> tuple[Record, Record]:
    rng = seeded(1)
    return contest(rng), contest(rng)


def of(found: list[Change], name: str) -> Change:
    return next(change for change in found if change.id == name)


def row(record: Record, name: str) -> Variant:
    found = record.find(name)
    assert found is not None
    return found
