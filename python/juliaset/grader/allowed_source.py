"""What a submission may contain: no import, name or text that leads past the exercise.

The sandbox is there too. These checks come first, and say in one line what is wrong.
"""

import ast
import re
import tokenize
from collections.abc import Collection, Iterator
from io import StringIO
from itertools import pairwise
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
# In Cython `extern` brings C, `include` a file, and DEF and IF read the compiler's environment.
_FORBIDDEN_WORDS = {
    *("extern", "include", "DEF", "IF", "ELIF", "ELSE"),
    # Settings of Cython whose text it writes into the file in C, as it is.
    *("callspec", "c_string_encoding", "c_string_type"),
}
# A setting in a comment, as Cython finds it, and those of which no text gets into the file in C.
_SETTING = re.compile(r"#\s*cython\s*:\s*([\w.]+\s*=.*)", re.DOTALL)
_VALUE = r"\s*[\w.]+\s*=\s*(?:True|False|None|yes|no|on|off|[0-9]|3str)\s*"
_HARMLESS = re.compile(rf"{_VALUE}(?:,{_VALUE})*")
# What leads from any module to the rest of Python and to addresses: no exercise has such a name.
_LEADS_OUT = {
    *("builtins", "ctypes", "ctypeslib", "concurrent", "f2py", "importlib", "multiprocessing"),
    *("os", "posix", "signal", "socket", "subprocess", "sys", "threading", "modules"),
    *("as_strided", "stride_tricks", "mmap", "memmap"),
    *("f_back", "f_builtins", "f_globals", "f_locals", "gi_frame", "tb_frame"),
}
# With these NumPy takes any address for an array.
_ADDRESSES = frozenset({"__array_interface__", "__array_struct__", "__buffer__"})
# The names with two underscores that classes of one's own use; others lead past the exercise.
_OWN_NAMES = re.compile(
    r"__(?:(?:i|r)?(?:add|sub|mul|matmul|truediv|floordiv|mod|pow|and|or|xor|lshift|rshift)|init"
    r"|post_init|new|call|iter|next|len|getitem|setitem|contains|enter|exit|repr|str|eq|ne|lt|le|gt"
    r"|ge|hash|bool|abs|neg|pos|int|float|complex|index|name|doc|slots|all|annotations|main|file"
    r"|set_name|get|set|del|getattr|setattr|class_getitem|version)__"
)
# A text after any other name is the name's spelling in C: `cdef int x "..."`.
_BEFORE_TEXT = {
    *("and", "assert", "elif", "else", "from", "if", "in", "is", "not", "or", "raise", "return"),
    *("while", "with", "yield"),
}
_ENDS = {";", ":"}
_SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}
# Since Python 3.12 and 3.14 a text with values in it is several tokens.
_KINDS_OF_TEXT = ("STRING", "FSTRING_START", "TSTRING_START")
_TEXTS = {getattr(tokenize, name, tokenize.STRING) for name in _KINDS_OF_TEXT}

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
    except (RecursionError, MemoryError):
        raise FailedError(f"{name} can't be read: an expression in it is too deep") from None
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        why = getattr(error, "msg", error)
        raise FailedError(f"{name} is not Python: {why}" + f" (line {line})" * bool(line)) from None
    nodes = list(ast.walk(tree))
    own = {word for node in nodes for word in _defined_by(node)}
    for node in nodes:
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or "."]
        else:
            modules = []
        for module in modules:
            _check_module(name, module.partition(".")[0], getattr(node, "lineno", 0))
        for word in _ADDRESSES.intersection(_defined_by(node)):
            raise FailedError(f"{name} has {word}; a lab allows no array at an address")
        for word in _used_by(node):
            _check_name(name, word, getattr(node, "lineno", 0), own)


