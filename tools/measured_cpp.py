"""What gcov counted in an instrumented build tree, by source file.

A source is compiled many times: for each flavour, instruction set and template. A line counts as
reached if any of its compilations ran it. Where a function is inlined, its branches are there once
more, so the branches of a line are those of the plainest compilation that ran: the one with the
fewest. Compilations with as many are added. Branches into exceptions are left out, because almost
every call has one.
"""

import json
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from measured import Measured
from measured_cython import by_line, statements

CYTHON = Path("bindings/cython")
# gcov gives such a line the branches of what ends there.
_NO_STATEMENT = set("{}();, ")

Lines = dict[int, list[dict[str, Any]]]  # what gcov says about a line, for each of its compilations


def measure(tree: Path, root: Path, folders: Iterable[str]) -> Iterator[Measured]:
    """Read what gcov counted in the tree, of all sources in these folders of the checkout."""
    sources = tuple(f"{root / name}/" for name in folders)
    found: dict[str, Lines] = defaultdict(lambda: defaultdict(list))
    for notes in sorted(tree.rglob("*.gcno")):
        for file in counted(notes):
            path = str((notes.parent / file["file"]).resolve())
            if path.startswith((*sources, f"{tree / CYTHON}/")):
                for line in file["lines"]:
                    found[path][line["line_number"]].append(line)
    for path, lines in sorted(found.items()):
        if path.startswith(sources):
            name, text = str(Path(path).relative_to(root)), Path(path).read_text().splitlines()
            yield merged(name, lines, text)
    yield from _of_cython(found, tree, root)


def counted(notes: Path) -> list[dict[str, Any]]:
    """Return what gcov says about the sources of an object."""
    # Not its .gcda: gcov finds that itself, and an object that never ran has none.
    command = ["gcov", "--json-format", "--stdout", "--branch-probabilities", notes.name]
    done = subprocess.run(  # noqa: S603 - of our own build tree
        command, cwd=notes.parent, capture_output=True, text=True, check=True
    )
    return [file for line in done.stdout.splitlines() for file in json.loads(line)["files"]]


def merged(name: str, lines: Lines, text: list[str]) -> Measured:
    """Return what was reached of a source, in any of its compilations."""
    reached = total = 0
    for number, compiled in lines.items():
        if not set(text[number - 1]) <= _NO_STATEMENT:
            branches = _branches(compiled)
            reached += sum(branches)
            total += len(branches)
    ran = {number: any(each["count"] for each in compiled) for number, compiled in lines.items()}
    return _measured(name, ran, text, (reached, total))


def _of_cython(found: dict[str, Lines], tree: Path, root: Path) -> Iterator[Measured]:
    every: list[tuple[str, int, bool]] = []
    for path in (path for path in found if path.startswith(f"{tree / CYTHON}/")):
        lines = found[path]
        ran = {number: any(each["count"] for each in line) for number, line in lines.items()}
        every += statements(Path(path).read_text(), ran)
    for file, ran in sorted(by_line(every).items()):
        name = str(CYTHON / file)
        yield _measured(name, ran, (root / name).read_text().splitlines(), (0, 0))


def _measured(
    name: str, ran: dict[int, bool], text: list[str], branches: tuple[int, int]
) -> Measured:
    missing: dict[str, int] = defaultdict(int)
    for number in (number for number, reached in sorted(ran.items()) if not reached):
        missing[text[number - 1].strip()] += 1
    return Measured(name, (sum(ran.values()), len(ran)), branches, dict(missing))


def _branches(compiled: list[dict[str, Any]]) -> list[bool]:
    """Return which branches of a line were reached, in the plainest compilation that ran."""
    ran = [line for line in compiled if line["count"]]
    shapes: dict[int, list[bool]] = {}
    for line in ran or compiled:
        taken = _without_throws(line["branches"])
        before = shapes.get(len(taken), [False] * len(taken))
        shapes[len(taken)] = [old or new for old, new in zip(before, taken, strict=True)]
    branching = [shape for shape in shapes.values() if shape]
    return min(branching, key=len, default=[])


def _without_throws(branches: list[dict[str, Any]]) -> list[bool]:
    """Return which branches were taken; a call that may throw is two of them, and no decision."""
    kept = []
    for number, branch in enumerate(branches):
        after = branches[number + 1] if number + 1 < len(branches) else {"throw": False}
        if not branch["throw"] and not (branch["fallthrough"] and after["throw"]):
            kept.append(branch["count"] > 0)
    return kept
