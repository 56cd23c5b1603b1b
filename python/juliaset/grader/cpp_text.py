"""What a submission in C++ must not have, read as its preprocessor reads it: lines joined first.

Walls stand around the process as well. Here is the kinder half: it says in one line what is wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from juliaset.grader.verdict import FailedError

_HEADERS = {
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
# Assembler and its like, `import`, attributes of GCC's, and macros that put words together.
_CLOSED = re.compile(r"asm|import|gnu|_Pragma|\w*(?:PASTE|CONCAT)\w*")
# Names with two underscores belong to the compiler; these of them are harmless.
_RESERVED = re.compile(r"__(?!builtin_|restrict|int128|func__|cplusplus|m\d|[A-Z][A-Z0-9_]*__$)\w*")

_SPLICE = re.compile(r"\\[ \t\f\v]*\n")
# Where this and GCC disagreed on where a token ends, a comment could hide what the compiler sees. A
# text that is never closed ends with its line for both; what they may read differently is stray.
_TOKEN = re.compile(
    r"""(?P<raw>(?:u8|[uUL])?R")
    |(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<text>(?:u8|[uUL])?"(?:\\[^\n]|[^"\\\n])*"?|(?:u8|[uUL])?'(?:\\[^\n]|[^'\\\n])*'?)
    |(?P<closed>\#\#|%:|\?\?[=/'()!<>-]|\.?[0-9](?:[eEpP][+-]|'?[A-Za-z0-9_.])*'(?![A-Za-z0-9_]))
    |(?P<number>\.?[0-9](?:[eEpP][+-]|'?[A-Za-z0-9_.])*)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<line>\n)
    |(?P<blank>[ \t\f\v]+)
    |(?P<sign>[]{}()<>;:?.~!+*/%^&|=,\#[-])
    |(?P<stray>.)""",
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    line: int


def check_cpp(name: str, text: str, ours: frozenset[str]) -> None:
    """Refuse headers, directives and names that no exercise needs; ours: headers of juliaset."""
    for line in _lines(text):
        words = [token for token in line if token.kind not in {"comment", "blank"}]
        if words and words[0].text == "#":
            _check_directive(name, words[1:], line, ours)
        for token in words:
            if _is_closed(token):
                raise FailedError(f"{name} has {token.text} (line {token.line}); a lab allows none")


def _is_closed(token: _Token) -> bool:
    if token.kind == "name":
        return bool(_CLOSED.fullmatch(token.text) or _RESERVED.fullmatch(token.text))
    return token.kind in {"raw", "closed", "stray"}


def _check_directive(
    name: str, words: list[_Token], line: list[_Token], ours: frozenset[str]
) -> None:
    if not words:
        return
    directive = words[0].text
    if directive not in _DIRECTIVES:
        raise FailedError(f"{name} has #{directive} (line {words[0].line}); a lab allows none")
    after = line[line.index(words[0]) + 1 :]
    rest = "".join(" " if token.kind == "comment" else token.text for token in after)
    if directive == "pragma" and not _PRAGMAS.fullmatch(rest):
        raise FailedError(
            f"{name} has #pragma {rest.strip()} (line {words[0].line}); a lab allows those of "
            f"OpenMP, and GCC's for one function or loop"
        )
    header = re.fullmatch(r'\s*[<"]([^>"]+)[>"]\s*', rest)
    if directive == "include" and (header is None or header[1] not in _HEADERS | ours):
        allowed = ", ".join(sorted(ours)) or "the standard library's harmless half"
        raise FailedError(
            f"{name} includes {rest.strip()} (line {words[0].line}); this lab allows {allowed}, "
            f"<cstdint> and its like, and <xsimd/xsimd.hpp>"
        )


def _lines(text: str) -> Iterator[list[_Token]]:
    """Take the text apart, a logical line at a time; numbers are those of the file."""
    joined = _SPLICE.sub("", text)
    # Where a line was joined to the next, as places in what came of it.
    splices = [found.start() for found in _SPLICE.finditer(text)]
    lengths = [len(found[0]) for found in _SPLICE.finditer(text)]
    places = [start - sum(lengths[:k]) for k, start in enumerate(splices)]
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
