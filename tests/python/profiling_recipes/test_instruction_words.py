"""Loops are found in the listings of x86-64 and of 64-bit ARM."""

import pytest

from juliaset.profilers.instruction_words import register_width, words_of
from juliaset.profilers.recipes.objdump import hot, loops

X86 = """0000000000001000 <calculate()>:
/src/simd_tiled.cpp:10
    1000:\tvmulpd %ymm8,%ymm8,%ymm5
    1004:\tvmulpd %ymm7,%ymm8,%ymm4
    1008:\tvaddpd %ymm4,%ymm5,%ymm5
    100c:\tcmp    0x28(%r15),%r9d
    1010:\tjg     1000 <calculate()>
    1012:\tret
"""
NEON = """0000000000001000 <calculate()>:
/src/simd_tiled.cpp:10
    1000:\tfmul\tv5.2d, v8.2d, v8.2d
    1004:\tfmul\tv4.2d, v8.2d, v7.2d
    1008:\tfadd\tv5.2d, v5.2d, v4.2d
    100c:\tbl\t2000 <hypot>
    1010:\tb.gt\t1000 <calculate()>  // b.pmore
    1014:\tret
"""
SCALAR = """0000000000001000 <calculate()>:
    1000:\tfmul\td5, d8, d8
    1004:\tfmul\td4, d8, d7
    1008:\tfsub\td5, d5, d4
    100c:\tcbnz\tw3, 1000 <calculate()>
"""


@pytest.mark.parametrize(
    ("listing", "isa", "length", "width", "packed", "scalar", "calls"),
    [
        (X86, "avx2", 5, "256 bits (%ymm)", 3, 0, 0),
        (NEON, "neon", 5, "128 bits (v.2d)", 3, 0, 1),
        (SCALAR, "", 4, "64 bits (d)", 0, 3, 0),
    ],
)
def test_the_hot_loop_is_counted(  # noqa: PLR0913 - what is counted
    listing: str, isa: str, length: int, width: str, packed: int, scalar: int, calls: int
) -> None:
    body = hot(listing, isa)
    words = words_of(listing)
    assert len(body) == length
    assert register_width(body, words) == width
    assert sum(words.packed.match(line) is not None for line in body) == packed
    assert sum(words.scalar.match(line) is not None for line in body) == scalar
    assert sum(words.multiplies.match(line) is not None for line in body) == 2
    assert sum(words.call.match(line) is not None for line in body) == calls


@pytest.mark.parametrize(("listing", "isa"), [(X86, "avx512"), (X86, "sse2"), (SCALAR, "neon")])
def test_a_loop_of_another_instruction_set_is_not_taken(listing: str, isa: str) -> None:
    assert loops(listing)
    assert hot(listing, isa) == []