def _defined_by(node: ast.AST) -> Iterator[str]:
    """Yield the names that a submission gives itself, which may begin with an underscore."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        yield node.attr
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id if node.id.startswith("_") else ""  # not: os = warnings.os


def _used_by(node: ast.AST) -> Iterator[str]:
    """Yield the names by which a submission reaches into what is not its own."""
    if isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Name) and node.id.startswith("__"):
        yield node.id
    elif isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            yield from alias.name.split(".")
        if isinstance(node, ast.ImportFrom) and node.module and node.module != "__future__":
            yield from node.module.split(".")


def _check_name(name: str, word: str, line: int, own: Collection[str]) -> None:
    """Refuse a name after a dot, or imported, that leads past the exercise."""
    hidden = word.startswith("_") and not _OWN_NAMES.fullmatch(word)
    if word not in {"_", *own} and (hidden or word in _LEADS_OUT):
        raise FailedError(
            f"{name} has {word:.60} (line {line}); a lab allows what modules show, and no way from "
            f"one into the rest of Python"
        )


def _check_module(name: str, module: str, line: int) -> None:
    if module not in _MODULES:
        raise FailedError(
            f"{name} imports {module[:60] or 'its neighbours'} (line {line}); a lab allows NumPy, "
            f"math, itertools, statistics, random and the like: the exercise is to write it"
        )


def _check_cython(name: str, text: str) -> None:
    try:
        tokens = list(tokenize.generate_tokens(StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError) as error:
        raise FailedError(f"{name} can't be read: {error}") from None
    own = _own_names(tokens)
    for token in tokens:
        found = _SETTING.match(token.string) if token.type == tokenize.COMMENT else None
        if found and not _HARMLESS.fullmatch(found[1]):
            raise FailedError(
                f"{name} has a setting of Cython, {token.string:.60} (line {token.start[0]}); a "
                f"lab allows those that are True, False or a number"
            )
    for statement in _statements(tokens):
        _check_words(name, statement, own)
        _check_imports(name, statement)


def _own_names(tokens: Statement) -> set[str]:
    """Return the names with an underscore that stand alone, or are set: they are declared here."""
    ways = zip(tokens, tokens[1:], [*tokens[2:], tokens[-1]], strict=False)
    return {
        name.string
        for before, name, after in ways
        if name.string.startswith("_") and (before.string != "." or after.string == "=")
    }


def _statements(tokens: Statement) -> Iterator[Statement]:
    statement: Statement = []
    for token in tokens:
        if token.type == tokenize.NEWLINE or (token.type == tokenize.OP and token.string in _ENDS):
            yield statement
            statement = []
        elif token.type not in _SKIPPED:
            statement.append(token)
    yield statement


def _check_words(name: str, statement: Statement, own: Collection[str]) -> None:
    before = ""
    for token in statement:
        if before == "." and token.type == tokenize.NAME:
            _check_name(name, normalize("NFKC", token.string), token.start[0], own)
        # As Python and Cython read it: an `e` of another alphabet is an `e`.
        word = normalize("NFKC", token.string) if token.type == tokenize.NAME else ""
        if word in _FORBIDDEN_WORDS:
            raise FailedError(f"{name} has `{word}` (line {token.start[0]}); a lab allows none")
        if token.type in _TEXTS and before and before not in _BEFORE_TEXT:
            raise FailedError(
                f"{name} has a text right after {before!r} (line {token.start[0]}); that would be "
                f"its name in C, and a lab allows none"
            )
        before = "." if token.string == "." else word


def _check_imports(name: str, statement: Statement) -> None:
    words = [normalize("NFKC", token.string) for token in statement]
    if not {"import", "cimport"} & set(words):
        return
    line = statement[0].start[0]
    if words[0] == "from":
        roots = [words[1]]
        for before, word in pairwise(words[2:]):
            if before != "as":  # behind it is a name of its own
                _check_name(name, word, line, ())
    elif words[0] in {"import", "cimport"}:
        starts = [0, *(k for k, word in enumerate(words) if word == ",")]
        roots = ["".join(words[k + 1 : k + 2]) for k in starts]
    else:
        raise FailedError(f"{name} has `{words[0]} ... import` (line {line}); a lab allows none")
    for root in roots:
        if root not in _CYTHON_MODULES:
            _check_module(name, root.strip("."), line)
