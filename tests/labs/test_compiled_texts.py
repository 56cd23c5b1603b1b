"""What the text of a compiled submission may not contain, however it is hidden."""

from pathlib import Path

import pytest
from cpp_texts import OURS, kernel

from juliaset.grader.allowed_source import check_source
from juliaset.grader.catalogue import LABS
from juliaset.grader.verdict import FailedError

PASTED = 'JULIA_PASTE(as, m)("nop");'
ASSEMBLER = 'asm("nop");'
REFUSED = {
    "assembler": (kernel(inside=ASSEMBLER), "has asm (line 6)"),
    "assembler of two lines": (kernel(inside='as\\\nm("nop");'), "has asm"),
    "assembler of two lines and a blank": (kernel(inside='as\\ \nm("nop");'), "has asm"),
    "assembler put together": (kernel(inside=PASTED), "has JULIA_PASTE"),
    "assembler by tokens": (kernel("#define J(a, b) a##b", 'J(as, m)("nop");'), "has ##"),
    "assembler by digraphs": (kernel("%:define J(a, b) a%:%:b"), "has %:"),
    "assembler behind a raw text": (
        kernel('const char* a = R"(" /* )";', f"{ASSEMBLER} // */"),
        'has R"',
    ),
    "assembler behind a number": (kernel("int a = 1'0; /* ' */", ASSEMBLER), "has asm"),
    "assembler behind a quote": (kernel("#define X ' /*", f"{ASSEMBLER} // */"), "has asm"),
    "a file behind a quote": (kernel('#define X " /*\n#include "/x"\n//*/'), 'includes "/x"'),
    "a file behind an apostrophe": (
        kernel("#if 0\n#error don't /*\n#endif\n#include </x>\n//*/"),
        "includes </x>",
    ),
    "a file behind a strange letter": (kernel("int $1'0 /*\n#include </x>\n//*/"), "has $"),
    "a file behind a strange end": (kernel("'\\\\ \n\n#include </x>"), "has \\"),
    "assembler behind a text": (kernel('const char* a = "/*";', ASSEMBLER), "has asm"),
    "a label of the library's": (kernel("__REDIRECT(f, int (), system);"), "has __REDIRECT"),
    "an attribute": (kernel("__attribute__((constructor)) void f() {}"), "has __attribute__"),
    "an attribute next to a vector's": (
        kernel("using V = double __attribute__((vector_size(32), constructor));"),
        "has __attribute__",
    ),
    "an attribute in a vector's size": (
        kernel("#define N 32), constructor(101\nusing V = double __attribute__((vector_size(N)));"),
        "has __attribute__",
    ),
    "an attribute behind a vector's": (
        kernel("#define vector_size(x) constructor\n__attribute__((vector_size(8))) void f() {}"),
        "has __attribute__",
    ),
    "an attribute in a directive between": (
        kernel("double __attribute__((vector_size(32)\n#if 1\n, constructor\n#endif\n)) v;"),
        "has __attribute__",
    ),
    "a vector in a macro": (
        kernel("#define VECTOR(n) __attribute__((vector_size(n)))\nusing V = double VECTOR(32);"),
        "has __attribute__ (line 2)",
    ),
    "a call in a vector's size": (
        kernel("using V = double __attribute__((vector_size(f(1))));"),
        "has __attribute__",
    ),
    "an attribute after a vector": (
        kernel("using V = double __attribute__((vector_size(8)));", "__attribute__((noinline))"),
        "has __attribute__ (line 6)",
    ),
    "an attribute in brackets": (kernel("[[gnu::constructor]] void f() {}"), "has gnu"),
    "another header": (kernel("#include <cstdlib>"), "includes <cstdlib> (line 2)"),
    "another header of two lines": (kernel("#inc\\\nlude <cstdlib>"), "includes <cstdlib>"),
    "another header behind a comment": (kernel("#/**/include <cstdlib>"), "includes <cstdlib>"),
    "another header by a macro": (kernel("#define H <cstdlib>\n#include H"), "includes H"),
    "the next header": (kernel("#include_next <cstdlib>"), "has #include_next"),
    "another file": (kernel('#include "/etc/passwd"'), 'includes "/etc/passwd"'),
    "a look for a file": (kernel('#if __has_include("/x")\n#endif'), "has __has_include"),
    "a line of another file": (kernel('#line 1 "/etc/passwd"'), "has #line"),
    "a line's mark": (kernel('# 1 "/usr/include/x.h" 1'), "has #1"),
    "a module": (kernel("import <cstdlib>;"), "has import"),
    "a pragma": (kernel('#pragma GCC dependency "/etc/passwd"'), "has #pragma GCC dependency"),
    "a pragma in a macro": (kernel('_Pragma("GCC poison x")'), "has _Pragma"),
}
ALLOWED = {
    "a directive without a word": kernel("#\n# /* nothing */"),
    "texts and comments": kernel('// asm\nconst char* s = "asm __asm__ // \\" /* ##";'),
    "numbers": kernel(
        "const long a = 1'000'000; const double b = 0x1p-4, c = 1e+9; char d = '\"';"
    ),
    "macros": kernel("#define TWO 2\n#if TWO > 1\n#else\n#endif"),
    "attributes": kernel("[[maybe_unused]] [[nodiscard]] static int f() { return 1; }"),
    "vectors": kernel(
        "#define N 32\nconstexpr int lanes = 4;\nusing V = double "
        "__attribute__((vector_size(32)));\nusing W = long\n  __attribute__ ( /* of four */ "
        "(vector_size(8 * lanes) ) );\nusing X = float "
        "__attribute__((vector_size(juliaset::vector_bytes / 2)));"
    ),
    "builtins": kernel("double f(double x) { return __builtin_fabs(x); }\n#ifdef __AVX2__\n#endif"),
    "pragmas": kernel("#pragma GCC optimize(3)\n#pragma omp declare simd\nint f(int x);"),
    "lines that go on": kernel("#define LONG(x) \\\n  ((x) + 1)"),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_a_text_in_cpp_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(FailedError) as failed:
        check_source(Path("start.cpp"), text, headers=OURS)
    assert f"start.cpp {words}" in str(failed.value)


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED)
def test_a_text_in_cpp_that_looks_odd_is_read(text: str) -> None:
    check_source(Path("start.cpp"), text, headers=OURS)


