"""Whatever a compiled submission tries, in its compiler or its process, it fails."""

import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from cpp_texts import OURS, kernel

from juliaset.bench.contestants.child import EndedError
from juliaset.grader.build import build
from juliaset.grader.catalogue import find_lab
from juliaset.grader.launch import Limits
from juliaset.grader.process import SubmissionProcess
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError
from juliaset.system.work_folder import work_folder
from some_quick import some_quick

Write = Callable[..., Path]

LIMITS = Limits(seconds=3, memory=1 << 28)


SYSTEM = 'extern "C" int system(const char*);'
FILE = "_ZNSt12__basic_fileIcE4openEPKcSt13_Ios_Openmodei"
BUILDS = {
    "a shell": (kernel(SYSTEM, 'system("true");'), r"calls system\(\) of the system"),
    "a file of C++": (
        kernel(f'extern "C" int {FILE}(void*);', f"{FILE}(nullptr);"),
        "basic_file",
    ),
    "Python": (
        kernel('extern "C" int PyRun_SimpleString(const char*);', 'PyRun_SimpleString("");'),
        "has PyRun_SimpleString",
    ),
    "its end": (kernel('extern "C" void _exit(int);', "_exit(0);"), r"calls _exit\(\)"),
    "no kernel": ('#include "parts/pixel.hpp"\n', "has no line JULIA_KERNEL"),
    "another name": (
        kernel("#undef JULIA_KERNEL_NAME\n#define JULIA_KERNEL_NAME other"),
        "has no line JULIA_KERNEL",
    ),
    "an error": (kernel(inside="throw 1"), "does not compile:\nstart.cpp:"),
    "a template that goes on": (
        kernel(
            "template <int N> struct F { static constexpr int v = F<N + 1>::v; };\nint q = F<0>::v;"
        ),
        "depth exceeds|exceeded maximum depth",  # as GCC says it, and clang
    ),
    "an array in the file": (kernel("char big[1u << 30] = {1};"), "can't be compiled within"),
}


@pytest.mark.parametrize(("text", "words"), some_quick(BUILDS, "its end", "an array in the file"))
def test_it_is_not_built(text: str, words: str, write: Write) -> None:
    with pytest.raises(FailedError) as failed:
        build(write(text, "start.cpp"), headers=OURS)
    assert re.search(words, str(failed.value))
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
        "static volatile char big[2u << 30];",
        "for (volatile char& each : big) each = 1;",
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
        "Thread creation failed|It did not finish",  # with GCC's OpenMP, and with LLVM's
    ),
    "writes nowhere": ("", "volatile int* p = nullptr;\n  *p = 1;", "crashed"),
    "writes past the counts": ("", "for (long k = 0; ; ++k) counts[k] = 1;", "crashed"),
    "writes nothing": ("", "if (problem.width) return;", "never written"),
}


@pytest.mark.parametrize(("top", "inside", "words"), some_quick(RUNS, "writes nowhere"))
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


def test_a_word_in_a_comment_or_text_makes_no_module_of_a_kernel(write: Write) -> None:
    lines = (
        "// not a PYBIND11_MODULE\n"
        "/* PYBIND11_MODULE(start, m) */\n"
        'const char* said = "PYBIND11_MODULE";\n'
        "// of two lines \\\nPYBIND11_MODULE\n"
    )
    assert build(write(lines + kernel(), "start.cpp"), headers=OURS).is_kernel
