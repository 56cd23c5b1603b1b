"""Which kernels take part: the ladder, or kernels x flavours x compilers x threads x GIL."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from juliaset import _native
from juliaset.bench.contestants.kernel import check_threads
from juliaset.bench.contestants.own_kernel import own_kernels
from juliaset.bench.contestants.picture_kernel import PictureKernel, another, selected
from juliaset.compile_kernel import is_installed_source
from juliaset.compilers import Compiler, labelled
from juliaset.kernel_type import DEFAULT_FLAVOUR, Gil, Kernel, UnavailableError
from juliaset.native import not_compiled
from juliaset.ranges import MOST_ROWS
from juliaset.registry import get_kernel, kernels

REFERENCE = "python.loops"
BASELINE = "cpp.scalar@O3"
_FILES = {".py", ".cpp"}
_MOST = MOST_ROWS - 100  # the reference and the controls are added to these
_OPTIONS = re.compile(r"(?:/t\d+|/held)+$")
_offered: list[PictureKernel] = []


@dataclass(frozen=True)
class Choice:
    """What the options of `juliaset bench` ask for; empty means the default.

    Attributes:
        patterns: Which kernels; without any it is the ladder.
        flavours: The flavours of kernels in C and C++.
        threads: The numbers of threads of kernels that support them.
        gil: Whether kernels in C and C++ hold the GIL.
        every: Whether it is every kernel, if there are no patterns, and `best` natively too.
        compilers: The compilers of C++ kernels; by default the one of the installed libraries.
    """

    patterns: Sequence[str] = ()
    flavours: Sequence[str] = ()
    threads: Sequence[int] = ()
    gil: Sequence[Gil] = ()
    every: bool = False
    compilers: Sequence[Compiler] = ()


def offer(kernel: PictureKernel) -> None:
    """Let patterns find a kernel that the registry of this process does not have."""
    _offered.append(kernel)


def select(choice: Choice) -> list[PictureKernel]:
    """Return the kernels that the patterns name; without any the ladder, or every kernel."""
    check_threads(choice.threads)
    if unknown := set(choice.flavours) - set(_native.known_flavours()):
        allowed = ", ".join(_native.known_flavours())
        raise ValueError(f"--flavour has {unknown.pop()!r}; allowed: {allowed}")
    found: list[PictureKernel] = []
    for pattern in choice.patterns or ["*"] * choice.every:
        found += _matching(pattern, choice)
    if not choice.patterns and choice.every:
        wanted = {DEFAULT_FLAVOUR, f"{DEFAULT_FLAVOUR}_native"}
        compiled = [each for each in _native.flavours() if each in wanted]
        found += _best(replace(choice, flavours=choice.flavours or compiled))
    elif not choice.patterns:
        found = _in_flavours(ladder(kernels()), choice) + _offered
    named = {each.id: each for each in found}
    for each in found:
        if each.file != named[each.id].file:
            raise ValueError(
                f"two files would give the row {each.id!r}; allowed: names that differ"
            )
    if len(named) > _MOST:
        raise ValueError(f"{len(named):,} rows are asked for; allowed: up to {_MOST:,}")
    return list(named.values())


def hidden(choice: Choice) -> int:
    """Return how many rows `--all` would add."""
    return 0 if choice.patterns else len(select(replace(choice, every=True))) - len(select(choice))


def ladder(known: Sequence[Kernel]) -> list[Kernel]:
    """Return the ladder: the exact kernels, each with the widest vectors that run here.

    Kernels that are not exact compute some wrong pixels, so they are left out. So are those about
    which a picture shows nothing new.
    """
    return [
        kernel
        for kernel in known
        if kernel.rung and kernel.exact and kernel is _widest(kernel, known)
    ]


def _widest(kernel: Kernel, known: Sequence[Kernel]) -> Kernel:
    """Return the kernel of the same source that has the widest vectors, of those that run here."""
    if not kernel.isa or kernel.source is None:
        return kernel
    same = [each for each in known if each.isa and each.source == kernel.source]
    return max(same, key=lambda each: (each.available, each.lanes))


def one(name: str) -> PictureKernel:
    """Return the kernel with an id like cpp.scalar@O3/t1/held; without a flavour it is O3."""
    options = "".join(_OPTIONS.findall(name))
    word = name.removesuffix(options)
    word, _, flavour = word.partition("@")
    flavour, _, label = flavour.partition("/")
    if word.startswith("best="):  # as an id has it
        word = "best"
    threads = re.search(r"/t(\d+)", options)
    choice = Choice(
        [word],
        flavours=[flavour] if flavour else (),
        threads=[int(threads[1])] if threads else (),
        gil=["held"] if "/held" in options else (),
        compilers=[labelled(label)] if label else (),
    )
    found = select(choice)
    if len(found) != 1:
        raise ValueError(f"{name!r} names {len(found)} rows; allowed: one, like {BASELINE}")
    return found[0]


def _matching(pattern: str, choice: Choice) -> list[PictureKernel]:
    path, _, _ = pattern.partition(":")
    if Path(path).suffix in _FILES:
        return _spread(own_kernels(pattern, choice.flavours, choice.compilers), choice)
    if pattern == "best":
        return _best(choice)
    found = [kernel for kernel in kernels() if fnmatchcase(kernel.name, pattern)]
    offered = [each for each in _offered if fnmatchcase(each.id, pattern)]
    if not found and not offered:
        get_kernel(pattern)  # raises, and suggests
    return _in_flavours(found, choice) + offered


def _best(choice: Choice) -> list[PictureKernel]:
    _check_flavours([get_kernel("best")], choice)
    found = _flavoured(get_kernel("best"), choice)
    return _spread([replace(each, shown=f"best={each.kernel}") for each in found], choice)


def _in_flavours(found: Sequence[Kernel], choice: Choice) -> list[PictureKernel]:
    _check_flavours(found, choice)
    return _spread([each for kernel in found for each in _flavoured(kernel, choice)], choice)


def _flavoured(kernel: Kernel, choice: Choice) -> list[PictureKernel]:
    if not kernel.flavours:
        return [selected(kernel, None)]
    asked = choice.flavours or [DEFAULT_FLAVOUR]
    theirs = choice.compilers if is_installed_source(kernel.source) else ()
    return [
        selected(kernel, flavour, compiler)
        for flavour in asked
        if flavour in kernel.flavours
        for compiler in ([another(each) for each in theirs] or [None])
    ]


def _check_flavours(found: Sequence[Kernel], choice: Choice) -> None:
    """Raise an error if none of these kernels exists in the flavours that are asked for."""
    known = {flavour: kernel for kernel in found for flavour in kernel.flavours}
    if known and choice.flavours and not known.keys() & set(choice.flavours):
        kernel = known[DEFAULT_FLAVOUR]
        allowed = f"allowed for {kernel.name}: {', '.join(kernel.flavours)}"
        raise ValueError(f"--flavour is {','.join(choice.flavours)}; {allowed}")
    for flavour in choice.flavours:
        if flavour in known and (reason := not_compiled(flavour)):
            raise UnavailableError(reason)


def _spread(found: list[PictureKernel], choice: Choice) -> list[PictureKernel]:
    """Return each kernel once for every number of threads and every GIL that it can have."""
    return [
        replace(each, gil=gil, threads=number)
        for each in found
        for number in (choice.threads if each.supports_threads and choice.threads else [None])
        for gil in _gils(each, choice)
    ]


def _gils(kernel: PictureKernel, choice: Choice) -> Sequence[Gil | None]:
    return [gil for gil in choice.gil if kernel.flavour and gil in kernel.gils] or (None,)
