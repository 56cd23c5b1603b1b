"""What a submission may contain: no import, name or text that leads past the exercise.

The sandbox is there too. These checks come first, and say in one line what is wrong.
"""

import ast
import tokenize
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from unicodedata import normalize

from juliaset.grader.allowed_cpp import check_cpp
from juliaset.grader.verdict import FailedError

# The modules that an exercise may need: a list of forbidden ones would always lack one.
_MODULES = {
    *("__future__", "abc", "array", "bisect", "cmath", "collections", "contextlib", "copy"),
    *("dataclasses", "decimal", "enum", "fractions", "functools", "heapq", "itertools", "math"),
    *("numbers", "numpy", "operator", "random", "re", "statistics", "string", "struct", "time"),
    *("types", "typing", "warnings"),
}
_CYTHON_MODULES = {"cython", "libc", "numpy"}
# In Cython `extern` brings C, `include` a file.
_FORBIDDEN_WORDS = {"extern", "include"}
# A text after any other name is the name's spelling in C: `cdef int x "..."`.
_BEFORE_TEXT = {
    *("and", "assert", "elif", "else", "from", "if", "in", "is", "not", "or", "raise", "return"),
    *("while", "with", "yield"),
}
_ENDS = {";", ":"}
_SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}
_TEXTS = {tokenize.STRING, getattr(tokenize, "FSTRING_START", tokenize.STRING)}

Statement = list[tokenize.TokenInfo]


def check_source(path: Path, text: str, *, headers: frozenset[str] = frozenset()) -> None:
    """Raise FailedError if the text leads past the exercise; headers: allowed ones of juliaset."""
    if path.suffix == ".py":
        _check_python(path.name, text)
    elif path.suffix == ".pyx":
        _check_cython(path.name, text)
    elif path.suffix == ".cpp":
        check_cpp(path.name, text, headers)


def _check_python(name: str, text: str) -> None:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        why = getattr(error, "msg", error)
        raise FailedError(f"{name} is not Python: {why}" + f" (line {line})" * bool(line)) from None
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or "."]
        else:
            continue
        for module in modules:
            _check_module(name, module.partition(".")[0], node.lineno)


def _check_module(name: str, module: str, line: int) -> None:
    if module not in _MODULES:
        raise FailedError(
            f"{name} imports {module or 'its neighbours'} (line {line}); a lab allows NumPy, math, "
            f"itertools, statistics, random and the like: the exercise is to write it"
        )


def _check_cython(name: str, text: str) -> None:
    try:
        tokens = list(tokenize.generate_tokens(StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError) as error:
        raise FailedError(f"{name} can't be read: {error}") from None
    for statement in _statements(tokens):
        _check_words(name, statement)
        _check_imports(name, statement)


def _statements(tokens: Statement) -> Iterator[Statement]:
    statement: Statement = []
    for token in tokens:
        if token.type == tokenize.NEWLINE or (token.type == tokenize.OP and token.string in _ENDS):
            yield statement
            statement = []
        elif token.type not in _SKIPPED:
            statement.append(token)
    yield statement


def _check_words(name: str, statement: Statement) -> None:
    before = ""
    for token in statement:
        # As Python and Cython read it: an `e` of another alphabet is an `e`.
        word = normalize("NFKC", token.string) if token.type == tokenize.NAME else ""
        if word in _FORBIDDEN_WORDS:
            raise FailedError(f"{name} has `{word}` (line {token.start[0]}); a lab allows none")
        if token.type in _TEXTS and before and before not in _BEFORE_TEXT:
            raise FailedError(
                f"{name} has a text right after {before!r} (line {token.start[0]}); that would be "
                f"its name in C, and a lab allows none"
            )
        before = word


def _check_imports(name: str, statement: Statement) -> None:
    words = [normalize("NFKC", token.string) for token in statement]
    if not {"import", "cimport"} & set(words):
        return
    line = statement[0].start[0]
    if words[0] == "from":
        roots = [words[1]]
    elif words[0] in {"import", "cimport"}:
        starts = [0, *(k for k, word in enumerate(words) if word == ",")]
        roots = ["".join(words[k + 1 : k + 2]) for k in starts]
    else:
        raise FailedError(f"{name} has `{words[0]} ... import` (line {line}); a lab allows none")
    for root in roots:
        if root not in _CYTHON_MODULES:
            _check_module(name, root.strip("."), line)