def test_every_solution_in_cpp_and_cython_may_be_read() -> None:
    kernels = LABS.parent / "julia" / "kernels"
    headers = {str(path.relative_to(kernels)) for path in kernels.glob("parts/*.hpp")}
    for path in [*LABS.glob("*/s*/*.cpp"), *LABS.glob("*/s*/*.pyx"), *LABS.glob("*/start.*")]:
        check_source(path, path.read_text(), headers=frozenset(headers | {"juliaset/trap.hpp"}))


CYTHON_REFUSED = {
    "C": ('cdef extern from "math.h":\n    double hypot(double, double)\n', "`extern`"),
    "C in a block": ('cdef:\n    extern from *:\n        """int x;"""\n', "`extern`"),
    "C of two lines": ("cdef \\\n    extern from *:\n    pass\n", "`extern`"),
    "C of another alphabet": ("cdef \uff45xtern from *:\n    pass\n", "`extern`"),
    "C by its other name": ('cdef import from "math.h":\n    int x\n', "`cdef ... import`"),
    "a file": ('include "x.pxi"\n', "`include`"),
    "a name in C": ('cdef int x "y; asm(1); int z" = 1\n', "right after 'x'"),
    "a name in C of a type": ('cdef struct s "t":\n    int x\n', "right after 's'"),
    "a name in C of a word of Python's": ('cdef int await "y" = 1\n', "right after 'await'"),
    "a module": ("from libc.math cimport sin; import os\n", "imports os (line 1)"),
    "a module of several": ("import numpy, os\n", "imports os"),
    "a module of two lines": ("import \\\n    os\n", "imports os"),
    "a module in a block": ("if True: import os\n", "imports os"),
    "a neighbour": ("from . import x\n", "imports its neighbours"),
    "a module's module": ("from warnings import sys\n", "has sys (line 1)"),
    "the same under another name": ("from random import (\n    _os as x)\n", "has _os"),
    "numpy's ctypes": ("from numpy cimport ctypeslib\n", "has ctypeslib"),
    "C in a setting": ("@cython.callspec('; asm(1); static')\ncdef f(): pass\n", "`callspec`"),
    "C in a comment": ("# cython: callspec=; asm(1); static\n", "a setting of Cython"),
    "C in a comment of two": (
        '# cython: cdivision=True, c_string_encoding=x", 0); asm(1)\n',
        "a setting of Cython",
    ),
    "an end too early": ("def f(:\n    (\n", "can't be read"),
}


@pytest.mark.parametrize(("text", "words"), CYTHON_REFUSED.values(), ids=CYTHON_REFUSED)
def test_a_text_in_cython_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(FailedError) as failed:
        check_source(Path("start.pyx"), text)
    assert words in str(failed.value)


def test_a_text_in_cython_that_looks_odd_is_read() -> None:
    text = (
        '"""extern, include."""\nfrom libc.math cimport (sin, cos)\nimport numpy as np, math\n'
        'cimport numpy as cnp\ncdef str name = "x" "y"\n\ndef f(x):\n    assert x in "ab", "why"\n'
        '    if not "a": return "extern"\n    cdef double[::1] v = <double[:3]> NULL\n'
        '    return f"{x}"\n# cython: cdivision=True, language_level=3\n'
        "#cython:boundscheck = False\n"
        "# cython: it is fast = no\nfrom math import sqrt as _root, pi\n@cython.cdivision(True)\n"
        "def g(x): return _root(x)\n"
    )
    check_source(Path("start.pyx"), text)
