"""tools/instructions.py finds the loops that it claims to find, in what was built."""

import pytest
from built import Built

import instructions


def hottest(built: Built, row: str) -> dict[bool, instructions.Loop]:
    (found,) = (each for each in built.objects if each.row == row and each.flavour == "O3")
    return {loop.tested: loop for loop in instructions.loops(found.path)}


@pytest.mark.parametrize(
    ("row", "vectors", "lanes"),
    [("scalar", 1, 1), ("simd_avx2", 1, 4), ("simd_tiled_avx2", 4, 4), ("simd_tiled_avx512", 4, 8)],
)
def test_a_brute_loop_tests_each_step(built: Built, row: str, vectors: int, lanes: int) -> None:
    loops = hottest(built, row)
    assert set(loops) == {True}
    assert (loops[True].vectors, loops[True].lanes) == (vectors, lanes)


def test_a_sieve_has_a_loop_without_tests_and_it_is_shorter(built: Built) -> None:
    for row in ("sieve_sse2", "sieve_avx2", "sieve_avx512"):
        loops = hottest(built, row)
        assert loops[False].per_step < loops[True].per_step


@pytest.mark.slow  # every object is disassembled
def test_every_kernel_is_in_the_table(built: Built) -> None:
    table = instructions.table()
    for each in built.objects:
        if each.flavour == "O3":
            assert f"`cpp.{each.row}`" in table, each


def test_the_page_names_the_kernels_that_are_there(built: Built) -> None:
    page = instructions.PAGE.read_text()
    names = {f"| `cpp.{each.row}` |" for each in built.objects if each.flavour == "O3"}
    assert not {name for name in names if name not in page}, "run make docs"


def test_published_rows_stay_and_those_of_kernels_that_are_gone_go() -> None:
    kept = "| `cpp.scalar` | tested | 1 |\n| `cpp.gone` | tested | 2 |\n"
    lines = instructions.table(kept).splitlines()
    assert "| `cpp.scalar` | tested | 1 |" in lines
    assert not any("cpp.gone" in line for line in lines)
    assert not any("python.loops" in line for line in lines)
