"""Finds a kernel's innermost loop in its source: its file may only call it, in a header.

C++ is read as text in the house style: a definition begins and ends in the first column. Calls are
followed from `calculate`, and branches of `if constexpr` only where their condition may hold.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from juliaset import _native

_ENTRY = "calculate"
_PYTHON, _CPP = ".py", ".cpp"
_SIBLINGS = "juliaset.techniques."
_INCLUDE = re.compile(r'^#include "([\w/]+\.hpp)"', re.MULTILINE)
_DEFINITION = re.compile(
    r"^(?P<comment>(?://[^\n]*\n)*)"
    r"(?:template <(?P<parameters>[^\n]*)>\n)?"
    r"(?P<head>[A-Za-z][^\n;{}()]*?\b(?P<name>\w+)\([^;{}]*\) \{\n)(?P<body>.*?)^\}",
    re.MULTILINE | re.DOTALL,
)
_CALL = re.compile(r"\b(?P<name>\w+)(?:<(?P<arguments>[^<>();]*)>)?\(")
_BRANCH = re.compile(r"if constexpr \((?P<condition>[^()]*)\) \{")
_LOOP = re.compile(r"\b(?:for|while) \(")
# What the innermost loop does: it steps vectors, or counts down as it takes the steps of a pixel.
_STEPS = (re.compile(r"\bstep\("), re.compile(r"\bpatience\.over\("))


@dataclass(frozen=True)
class Loop:
    """A function with an innermost loop: its file, and its text."""

    file: Path
    text: str


@dataclass(frozen=True)
class _Function:
    file: Path
    text: str
    body: str
    parameters: tuple[str, ...]  # of its template


def loops_elsewhere(source: Path, below: Path | None = None) -> list[Loop]:
    """Return the functions with a kernel's innermost loops that are not in its own file.

    below: the source of the kernel that it changes. Loops that are new in the kernel are returned
    alone; without any, those to which the most calls lead.
    """
    if source.suffix == _PYTHON:
        found = list(_python_loops(source))
    elif source.suffix == _CPP:
        loops = _cpp_loops(source)
        old = _cpp_loops(below) if below is not None and below.suffix == _CPP else {}
        new = [loop for loop in loops if loop not in old]
        most = max(loops.values(), default=0)
        found = new or [loop for loop, calls in loops.items() if calls == most]
    else:
        found = []
    return [loop for loop in found if loop.file != source]


def _python_loops(source: Path) -> Iterator[Loop]:
    """Yield the functions of neighbouring modules that the file imports, if they have a loop.

    A module may have a file in C of the same name: that is yielded as a whole.
    """
    for node in ast.walk(ast.parse(source.read_text())):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(_SIBLINGS):
            continue
        path = source.with_name(f"{(node.module or '').removeprefix(_SIBLINGS)}.py")
        text = path.read_text() if path.is_file() else ""
        in_c = Path(_native.folder(), "techniques", f"{path.stem}.c")
        if in_c.is_file():
            yield Loop(in_c, in_c.read_text())
        functions = {
            each.name: each for each in ast.parse(text).body if isinstance(each, ast.FunctionDef)
        }
        waiting, reached = [alias.name for alias in node.names], set[str]()
        while waiting:
            name = waiting.pop()
            if name in reached or name not in functions:
                continue
            reached.add(name)
            inside = ast.walk(functions[name])
            waiting += [each.id for each in inside if isinstance(each, ast.Name)]
            if _has_loop(functions[name]):
                yield Loop(path, ast.get_source_segment(text, functions[name]) or "")


def _has_loop(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.For | ast.While) for node in ast.walk(function))


def _cpp_loops(source: Path) -> dict[Loop, int]:
    """Return the loops that step, and call no other one that does; with the calls to each."""
    known = _functions(source)
    calls = _reached(known)
    for steps in _STEPS:
        bodies = {name: known[name].body for name in calls}
        looping = [
            name for name in bodies if _LOOP.search(bodies[name]) and steps.search(bodies[name])
        ]
        innermost = [
            name
            for name in looping
            if not {call["name"] for call in _CALL.finditer(bodies[name])} & {*looping}
        ]
        if innermost:
            return {Loop(known[name].file, known[name].text): calls[name] for name in innermost}
    return {}


def _functions(source: Path) -> dict[str, _Function]:
    """Return the functions of a file and of the headers next to it that it includes."""
    found: dict[str, _Function] = {}
    files, waiting = set[Path](), [source]
    while waiting:
        path = waiting.pop()
        if path in files or not path.is_file():
            continue
        files.add(path)
        text = path.read_text()
        folders = (path.parent, source.parent)
        waiting += [folder / name for folder in folders for name in _INCLUDE.findall(text)]
        for each in _DEFINITION.finditer(text):
            declared = (each["parameters"] or "").split(",")
            names = tuple(word.split()[-1] for word in declared if word.strip())
            found[each["name"]] = _Function(path, each[0], each["body"], names)
    return found


def _reached(known: Mapping[str, _Function]) -> dict[str, int]:
    """Return how many calls away from the entry each function is at most, in order of the calls."""
    levels: dict[str, int] = {}
    waiting: list[tuple[str, int, tuple[str, ...]]] = [(_ENTRY, 0, ())]
    seen = set()
    while waiting:
        name, level, arguments = waiting.pop(0)
        if name not in known or (name, level, arguments) in seen or level > len(known):
            continue
        seen.add((name, level, arguments))
        levels[name] = max(level, levels.get(name, 0))
        bound = dict(zip(known[name].parameters, arguments, strict=False))
        for call in _CALL.finditer(_possible(known[name].body, bound)):
            words = tuple(word.strip() for word in (call["arguments"] or "").split(","))
            waiting.append((call["name"], level + 1, tuple(bound.get(w, w) for w in words)))
    return levels


def _possible(body: str, bound: Mapping[str, str]) -> str:
    """Return a body without the branches that its template's arguments leave out."""
    branch = _BRANCH.search(body)
    if branch is None:
        return body
    then, rest = _block(body, branch.end())
    otherwise = ""
    if rest.startswith(" else {"):
        otherwise, rest = _block(rest, len(" else {"))
    holds = _holds(branch["condition"], bound)
    kept = (then if holds is not False else "") + (otherwise if holds is not True else "")
    return body[: branch.start()] + _possible(kept + rest, bound)


def _block(text: str, begin: int) -> tuple[str, str]:
    """Split a text behind an opening brace: what the braces hold, and what follows them."""
    depth = 1
    for place in range(begin, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return text[begin:place], text[place + 1 :]
    return text[begin:], ""


def _holds(condition: str, bound: Mapping[str, str]) -> bool | None:
    """Return whether a condition holds; None if the template's arguments do not tell."""
    words = [bound.get(word, word) for word in condition.split()]
    match words:
        case ["true" | "false" as word]:
            return word == "true"
        case [left, "==" | "!=" as sign, right] if "::" in left and "::" in right:
            return (left == right) == (sign == "==")
    return None
