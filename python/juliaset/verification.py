"""Compare every kernel, in every flavour, with every golden answer."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

import numpy as np

from juliaset.kernel_type import DEFAULT_FLAVOUR, Kernel, UnavailableError
from juliaset.oracle import POISON, Difference, golden
from juliaset.registry import get_kernel, kernels


def verify(patterns: list[str], flavours: list[str]) -> bool:
    """Print a line for each kernel and flavour; return whether all exact kernels were right."""
    get_kernel("best")  # raises if JULIASET_ISA is nonsense: all would be skipped
    right, ran = True, 0
    for kernel, flavour in chosen(patterns, flavours):
        name = f"{kernel.name}@{flavour}" if flavour else kernel.name
        reason = kernel.reason_of(flavour or DEFAULT_FLAVOUR)
        if reason:
            print(f"skipped  {name}: {reason}", flush=True)
            continue
        ran += 1
        wrong = dict(differences(kernel, flavour))
        if not wrong:
            print(f"exact    {name}: all {len(golden())} golden answers", flush=True)
        elif not kernel.exact:
            pixels = ", ".join(f"{difference.pixels} of {of}" for of, difference in wrong.items())
            print(f"tolerant {name}: pixels that differ: {pixels}", flush=True)
        else:
            right = False
            for of, difference in wrong.items():
                print(f"WRONG    {name} on {of}: {difference}", flush=True)
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


def differences(kernel: Kernel, flavour: str | None) -> Iterator[tuple[str, Difference]]:
    """Run the kernel on every golden problem; yield the names of those where it differs."""
    for answer in golden().values():
        problem = answer.make()
        out = np.full(problem.shape, POISON, np.int32)
        kernel.bind(problem, out, flavour=flavour)()
        difference = answer.difference(out)
        if difference is not None:
            yield answer.name, difference
