"""An invented contest, with everything that a report must be able to show."""

import random
import re
from typing import Any

from juliaset.bench.core_limit import Bound, Roof
from juliaset.bench.record import (
    Contest,
    GilProbe,
    Probes,
    Process,
    Record,
    Sample,
    State,
    Status,
    Together,
    Variant,
)
from juliaset.bench.record_file import parse
from juliaset.bench.record_problem import JuliaSet
from juliaset.machine import Machine

ITERATIONS = 33219980
BASELINE, TWIN = "cpp.scalar@O3", "cpp.scalar@O3/twin"

# id -> milliseconds and the toolchain's cores; what the README's ladder shows, roughly.
MILLISECONDS = {
    "python.loops": 3000,
    "python.expanded": 2620,
    "numpy.masked": 1230,
    "numpy.compacting": 132,
    "numba.njit": 80.5,
    "numba.parallel/t1": 81,
    "numba.parallel/t2": 46.2,
    "cython.lists": 89.4,
    "cython.memoryview": 78.4,
    "cython.prange/t1": 78.9,
    "cython.prange/t2": 44.6,
    "cpp.complex@O0": 1450,
    "cpp.complex@O2": 195,
    "cpp.complex@O3": 193,
    "cpp.complex@O3_native": 180,
    "cpp.scalar@O0": 310,
    "cpp.scalar@O2": 79.3,
    "cpp.scalar@O3": 79.1,
    TWIN: 79.1,
    "cpp.scalar@O3_native": 76,
    "cpp.simd_sse2@O3": 72.8,
    "cpp.simd_avx2@O0": 910,
    "cpp.simd_avx2@O2": 36.9,
    "cpp.simd_avx2@O3": 36.2,
    "cpp.simd_avx2@O3_native": 35.8,
    "cpp.simd_avx512@O3": 22.6,
    "cpp.simd_tiled_avx512@O3": 5.29,
    "cpp.openmp@O3/t1": 79.5,
    "cpp.openmp@O3/t2": 41,
    "cpp.openmp@O3/t2/held": 41.1,
    "cpp.openmp_simd_avx512@O3/t1": 5.31,
    "cpp.openmp_simd_avx512@O3/t2": 2.84,
    "best=cpp.openmp_simd_avx512@O3_native/t2": 2.92,
    "cpp.fma_avx512@O3": 5.5,
    "cpp.fastmath@O3": 74.1,
    "cpp.float32_avx512@O3": 3.03,
    "mine.cpp:julia@O3": 60.2,
}
WITHOUT_TIME = {
    "cpp.mutant@O3": ("wrong", "pixel (17, 402): expected 23, got 24"),
    "cpp.wild@O3": ("crashed", "SIGSEGV in round 3"),
    "cpp.simd_tiled_avx2@O3": ("unavailable", "JULIA_ISA=sse2 forbids it"),
}


def variant(name: str, rounds: int = 30) -> Variant:
    head, *options = name.removesuffix("/twin").split("/")
    kernel, _, flavour = head.partition("@")
    kernel = kernel.removeprefix("best=")
    threads = next((int(word[1:]) for word in options if word[1:].isdecimal()), 1)
    tolerant = any(word in name for word in ("fma", "fastmath", "float32"))
    chance = random.Random(name)
    base = MILLISECONDS.get(name, 1) * 1e6
    # Slow rows have fewer processes, with a round each.
    rounds, each = (4, 1) if base > 1e9 else (rounds, 5)
    samples = [
        Sample(n * 5 // each, chance.randrange(40),
               took := base * chance.lognormvariate(0, 0.012), took * threads * 0.97)
        for n in range(rounds)
    ]  # fmt: skip
    return Variant(
        id=name,
        kernel=kernel,
        toolchain="own" if ":" in kernel else kernel.partition(".")[0],
        flavour=flavour or None,
        gil=("held" if "held" in options else "released") if flavour else None,
        threads=threads,
        exactness="tolerant" if tolerant else "exact",
        differing=618 if "float32" in name else 0,
        processes=[Process(samples[n : n + each]) for n in range(0, rounds, each)],
        memory=4_000_000 + chance.randrange(60_000_000),
    )


def untimed(name: str, status: str, reason: str) -> Variant:
    row = variant(name)
    row.status, row.reason, row.processes, row.memory = Status(status), reason, [], None
    return row


def header(machine: Machine, twin: str, **more: Any) -> Contest:  # noqa: ANN401 - its fields
    """Return the header of a complete contest whose baseline has one control."""
    return Contest(
        when="2026-11-21T10:21:55+00:00",
        machine=machine,
        baseline=BASELINE,
        twins={twin: BASELINE},
        reference="python.loops",
        budget_s=60,
        state=State.COMPLETE,
        **more,
    )


def contest() -> Record:
    rows = [variant(name) for name in MILLISECONDS]
    rows += [untimed(name, *why) for name, why in WITHOUT_TIME.items()]
    lanes = {"sse2": 2, "avx2": 4, "avx512": 8}
    bounds = {"sse2": 0.62, "avx2": 0.31, "avx512": 0.12}
    plain = "-ffp-contract=off -fno-exceptions -g1 -fno-omit-frame-pointer"
    machine = Machine(
        cpu="AMD EPYC",
        cores=2,
        isa_cap="",
        system="Linux-6.1-x86_64-with-glibc2.36",
        architecture="x86_64",
        python="3.11.7",
        compiler="GNU 12.2.0",
        flags={"O0": f"-O0 {plain}", "O3": f"-O3 {plain}"},
        libraries={"numpy": "2.4.6", "cython": "3.3.1", "numba": "0.68.1"},
        git="a2ac016bef69",
    )
    about = header(
        machine,
        TWIN,
        processes=6,
        rounds=30,
        seconds=58.2,
        pressure=0.02,
        bound=Bound(4.1234567, [Roof(isa, lanes[isa], ns) for isa, ns in bounds.items()]),
    )
    gil = [Together(1, 1.0, 1.0, 1.0, 52.1, 0.6), Together(2, 1.0, 1.8, 2.08, 104.0, 0.7)]
    return Record(
        contest=about,
        problem=JuliaSet("book", 1000, 1000, (-0.62772, -0.42193), 300, ITERATIONS),
        variants=rows,
        probes=Probes(GilProbe("cpp.scalar@O3", gil)),
    )


def few_rows() -> Record:
    """Return the contest with few of its rows, because a page takes its time for them."""
    record = contest()
    kept = {BASELINE, TWIN, *record.contest.twins, record.contest.reference}
    kept |= {"cython.lists", "cpp.openmp@O3/t1", "cpp.openmp@O3/t2", "cpp.scalar@O3_native"}
    record.variants = [row for row in record.variants if row.id in kept]
    return record


def embedded(text: str) -> Record:
    """Return the record that a page has inside."""
    found = re.search(
        r'<script id="record" type="application/json">(.*?)</script>', text, re.DOTALL
    )
    assert found
    return parse(found[1])
