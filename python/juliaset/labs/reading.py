"""What a submission's text must not have: doors that lead past the exercise.

Walls stand around the process as well. Here is the kinder half: it says in one line what is wrong.
"""

import ast
import re
from pathlib import Path

from juliaset.labs.verdict import FailedError, InconclusiveError

LARGEST = 1 << 20

# What an exercise may need. A list of what is closed would always lack one.
_OPEN = {
    *("__future__", "abc", "array", "bisect", "cmath", "collections", "contextlib", "copy"),
    *("dataclasses", "decimal", "enum", "fractions", "functools", "heapq", "itertools", "math"),
    *("numbers", "numpy", "operator", "random", "re", "statistics", "string", "struct", "time"),
    *("types", "typing", "warnings"),
}
_C_HEADERS = {
    *("algorithm", "array", "bit", "cmath", "complex", "cstddef", "cstdint", "cstring"),
    *("limits", "numbers", "numeric", "span", "type_traits", "utility", "vector"),
    *("omp.h", "xsimd/xsimd.hpp"),
    *(f"pybind11/{name}.h" for name in ("pybind11", "numpy", "complex", "gil", "stl")),
}
_INCLUDE = re.compile(r"^[ \t]*#[ \t]*include\b(.*)$", re.MULTILINE)
_ASSEMBLER = re.compile(r"\b(?:asm|__asm|__asm__|__attribute__|constructor|syscall|import)\b|##|%:")
# As PEP 263 has it: in the first line, or in the second after a comment.
_CODING = re.compile(r"(?:[ \t\f]*(?:#[^\n]*)?\n)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_CIMPORT = re.compile(r"^\s*(?:from\s+([\w.]+)\s+)?c?import\s+([\w., ]+)", re.MULTILINE)
_CYTHON = {"cython", "libc", "numpy"}


def read(path: Path) -> str:
    """Read a submission's file; a link, a device or a novel is none."""
    if path.is_symlink() or not path.is_file():
        raise FailedError(f"{path.name} is no plain file")
    if path.stat().st_size > LARGEST:
        raise FailedError(f"{path.name} has {path.stat().st_size:,} bytes; allowed: {LARGEST:,}")
    try:
        text = path.read_text("utf-8-sig")  # Windows puts a mark before UTF-8
    except ValueError:
        raise FailedError(f"{path.name} is not text (UTF-8)") from None
    except OSError as error:
        raise InconclusiveError(f"{path.name} can't be read: {error.strerror}") from None
    # Python would read another text than the one that is looked at here.
    said = _CODING.match(text) if path.suffix in {".py", ".pyx"} else None
    if said and said[1].lower().replace("_", "-") not in {"utf-8", "utf8"}:
        raise FailedError(f"{path.name} says that it is written in {said[1]}; allowed: UTF-8")
    return text


def check_text(path: Path, text: str, *, ours: frozenset[str] = frozenset()) -> None:
    """Refuse what leads past the exercise; `ours` names headers of juliaset that may be used."""
    if path.suffix == ".py":
        _check_python(path.name, text)
    elif path.suffix == ".pyx":
        _check_cython(path.name, text)
    elif path.suffix == ".cpp":
        _check_cpp(path.name, text, ours)


def _check_python(name: str, text: str) -> None:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise FailedError(
            f"{name} is not Python: {error}" + f" (line {line})" * bool(line)
        ) from None
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
    if module not in _OPEN:
        raise FailedError(
            f"{name} imports {module or 'its neighbours'} (line {line}); a lab allows NumPy, math, "
            f"itertools, statistics, random and the like: the exercise is to write it"
        )


def _check_cython(name: str, text: str) -> None:
    for word, why in (("extern", "`cdef extern`"), ("include", "`include`")):
        if extern := re.search(rf"^\s*(?:cdef\s+)?{word}\b", text, re.MULTILINE):
            line = text[: extern.start()].count("\n") + 1
            raise FailedError(f"{name} has {why} near line {line}; a lab allows none")
    for imported in _CIMPORT.finditer(text):
        several = [part.strip() for part in imported[2].split(",")]
        for root in [imported[1]] if imported[1] else several:
            first = root.split(".")[0].split(" ")[0]
            line = text[: imported.start()].count("\n") + 1
            if first not in _CYTHON:
                _check_module(name, first, line)


def _check_cpp(name: str, text: str, ours: frozenset[str]) -> None:
    code = _without_comments(text)
    for found in _INCLUDE.finditer(code):
        header = re.fullmatch(r'\s*[<"]([^>"]+)[>"]\s*', found[1])
        if header is None or header[1] not in _C_HEADERS | ours:
            allowed = ", ".join(sorted(ours)) or "the standard library's harmless half"
            raise FailedError(
                f"{name} includes {found[1].strip()}; this lab allows {allowed}, <cstdint> and "
                f"its like, and <xsimd/xsimd.hpp>"
            )
    if closed := _ASSEMBLER.search(code):
        line = code[: closed.start()].count("\n") + 1
        raise FailedError(f"{name} has {closed[0]!r} (line {line}); a lab allows none")


def _without_comments(text: str) -> str:
    joined = text.replace("\\\n", "  ")
    strings_or_comments = re.compile(
        r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/', re.DOTALL
    )

    def blank(found: re.Match[str]) -> str:
        if found[0].startswith("/"):
            return "\n" * found[0].count("\n")
        return found[0]

    return strings_or_comments.sub(blank, joined)
