"""The palettes: from names to shades, in linear light as colours are mixed in."""

from __future__ import annotations

import difflib
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

# Own palettes: OKLCh lightness, chroma and hue (degrees) from the first pixel to escape to the
# last, then those of the interior, which never escapes.
_OWN: Final = {
    "dusk": (
        ((0.16, 0.045, 264), (0.32, 0.10, 264), (0.48, 0.125, 288), (0.63, 0.15, 355),
         (0.78, 0.13, 58), (0.91, 0.09, 88), (0.98, 0.025, 95)),
        (0.10, 0.02, 270),
    ),
    "lagoon": (
        ((0.17, 0.045, 265), (0.31, 0.085, 250), (0.50, 0.095, 215), (0.68, 0.105, 185),
         (0.83, 0.11, 120), (0.93, 0.10, 100), (0.98, 0.03, 95)),
        (0.11, 0.02, 265),
    ),
    "porcelain": (
        ((0.975, 0.008, 90), (0.92, 0.03, 220), (0.78, 0.08, 235), (0.60, 0.125, 252),
         (0.44, 0.14, 263), (0.31, 0.11, 270), (0.22, 0.07, 275)),
        (0.84, 0.10, 82),
    ),
}  # fmt: skip
_MATPLOTLIB: Final = ("magma", "inferno", "viridis", "cividis", "twilight")

PALETTES: Final[tuple[str, ...]] = (*_OWN, *_MATPLOTLIB)
DEFAULT: Final = "dusk"
SHADES: Final = 2048


def check_palette(name: str) -> str:
    """Return the name of a palette, or say which ones there are."""
    if name in PALETTES:
        return name
    near = difflib.get_close_matches(name.lower(), PALETTES, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"unknown palette {name!r}.{hint} Choose one of {', '.join(PALETTES)}.")


def shades_of(palette: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a palette's shades and its interior as linear light."""
    if palette in _OWN:
        stops, interior = _OWN[palette]
        knots = _oklab(np.array(stops))
        at, stop = np.linspace(0, len(stops) - 1, SHADES), np.arange(len(stops))
        lines = (np.pad(np.interp(at, stop, axis), 100, mode="edge") for axis in knots.T)
        # The eye sees a kink at a stop as an edge in the picture: round it.
        shades = np.stack([np.convolve(x, np.full(201, 1 / 201), "valid") for x in lines], axis=-1)
        return _linear(shades), _linear(_oklab(np.array([interior])))
    with _no_warnings_of("matplotlib"):  # of a HOME in which it cannot keep a list of fonts
        from matplotlib import colormaps  # noqa: PLC0415  (slow to import, and rarely wanted)

    # Not from 0: the blackest shades are the interior's, which must not look like the far field.
    return _decode(colormaps[palette](np.linspace(0.1, 1, SHADES))[:, :3]), np.zeros((1, 3))


@contextmanager
def _no_warnings_of(package: str) -> Iterator[None]:
    logger = logging.getLogger(package)
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def encode(light: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return linear light as the bytes of sRGB, which pictures keep."""
    srgb = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)  # noqa: PLR2004
    pixels: NDArray[np.uint8] = np.rint(srgb * 255).astype(np.uint8)
    return pixels


def _oklab(polar: NDArray[np.float64]) -> NDArray[np.float64]:
    lightness, chroma, hue = polar.T
    angle = np.radians(hue)
    return np.stack((lightness, chroma * np.cos(angle), chroma * np.sin(angle)), axis=-1)


def _linear(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    # OKLab to cone responses to linear sRGB: the matrices that define OKLab.
    cones = lab @ np.array([
        [1, 1, 1],
        [0.3963377774, -0.1055613458, -0.0894841775],
        [0.2158037573, -0.0638541728, -1.2914855480],
    ])  # fmt: skip
    light = cones**3 @ np.array([
        [4.0767416621, -1.2684380046, -0.0041960863],
        [-3.3077115913, 2.6097574011, -0.7034186147],
        [0.2309699292, -0.3413193965, 1.7076147010],
    ])  # fmt: skip
    return np.asarray(np.clip(light, 0, 1), dtype=np.float64)


def _decode(srgb: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004
