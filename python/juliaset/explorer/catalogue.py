"""What a page is told first: the kernels and what they can do here, the palettes, named sets."""

import platform
from functools import cache
from importlib.metadata import version

import numpy as np

from juliaset.explorer import messages
from juliaset.explorer.grid import EDGE, LEAST_BITS
from juliaset.explorer.named_sets import NAMED_SETS
from juliaset.explorer.offered import largest_team, why_not
from juliaset.images.palettes import PALETTES, SHADES, encode, shades_of
from juliaset.kernel_type import Kernel, UnavailableError
from juliaset.registry import get_kernel, kernels
from juliaset.system.cores import usable_cores


def hello(grid: dict[str, object]) -> dict[str, object]:
    """Return the first message to a page; its first kernel is the best one here, named best."""
    best, listed = _best(), [_in_words(kernel) for kernel in kernels()]
    return {
        "type": "hello",
        "version": version("juliaset"),
        "python": platform.python_version(),
        "cores": usable_cores(),
        "best": best,
        "kernels": [row | {"name": "best"} for row in listed if row["name"] == best] + listed,
        "palettes": list(PALETTES),
        "shades": SHADES,
        "sets": [
            {"name": each.name, "c": [each.c.real, each.c.imag], "text": each.text}
            for each in NAMED_SETS
        ],
        "grid": grid,
        "limits": {
            "pixels": messages.MOST_PIXELS,
            "side": messages.LARGEST_SIDE,
            "steps": messages.MOST_STEPS,
            "c": messages.LARGEST_C,
            "edge": EDGE,
            "levels": [messages.LEAST_LEVEL, messages.MOST_LEVEL],
            "bits": LEAST_BITS,
        },
    }


@cache
def palettes() -> bytes:
    """Return the shades of each palette and its interior, as RGBA."""
    colours = [encode(np.vstack(shades_of(name))) for name in PALETTES]
    opaque = np.full((len(PALETTES), SHADES + 1, 1), 255, np.uint8)
    return np.concatenate((np.stack(colours), opaque), axis=2).tobytes()


def _best() -> str:
    try:
        return get_kernel("best").name
    except UnavailableError:  # JULIASET_ISA forbids every kernel in C++
        return ""


def _in_words(kernel: Kernel) -> dict[str, object]:
    return {
        "name": kernel.name,
        "summary": kernel.summary,
        "exact": kernel.exact,
        "threads": kernel.supports_threads,
        "most_threads": min(kernel.most_threads(), largest_team()) if kernel.available else 1,
        "flavours": [each for each in kernel.flavours if not kernel.reason_of(each)],
        "gil": "held" in kernel.gils,
        "lanes": kernel.lanes,
        "reason": why_not(kernel),
    }
