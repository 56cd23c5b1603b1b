"""Which rows take part: kernels x flavours x threads x GIL, each with its id."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from juliaset import _native
from juliaset.bench.contestants.own_kernel import rows_of
from juliaset.bench.rows import Row
from juliaset.registry import DEFAULT_FLAVOUR, Gil, Kernel, get_kernel, kernels

REFERENCE = "python.loops"
BASELINE = "cpp.scalar@O3"
_FILES = {".py", ".cpp"}
_OPTIONS = re.compile(r"(?:/t\d+|/held)+$")


@dataclass(frozen=True)
class Choice:
    """What the options of `juliaset bench` ask for; empty means the default."""

    patterns: Sequence[str] = ()
    flavours: Sequence[str] = ()
    threads: Sequence[int] = ()
    gil: Sequence[Gil] = ()


def chosen(choice: Choice) -> list[Row]:
    """Give the rows that the patterns name; all kernels, and `best` natively too, without any."""
    if unknown := set(choice.flavours) - set(_native.flavours()):
        allowed = ", ".join(_native.flavours())
        raise ValueError(f"--flavour has {unknown.pop()!r}; allowed: {allowed}")
    rows: list[Row] = []
    for pattern in choice.patterns or ["*"]:
        rows += _matching(pattern, choice)
    if not choice.patterns:
        native = f"{DEFAULT_FLAVOUR}_native"
        flavours = choice.flavours or (DEFAULT_FLAVOUR, native)
        rows += _best(replace(choice, flavours=flavours))
    named = {row.id: row for row in rows}
    for row in rows:
        if row.file != named[row.id].file:
            raise ValueError(f"two files would give the row {row.id!r}; allowed: names that differ")
    return list(named.values())


def one(name: str) -> Row:
    """Find a single row by its id, like cpp.scalar@O3/t1/held; without a flavour it is O3."""
    options = "".join(_OPTIONS.findall(name))
    word = name.removesuffix(options)
    word, _, flavour = word.partition("@")
    if word.startswith("best="):  # as an id has it
        word = "best"
    threads = re.search(r"/t(\d+)", options)
    choice = Choice(
        [word],
        flavours=[flavour] if flavour else (),
        threads=[int(threads[1])] if threads else (),
        gil=["held"] if "/held" in options else (),
    )
    rows = chosen(choice)
    if len(rows) != 1:
        raise ValueError(f"{name!r} names {len(rows)} rows; allowed: one, like {BASELINE}")
    return rows[0]


def _matching(pattern: str, choice: Choice) -> list[Row]:
    path, _, _ = pattern.partition(":")
    if Path(path).suffix in _FILES:
        return [
            row for found in rows_of(pattern, choice.flavours) for row in _spread(found, choice)
        ]
    if pattern == "best":
        return _best(choice)
    found = [kernel for kernel in kernels() if fnmatchcase(kernel.name, pattern)]
    if not found:
        get_kernel(pattern)  # raises, and suggests
    return [
        row
        for kernel in found
        for flavour in _flavours(kernel, choice)
        for row in _spread(_row(kernel, flavour), choice)
    ]


def _best(choice: Choice) -> list[Row]:
    kernel = get_kernel("best")
    rows = [_row(kernel, flavour) for flavour in _flavours(kernel, choice)]
    named = [replace(row, shown=f"best={row.kernel}") for row in rows]
    return [row for each in named for row in _spread(each, choice)]


def _flavours(kernel: Kernel, choice: Choice) -> Sequence[str | None]:
    if not kernel.flavours:
        return [None]
    return list(choice.flavours) or [DEFAULT_FLAVOUR]


def _row(kernel: Kernel, flavour: str | None) -> Row:
    flags = ""
    if flavour:
        table = _native.load(flavour).kernels
        flags = next((row.flags for row in table if f"cpp.{row.name}" == kernel.name), "")
    return Row(
        kernel=kernel.name,
        toolchain=kernel.name.partition(".")[0],
        exact=kernel.exact,
        flavour=flavour,
        flags=flags,
        reason=kernel.reason_of(flavour or DEFAULT_FLAVOUR),
        many=kernel.supports_threads,
    )


def _spread(row: Row, choice: Choice) -> list[Row]:
    """Give the row once for each number of threads and each way with the GIL that it has."""
    gils: Sequence[Gil | None] = list(choice.gil) if row.flavour and choice.gil else [None]
    threads: Sequence[int | None] = list(choice.threads) if row.many and choice.threads else [None]
    return [replace(row, gil=gil, threads=number) for number in threads for gil in gils]
