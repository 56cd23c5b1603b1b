"""The commands that show one side of a contest: threads, flags, the limit."""

from pathlib import Path

import pytest
from commands import SMALL, juliaset

from juliaset.bench.gap_model import MEANINGS
from juliaset.bench.record_file import load


@pytest.mark.parametrize(
    "command",
    [
        "gil",
        "explain",
        *(pytest.param(name, marks=pytest.mark.slow) for name in ("bench", "scale")),
    ],
)
def test_a_contest_without_an_answer_says_why_on_standard_error(command: str) -> None:
    words = (
        ["cpp.openmp_simd_avx2"] if command == "explain" else ["--kernel", "cpp.openmp_simd_avx2"]
    )
    budget = SMALL if command != "gil" else SMALL[:2]
    answer = juliaset(command, *words, *budget, JULIASET_ISA="sse2")
    assert answer.returncode == 3, answer.stdout
    assert "JULIASET_ISA=sse2 forbids avx" in answer.stderr
    assert answer.stderr.startswith("juliaset: ")
    assert answer.stderr.count("\n") == 1


def test_scaling_has_a_row_for_each_number_of_threads(tmp_path: Path) -> None:
    path = tmp_path / "scale.json"
    answer = juliaset(
        "scale", "--kernel", "cpp.openmp", "--threads", "1,2", *SMALL, "--json", str(path)
    )
    assert answer.returncode in {0, 4}, answer.stderr
    assert "2 threads" in answer.stdout or "not shown: the machine was busy" in answer.stdout
    names = {row.id for row in load(path).variants}
    assert {"cpp.openmp@O3/t1", "cpp.openmp@O3/t2"} <= names


def test_the_matrix_holds_every_flavour() -> None:
    answer = juliaset("matrix", "--kernel", "cpp.scalar", *SMALL)
    assert answer.returncode in {0, 4}, answer.stderr
    table = answer.stdout.partition("Flags")[2]
    for flavour in ("O0", "O2", "O3", "O3_native"):
        assert flavour in table


def test_the_limit_names_gaps_first_touch_and_memory() -> None:
    kernels = (
        "--kernel",
        "cpp.scalar",
        "--kernel",
        "cpp.simd_tiled_sse2",
        "--kernel",
        "cpp.sieve_sse2",
    )
    answer = juliaset("limit", *kernels, "--width", "40", "--budget", "1")
    assert answer.returncode in {0, 4}, answer.stderr
    said = answer.stdout
    for words in ("Linux clears pages at their first touch", "memory besides the result"):
        assert words in " ".join(said.split())
    if "The roof is unknown, because the machine was busy" in said:
        assert answer.returncode == 4
        return
    assert "The roof at" in said
    gaps = said.partition("Kernels that take every step")[2]
    for row in ("cpp.scalar@O3", "cpp.simd_tiled_sse2@O3"):
        (line,) = (each for each in gaps.splitlines() if each.startswith(row))
        assert line.split()[-1] in MEANINGS
    assert "cpp.sieve_sse2@O3: " in gaps
