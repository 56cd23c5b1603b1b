"""Whatever a compiled submission tries, in its text, its compiler or its process, it fails."""

import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from juliaset.bench.contestants.child import EndedError
from juliaset.grader.allowed_source import check_source
from juliaset.grader.build import build
from juliaset.grader.catalogue import LABS, find_lab
from juliaset.grader.launch import Limits
from juliaset.grader.process import SubmissionProcess
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError
from juliaset.system.work_folder import work_folder

Write = Callable[..., Path]

OURS = frozenset({"pixel.hpp", "publish.hpp"})
LIMITS = Limits(seconds=3, memory=1 << 28)
PASTED = 'JULIA_PASTE(as, m)("nop");'
ASSEMBLER = 'asm("nop");'


def kernel(top: str = "", inside: str = "") -> str:
    """Return a right kernel, with something at its top or in its body."""
    return f"""#include "pixel.hpp"
{top}
namespace {{
void calculate(const julia::Problem& problem, std::int32_t* counts, julia::Stop& stop) {{
  auto patience = julia::Patience::caller(stop);
  {inside}
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {{
    julia::count_row(problem, j, counts, patience);
  }}
}}
}}  // namespace
JULIA_KERNEL("x", one, exact);
"""


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
    "texts and comments": kernel('// asm\nconst char* s = "asm __asm__ // \\" /* ##";'),
    "numbers": kernel(
        "const long a = 1'000'000; const double b = 0x1p-4, c = 1e+9; char d = '\"';"
    ),
    "macros": kernel("#define TWO 2\n#if TWO > 1\n#else\n#endif"),
    "attributes": kernel("[[maybe_unused]] [[nodiscard]] static int f() { return 1; }"),
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
    headers = {path.name for path in (LABS.parent / "julia" / "kernels").glob("*.hpp")}
    for path in [*LABS.glob("*/s*/*.cpp"), *LABS.glob("*/s*/*.pyx"), *LABS.glob("*/start.*")]:
        check_source(path, path.read_text(), headers=frozenset(headers | {"julia/trap.hpp"}))


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


SYSTEM = 'extern "C" int system(const char*);'
FILE = "_ZNSt12__basic_fileIcE4openEPKcSt13_Ios_Openmodei"
BUILDS = {
    "a shell": (kernel(SYSTEM, 'system("true");'), "calls system() of the system"),
    "a file of C++": (
        kernel(f'extern "C" int {FILE}(void*);', f"{FILE}(nullptr);"),
        "basic_file",
    ),
    "Python": (
        kernel('extern "C" int PyRun_SimpleString(const char*);', 'PyRun_SimpleString("");'),
        "has PyRun_SimpleString",
    ),
    "its end": (kernel('extern "C" void _exit(int);', "_exit(0);"), "calls _exit()"),
    "no kernel": ('#include "pixel.hpp"\n', "has no line JULIA_KERNEL"),
    "another name": (
        kernel("#undef JULIA_KERNEL_NAME\n#define JULIA_KERNEL_NAME other"),
        "has no line JULIA_KERNEL",
    ),
    "an error": (kernel(inside="throw 1"), "does not compile:\nstart.cpp:"),
    "a template that goes on": (
        kernel(
            "template <int N> struct F { static constexpr int v = F<N + 1>::v; };\nint q = F<0>::v;"
        ),
        "depth exceeds",
    ),
    "an array in the file": (kernel("char big[1u << 30] = {1};"), "can't be compiled within"),
}


@pytest.mark.parametrize(("text", "words"), BUILDS.values(), ids=BUILDS)
def test_it_is_not_built(text: str, words: str, write: Write) -> None:
    with pytest.raises(FailedError) as failed:
        build(write(text, "start.cpp"), headers=OURS)
    assert words in str(failed.value)
    assert str(work_folder()) not in str(failed.value)


@pytest.mark.slow
def test_a_template_that_grows_ends_with_its_compiler(write: Write) -> None:
    text = kernel(
        "template <int N, int M> struct F { static constexpr long v = F<N-1, 2*M>::v + "
        "F<N-1, 2*M+1>::v; };\ntemplate <int M> struct F<0, M> { static constexpr long v = M; };\n"
        "long grown = F<24, 0>::v;"
    )
    with pytest.raises(FailedError, match="can't be compiled within"):
        build(write(text, "start.cpp"), headers=OURS)
    lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline")]
    assert not [line for line in lines if b"cc1plus" in line and bytes(work_folder()) in line]


RUNS = {
    "goes on": ("", "volatile int x = 0;\n  for (;;) x = x + 1;", "did not finish"),
    "begins with an end": ("struct S { S() { __builtin_trap(); } };\nS s;", "", "crashed"),
    "begins with no end": (
        "struct S { S() { volatile int x = 1; while (x) {} } };\nS s;",
        "",
        "did not finish",
    ),
    "takes all memory at once": (
        "static char big[2u << 30];",
        "for (char& each : big) each = 1;",
        "failed to map",
    ),
    "takes memory bit by bit": (
        "",
        "for (;;) { char* p = new char[1 << 20]; for (int k = 0; k < 256; ++k) p[4096 * k] = 1; }",
        "did not finish|crashed",  # an allocation that fails ends a kernel
    ),
    "goes too deep": (
        "int deep(volatile int n) { volatile int a[999]; a[0] = n; return deep(n + 1) + a[0]; }",
        "deep(0);",
        "crashed",
    ),
    "starts a thousand threads": (
        "#include <omp.h>",
        "volatile int x = 1;\n#pragma omp parallel num_threads(20000)\n  while (x) {}",
        "Thread creation failed",
    ),
    "writes nowhere": ("", "volatile int* p = nullptr;\n  *p = 1;", "crashed"),
    "writes past the counts": ("", "for (long k = 0; ; ++k) counts[k] = 1;", "crashed"),
    "writes nothing": ("", "if (problem.width) return;", "never written"),
}


@pytest.mark.parametrize(("top", "inside", "words"), RUNS.values(), ids=RUNS)
def test_it_ends_in_words(top: str, inside: str, words: str, write: Write) -> None:
    path = write(kernel(top, inside), "start.cpp")
    limits = replace(LIMITS, seconds=1.0) if words.startswith("did not finish") else LIMITS
    submission = Submission(find_lab("14"), path, limits=limits, headers=OURS)
    with pytest.raises(FailedError) as failed:
        submission.check_counts()
    assert re.search(words, str(failed.value))


CYTHON_RUNS = """
def starts_a_shell():
    import warnings
    getattr(getattr(warnings, "sys"), "modules")["os"].system("true")

def writes_nowhere():
    cdef int* p = NULL
    p[0] = 1

def gives_up():
    raise ValueError("no")
"""
CYTHON_ENDS = {
    "starts_a_shell": "os.system",
    "writes_nowhere": "crashed",
    "gives_up": "ValueError: no",
}


def test_it_ends_in_words_in_cython(write: Write) -> None:
    path = write(CYTHON_RUNS, "start.pyx")
    for name, words in CYTHON_ENDS.items():
        with (
            closing(SubmissionProcess(build(path), LIMITS)) as process,
            pytest.raises(EndedError) as ended,
        ):
            process.call(name)
        assert words in str(ended.value)
