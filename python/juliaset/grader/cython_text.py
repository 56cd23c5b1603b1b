"""What a submission in Cython must not have: C of its own, and other people's files."""

import tokenize
from collections.abc import Iterator
from io import StringIO
from unicodedata import normalize

from juliaset.grader.python_text import check_module
from juliaset.grader.verdict import FailedError

_ROOTS = {"cython", "libc", "numpy"}
# `extern` brings C, `include` a file.
_CLOSED = {"extern", "include"}
# Where a text follows any other name, it is what the name is to be in C: `cdef int x "..."`.
_BEFORE_TEXT = {
    *("and", "assert", "elif", "else", "from", "if", "in", "is", "not", "or", "raise", "return"),
    *("while", "with", "yield"),
}
_ENDS = {";", ":"}
_SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}
_TEXTS = {tokenize.STRING, getattr(tokenize, "FSTRING_START", tokenize.STRING)}


def check_cython(name: str, text: str) -> None:
    """Refuse what leads past Cython, in the words of Python's own tokenizer."""
    try:
        tokens = list(tokenize.generate_tokens(StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError) as error:
        raise FailedError(f"{name} can't be read: {error}") from None
    for statement in _statements(tokens):
        _check_words(name, statement)
        _check_imports(name, statement)


def _statements(tokens: list[tokenize.TokenInfo]) -> Iterator[list[tokenize.TokenInfo]]:
    statement: list[tokenize.TokenInfo] = []
    for token in tokens:
        if token.type == tokenize.NEWLINE or (token.type, token.string in _ENDS) == (
            tokenize.OP,
            True,
        ):
            yield statement
            statement = []
        elif token.type not in _SKIPPED:
            statement.append(token)
    yield statement


def _check_words(name: str, statement: list[tokenize.TokenInfo]) -> None:
    before = ""
    for token in statement:
        # As Python and Cython read it: an `e` of another alphabet is an `e`.
        word = normalize("NFKC", token.string) if token.type == tokenize.NAME else ""
        if word in _CLOSED:
            raise FailedError(f"{name} has `{word}` (line {token.start[0]}); a lab allows none")
        if token.type in _TEXTS and before and before not in _BEFORE_TEXT:
            raise FailedError(
                f"{name} has a text right after {before!r} (line {token.start[0]}); that would be "
                f"its name in C, and a lab allows none"
            )
        before = word


def _check_imports(name: str, statement: list[tokenize.TokenInfo]) -> None:
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
        if root not in _ROOTS:
            check_module(name, root.strip("."), line)
