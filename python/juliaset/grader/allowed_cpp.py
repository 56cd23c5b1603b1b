"""What a submission in C++ may contain, and what a compiled one may call.

The text is read as the preprocessor reads it: lines are joined first. The compiled library may call
no function of the system that opens, starts or waits.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from juliaset.grader.verdict import FailedError
from juliaset.system.binaries import symbols_needed

_STANDARD = {
    *("algorithm", "array", "bit", "cmath", "complex", "cstddef", "cstdint", "cstring"),
    *("limits", "numbers", "numeric", "span", "type_traits", "utility", "vector"),
    *("omp.h", "xsimd/xsimd.hpp"),
    *(f"pybind11/{name}.h" for name in ("pybind11", "numpy", "complex", "gil", "stl")),
}
_DIRECTIVES = {
    *("define", "undef", "if", "ifdef", "ifndef", "elif", "else", "endif"),
    *("include", "pragma", "error"),
}
_PRAGMAS = re.compile(
    r"\s*(?:once|omp\b.*|GCC\s+(?:ivdep|unroll|optimize|target|push_options|pop_options)\b.*)",
    re.DOTALL,
)
# Assembler, `import`, attributes of GCC, macros that put words together, and what runs Python.
_FORBIDDEN = re.compile(
    r"asm|import|gnu|_Pragma|\w*(?:PASTE|CONCAT)\w*|_?Py(?:Run|Import|Eval|Code|Compile|Marshal)_\w*"
    r"|_?Py_(?:CompileString|RunMain|BytesMain|Main|AddPendingCall|Initialize|Finalize)\w*"
    r"|_?PyInterpreterState_\w*|_?PySys_\w*|_?PyThreadState_\w*"
)
# Names with two underscores belong to the compiler; these of them are harmless.
_RESERVED = re.compile(r"__(?!builtin_|restrict|int128|func__|cplusplus|m\d|[A-Z][A-Z0-9_]*__$)\w*")
# What follows `__attribute__` in a vector's type, with a blank between the tokens. Its size has
# names, numbers and signs; behind a bracket or a comma another attribute could follow.
_VECTOR_TYPE = re.compile(r"\( \( vector_size \( (?:(?:[A-Za-z0-9_]+|[:*+/-]) )+\) \) \)(?!\S)")
_LONGEST_ATTRIBUTE = 16  # tokens

_SPLICE = re.compile(r"\\[ \t\f\v]*\n")
# If this pattern and GCC disagreed on where a token ends, a comment could hide what GCC compiles. A
# text that is not closed ends with its line for both; what they may read differently is `stray`.
_TOKEN = re.compile(
    r"""(?P<raw>(?:u8|[uUL])?R")
    |(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<text>(?:u8|[uUL])?"(?:\\[^\n]|[^"\\\n])*"?|(?:u8|[uUL])?'(?:\\[^\n]|[^'\\\n])*'?)
    |(?P<forbidden>\#\#|%:|\?\?[=/'()!<>-]|\.?[0-9](?:[eEpP][+-]|'?[A-Za-z0-9_.])*'(?![A-Za-z0-9_]))
    |(?P<number>\.?[0-9](?:[eEpP][+-]|'?[A-Za-z0-9_.])*)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<line>\n)
    |(?P<blank>[ \t\f\v]+)
    |(?P<sign>[]{}()<>;:?.~!+*/%^&|=,\#[-])
    |(?P<stray>.)""",
    re.DOTALL | re.VERBOSE,
)

# Of the C++ library: what opens files, starts threads, reads random numbers or the time.
_FORBIDDEN_CALLS = re.compile(
    r"_Z.*(?:fstream|filebuf|basic_file|filesystem|random_device|6thread|_clock|condition_variable"
    r"|__atomic_futex).*"
)
_CALLS = re.compile(
    r"mem(?:cpy|move|set|cmp)|bcmp|malloc|free|calloc|realloc|strlen|abort|__stack_chk_fail"
    r"|_Zn[wa].*|_Zd[la].*|__(?:cxa|gxx)_.*|_Unwind_.*|_ITM_.*|__gmon_start__|__tls_get_addr"
    r"|_ZNSt.*|_ZNKSt.*|_ZSt.*|_ZT[VIS].*|__assert_fail|__dso_handle"
    r"|GOMP_.*|__kmpc_.*|omp_.*|_GLOBAL_OFFSET_TABLE_"
    r"|_tlv_bootstrap|dyld_stub_binder|_?_?bzero|memset_pattern(?:4|8|16)|__stack_chk_guard"
    r"|a?(?:sin|cos|tan)h?f?|atan2f?|hypotf?|exp2?f?|log(?:2|10)?f?|powf?|sqrtf?|fmaf?|cbrtf?"
    r"|l?l?rintf?|l?l?roundf?|floorf?|ceilf?|fabsf?|fmodf?|truncf?|nextafterf?|cabsf?|ldexpf?|frexpf?"
)
# What Cython and pybind11 put into every module, for example to write messages to stderr.
_PYTHON_CALLS = re.compile(
    r"_?Py[A-Z_].*|PyInit_.*|pthread_(?:mutex_\w+|once|self|key_\w+|[gs]etspecific)"
    r"|strn?cmp|strr?chr|strdup|memchr|v?sn?printf|.*printf_chk"
    r"|fprintf|fputc|fputs|fwrite|fflush|stderr|__once_proxy|__dynamic_cast|__libc_single_threaded"
)
# What runs Python; not what pybind11 puts into a module for the GIL and for NumPy.
_RUNS_PYTHON = re.compile(
    r"Py(?:Run|Code|Marshal|Sys)_.*|Py_CompileString.*|PyEval_(?:Eval|Call|Set).*"
    r"|PyImport_(?:Exec|Reload|Append|Extend|Inittab).*"
)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    line: int


def check_cpp(name: str, text: str, headers: frozenset[str]) -> None:
    """Refuse includes, directives and names that no exercise needs; headers: those of juliaset."""
    lines = list(_lines(text))
    types = _vector_types(lines)
    for line in lines:
        words = _words(line)
        if words and words[0].text == "#":
            _check_directive(name, words[1:], line, headers)
        for token in words:
            if _is_forbidden(token) and id(token) not in types:
                allowed = "vector_size alone" if token.text == "__attribute__" else "none"
                raise FailedError(
                    f"{name} has {token.text:.60} (line {token.line}); a lab allows {allowed}"
                )


def _words(line: list[_Token]) -> list[_Token]:
    return [token for token in line if token.kind not in {"comment", "blank"}]


def _vector_types(lines: list[list[_Token]]) -> set[int]:
    """Return the ids of the tokens `__attribute__` that only make a vector's type.

    A macro could bring in another attribute. So none of them is in a directive, and no name behind
    one of them is a macro of the file.
    """
    code, defined = list[_Token](), set[str]()
    for line in map(_words, lines):
        if line and line[0].text == "#":
            defined |= {token.text for token in line[2:3]}
        else:
            code += line
    found = set()
    for place, token in enumerate(code):
        if token.text == "__attribute__":
            after = code[place + 1 : place + 1 + _LONGEST_ATTRIBUTE]
            inside = _VECTOR_TYPE.match(" ".join(each.text for each in after))
            if inside and not defined & {*inside[0].split()}:
                found.add(id(token))
    return found


def has_name(text: str, name: str) -> bool:
    """Return whether a name is in the code, and not only in a comment or a text."""
    words = (token for line in _lines(text) for token in line)
    return any(token.kind == "name" and token.text == name for token in words)


def _is_forbidden(token: _Token) -> bool:
    if token.kind == "name":
        return bool(_FORBIDDEN.fullmatch(token.text) or _RESERVED.fullmatch(token.text))
    return token.kind in {"raw", "forbidden", "stray"}


def _check_directive(
    name: str, words: list[_Token], line: list[_Token], headers: frozenset[str]
) -> None:
    if not words:
        return
    directive = words[0].text
    if directive not in _DIRECTIVES:
        raise FailedError(f"{name} has #{directive:.60} (line {words[0].line}); a lab allows none")
    after = line[line.index(words[0]) + 1 :]
    rest = "".join(" " if token.kind == "comment" else token.text for token in after)
    if directive == "pragma" and not _PRAGMAS.fullmatch(rest):
        raise FailedError(
            f"{name} has #pragma {rest.strip():.60} (line {words[0].line}); a lab allows those of "
            f"OpenMP, and those of GCC for one function or loop"
        )
    header = re.fullmatch(r'\s*[<"]([^>"]+)[>"]\s*', rest)
    if directive == "include" and (header is None or header[1] not in _STANDARD | headers):
        allowed = ", ".join(sorted(headers)) or "some headers of the standard library"
        raise FailedError(
            f"{name} includes {rest.strip():.60} (line {words[0].line}); this lab allows "
            f"{allowed}, <cstdint> and its like, and <xsimd/xsimd.hpp>"
        )


def _lines(text: str) -> Iterator[list[_Token]]:
    """Return the tokens of one logical line after the other, with line numbers of the file."""
    joined = _SPLICE.sub("", text)
    # Where a line was joined to the next, as positions in the joined text.
    splices = [found.start() for found in _SPLICE.finditer(text)]
    lengths = [len(found[0]) for found in _SPLICE.finditer(text)]
    joined_before = accumulate(lengths, initial=0)
    places = [start - before for start, before in zip(splices, joined_before, strict=False)]
    line: list[_Token] = []
    number, passed = 1, 0
    for found in _TOKEN.finditer(joined):
        while passed < len(places) and places[passed] <= found.start():
            passed, number = passed + 1, number + 1
        if found.lastgroup == "line":
            yield line
            line = []
        else:
            line.append(_Token(str(found.lastgroup), found[0], number))
        number += found[0].count("\n")
    yield line


def check_calls(library: Path, shown: str, *, extension: bool) -> None:
    """Refuse a library that calls a function of the system that no exercise needs."""
    for name in symbols_needed(library):
        allowed = _CALLS.fullmatch(name) or (extension and _PYTHON_CALLS.fullmatch(name))
        runs = not shown.endswith(".pyx") and _RUNS_PYTHON.fullmatch(name)
        if allowed and not runs and not _FORBIDDEN_CALLS.fullmatch(name):
            continue
        if name.startswith("julia_kernel_"):
            raise FailedError(
                f"{shown} has no line JULIA_KERNEL(...), which gives it to the grader"
            )
        raise FailedError(
            f"{shown} calls {name:.80}() of the system; a lab allows arithmetic, memory and OpenMP"
        )
