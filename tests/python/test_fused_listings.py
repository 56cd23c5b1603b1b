"""Fused instructions are found in every listing of machine code, as each CPU writes them."""

import re

import pytest

from juliaset.fused_instructions import Fused, in_text, shown

# What each program writes, and the names and places that are to be found there.
WRITTEN = {
    "objdump": (
        (
            "0000000000001100 <product>:\nproduct():\n/home/me/mine.cpp:9 (discriminator 2)\n"
            "    112d:\tvmulpd %xmm2,%xmm0,%xmm0\n"
            "    1131:\tvfmaddsub132pd -0x20(%rbp),%xmm0,%xmm1\n"
        ),
        ["vfmaddsub132pd (mine.cpp:9)"],
    ),
    "objdump without addresses": (
        "<product>:\n\tvfnmadd231sd %xmm2,%xmm0,%xmm0\n\tret\n",
        ["vfnmadd231sd"],
    ),
    "llvm-objdump": (
        (
            "0000000000000000 <prod>:\n; prod():\n; /home/me/mine.cpp:2\n"
            "       c:      \tfmadd\td1, d0, d3, d1\n"
        ),
        ["fmadd (mine.cpp:2)"],
    ),
    "g++ -S": (
        (
            '\t.file\t"mine.cpp"\n\t.file 0 "/home/me" "mine.cpp"\n\t.file 1 "/opt/a header.hpp"\n'
            "\t.loc 1 9 59\n\tvfmadd231pd\t%zmm3, %zmm2, %zmm0{%k1}\n\t.loc 0 7 1\n"
            "\t{evex} vfmsub213sd\t%xmm0, %xmm1, %xmm2\n"
        ),
        ["vfmadd231pd (a header.hpp:9)", "vfmsub213sd (mine.cpp:7)"],
    ),
    "clang -S for arm64": (
        (
            '\t.file\t1 "/home/me" "mine.cpp" md5 0x63cf\n\t.loc\t1 2 92       // mine.cpp:2:92\n'
            "\tfmadd\td1, d0, d3, d1\n\tfmla\tv2.2d, v0.2d, v0.2d\n"
        ),
        ["fmadd (mine.cpp:2)", "fmla (mine.cpp:2)"],
    ),
    "clang -S for a Mac": ("\tfmls.2d\tv2, v0, v0\n", ["fmls"]),
    "SVE": ("\tfnmls\tz0.d, p0/m, z1.d, z2.d\n\tfcmla\tz0.d, p0/m, z1.d, z2.d, #90\n", None),
    "FMA4": ("\tvfmaddsubpd\t%xmm0, %xmm1, %xmm2, %xmm4\n\tvfmsubsd\t%xmm1, %xmm0\n", None),
    "AVX-512 for half precision": ("\tvfcmaddcph\t%zmm0, %zmm1, %zmm2\n", ["vfcmaddcph"]),
}


# No multiply-add, or none of this file: other instructions, names, calls and comments.
INNOCENT = """
0000000000001100 <vfmadd132pd>:
vfmadd132pd():
    1101:\tvmulpd %xmm2,%xmm0,%xmm0
    1105:\tcall   1100 <fmadd>
    1106:\tjmp 1100 <vfmadd132pd+0x4>
fmadd:
\tvaddpd\t%xmm0, %xmm1, %xmm2 # vfmadd132pd
\t.globl\tfmla
\tfmul\td1, d1, d2 // fmadd
\tfmov\td0, d2
"""


@pytest.mark.parametrize(("text", "found"), WRITTEN.values(), ids=WRITTEN)
def test_each_spelling_is_found(text: str, found: list[str] | None) -> None:
    names = [str(each) for each in in_text(text)]
    expected = re.findall(r"\b(?:fnmls|fcmla|vfmaddsubpd|vfmsubsd)\b", text)
    assert names == (expected if found is None else found)


def test_other_instructions_and_names_are_not() -> None:
    assert in_text(INNOCENT) == []


def test_a_function_without_lines_does_not_get_those_of_the_one_before() -> None:
    text = (
        f"{WRITTEN['objdump'][0]}\n0000000000002000 <__muldc3>:\n    2000:\tfmadd\td1, d0, d3, d1\n"
    )
    assert in_text(text) == [Fused("vfmaddsub132pd", "mine.cpp:9"), Fused("fmadd")]


def test_many_are_said_in_a_few_words() -> None:
    assert shown([Fused("fmadd", "mine.cpp:2")]) == "fmadd (mine.cpp:2)"
    assert shown([Fused("fmadd")] * 3) == "fmadd and 2 more"
