"""Compare every kernel, in every flavour, with every golden answer."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

import numpy as np

from juliaset.kernel_type import DEFAULT_FLAVOUR, Kernel, UnavailableError
from juliaset.oracle import POISON, Difference, golden
from juliaset.python_arithmetic import FUSES, python_fuses
from juliaset.registry import get_kernel, kernels


class Found(NamedTuple):
    """A golden problem on which a kernel differs."""

    problem: str
    difference: Difference
    fused: bool  # whether it differs because this Python's product is fused


def verify(patterns: list[str], flavours: list[str]) -> bool:
    """Print a line for each kernel and flavour; return whether all exact kernels were right."""
    get_kernel("best")  # raises if JULIASET_ISA is nonsense: all would be skipped
    for answer in golden().values():
        if answer.is_local:
            other = "its C library rounds hypot, sin or cos differently from the golden answer's"
            print(f"local    {answer.name}: compared with this Python's counts, because {other}")
    right, ran = True, 0
    for kernel, flavour in chosen(patterns, flavours):
        name = f"{kernel.name}@{flavour}" if flavour else kernel.name
        reason = kernel.reason_of(flavour or DEFAULT_FLAVOUR)
        if reason:
            print(f"skipped  {name}: {reason}", flush=True)
            continue
        ran += 1
        differing = list(differences(kernel, flavour))
        fused = [found for found in differing if found.fused]
        wrong = [found for found in differing if kernel.exact and not found.fused]
        if not differing:
            print(f"exact    {name}: all {len(golden())} golden answers", flush=True)
        elif not kernel.exact:
            pixels = [f"{found.difference.pixels} of {found.problem}" for found in differing]
            print(f"tolerant {name}: pixels that differ: {', '.join(pixels)}", flush=True)
        elif fused:
            print(f"fused    {fusing(name, fused)}", flush=True)
        for found in wrong:
            right = False
            print(f"WRONG    {name} on {found.problem}: {found.difference}", flush=True)
    if not ran:
        raise UnavailableError("nothing was verified: none of the kernels asked for can run here")
    return right


def chosen(patterns: list[str], flavours: list[str]) -> list[tuple[Kernel, str | None]]:
    """Return the kernels that the patterns name, each with the flavours that it has."""
    known = kernels()
    matches = [get_kernel("best")] if "best" in patterns else []
    for pattern in patterns:
        found = [kernel for kernel in known if fnmatchcase(kernel.name, pattern)]
        if not found and pattern != "best":
            get_kernel(pattern)  # raises, and suggests
        matches += [kernel for kernel in found if kernel not in matches]
    every = {flavour for kernel in known for flavour in kernel.flavours}
    if unknown := set(flavours) - every:
        raise ValueError(f"--flavour has {unknown.pop()!r}; allowed: {', '.join(sorted(every))}")
    rows = [
        (kernel, flavour)
        for kernel in matches
        for flavour in kernel.flavours or (None,)
        if not flavours or flavour in flavours
    ]
    if not rows:
        raise ValueError(f"{', '.join(patterns)} has no flavour {', '.join(flavours)}; cpp.* have")
    return rows


def complex_product() -> str:
    """Return how this Python's complex product rounds, and if it fuses, what that changes."""
    if not python_fuses():
        return "rounds each operation"
    kernel = next(each for each in kernels() if each.complex_numbers)
    found = differences(kernel, None, ["sensitive"])
    return fusing(kernel.name, (each for each in found if each.fused))


def fusing(name: str, found: Iterable[Found]) -> str:
    """Return in one sentence where a kernel differs because this Python fuses."""
    pixels = [f"{each.difference.pixels} pixels of the {each.problem} picture" for each in found]
    return f"{FUSES}: {name} differs in {', '.join(pixels) or 'no pixel'}"


def differences(
    kernel: Kernel, flavour: str | None, names: Iterable[str] | None = None
) -> Iterator[Found]:
    """Run the kernel on golden problems, by default on all; yield those on which it differs."""
    for name in golden() if names is None else names:
        answer = golden()[name]
        problem = answer.make()
        out = np.full(problem.shape, POISON, np.int32)
        kernel.bind(problem, out, flavour=flavour)()
        difference = answer.difference(out)
        if difference is not None:
            fused = kernel.complex_numbers and answer.fused_pixels(out) > 0
            yield Found(answer.name, difference, fused)
