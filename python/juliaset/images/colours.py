"""Paint escape counts: a picture worth looking at, made from nothing but integers.

A linear scale makes a dull square: most pixels escape within ten steps, the delicate ones after a
hundred, and every count is a flat band. Three ideas help, one function each: `_depth` finds the
smooth field under the bands, `_tone` shares the palette out among the pixels, and `_average`
mixes supersampled pixels as light.
"""

from __future__ import annotations

import difflib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from juliaset.system.files import write_whole

if TYPE_CHECKING:
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
SUFFIXES: Final = (".png",)

_SHADES: Final = 2048
_SLACK: Final = 0.2  # a band's edge is not quite a level line; taken as one, it stays visible
_DEEPEST: Final = 50  # bands further in are narrower than a pixel; 2**-n must not underflow


def picture(
    counts: NDArray[np.int32],
    max_iterations: int,
    palette: str = DEFAULT,
    *,
    supersample: int = 1,
) -> Image.Image:
    """Paint the counts; later escapes go further along the palette, the interior stands apart.

    With `supersample=s` the counts are of an image s times as wide and high as the picture, and
    each pixel is the mean light of its s*s counts: 2 or 3 turns gritty filaments into lace.
    """
    check_palette(palette)
    _check_counts(counts, max_iterations, supersample)
    outside = counts < max_iterations
    shades, interior = _light(palette)
    index = np.rint(_tone(_depth(counts, outside), outside) * (_SHADES - 1)).astype(np.intp)
    index[~outside] = _SHADES
    light = _average(index, np.vstack((shades, interior)), supersample)
    return Image.fromarray(np.rint(_encode(light) * 255).astype(np.uint8))


def save(
    image: Image.Image,
    path: str | Path,
    *,
    c: complex | None = None,
    window: tuple[float, float, float, float] | None = None,
    max_iterations: int | None = None,
) -> None:
    """Write a PNG file that says, in its text chunks, which problem it shows."""
    info = PngInfo()
    info.add_text("Software", "juliaset")
    if c is not None:
        info.add_text("c", f"{complex(c)!r}")
    if window is not None:
        info.add_text("window", " ".join(f"{float(edge)!r}" for edge in window))
    if max_iterations is not None:
        info.add_text("max_iterations", str(max_iterations))
    check_path(path)
    # Pillow would empty the file first, and lose the picture in it if the new one cannot be made.
    png = BytesIO()
    image.save(png, "PNG", pnginfo=info, optimize=True)
    write_whole(Path(path), png.getvalue())


def check_palette(name: str) -> str:
    """Return the name of a palette, or say which ones there are."""
    if name in PALETTES:
        return name
    near = difflib.get_close_matches(name.lower(), PALETTES, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"unknown palette {name!r}.{hint} Choose one of {', '.join(PALETTES)}.")


def check_path(path: str | Path) -> Path:
    """Return the path of a picture, or say which suffixes can be written."""
    path = Path(path)
    if path.suffix.lower() in SUFFIXES:
        return path
    came = f"suffix {path.suffix!r}" if path.suffix else "no suffix"
    raise ValueError(f"cannot write {str(path)!r}: it has {came}; allowed: {', '.join(SUFFIXES)}.")


def _check_counts(counts: NDArray[np.int32], max_iterations: int, supersample: int) -> None:
    shape = list(counts.shape)
    if counts.dtype != np.int32 or len(shape) != 2 or not counts.size:  # noqa: PLR2004
        raise ValueError(f"counts are {counts.dtype}{shape}, not a filled int32[height, width].")
    low, high = counts.min(), counts.max()
    if low < 0 or high > max_iterations:
        raise ValueError(f"counts run over {low}..{high}, allowed is 0..{max_iterations}.")
    if supersample < 1 or any(side % supersample for side in shape):
        raise ValueError(f"supersample={supersample} does not divide counts of {shape}.")


def _depth(counts: NDArray[np.int32], outside: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Find a smooth field under the integer counts; its scale is logarithmic.

    The potential outside a Julia set is harmonic, that is, equal to its own average, and a count
    of n says that it lies in [2**-(n+1), 2**-n], give or take a little. So: average, pull back
    into that interval, repeat, from coarse to fine. Where two counts differ by two or more, their
    intervals are disjoint and the higher count is always the deeper.
    """
    # The potential may be scaled at will, so count from the lowest: a deep zoom has no low counts.
    capped = np.minimum(counts - counts.min(), _DEEPEST).astype(np.float32)
    high = np.where(outside, np.exp2(_SLACK - capped), np.float32(0))
    low = high * np.float32(0.5 ** (1 + 2 * _SLACK))
    potential = high * np.float32(0.75)
    block = min(counts.shape) // 6
    while block > 1:
        for _ in range(4):
            potential = np.clip(_blur(potential, block), low, high)
        block //= 2
    fraction = -np.log2(np.where(outside, potential, np.float32(1))) - capped
    return np.log1p(np.where(outside, counts.astype(np.float32) + fraction, np.float32(0)))


def _blur(field: NDArray[np.float32], block: int) -> NDArray[np.float32]:
    # Odd reflection continues the slope beyond the edge; plain reflection would flatten it there.
    margin = min(2 * block, min(field.shape) - 1)
    wide = Image.fromarray(np.pad(field, margin, mode="reflect", reflect_type="odd"))
    small = wide.resize((-(-wide.width // block), -(-wide.height // block)), Image.Resampling.BOX)
    smooth = np.asarray(small.resize(wide.size, Image.Resampling.BILINEAR))
    return smooth[margin : margin + field.shape[0], margin : margin + field.shape[1]]


def _tone(depth: NDArray[np.float32], outside: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Place each depth on the palette, 0 to 1.

    Rank alone spends the palette on the empty outskirts, depth alone leaves them black: mix them.
    """
    escaped = depth[outside].astype(np.float64)
    if not escaped.size or np.ptp(escaped) < 1e-4:  # noqa: PLR2004  (what differs is rounding)
        return np.zeros(depth.shape)
    pixels, edges = np.histogram(escaped, bins=4096)
    rank = np.concatenate(([0], np.cumsum(pixels))) / pixels.sum()
    low, high = edges[0], edges[np.searchsorted(rank, 0.998)]
    linear = np.clip((edges - low) / (high - low), 0, 1)
    curve: NDArray[np.float64] = (0.35 * rank + 0.65 * linear) ** 1.4
    return np.interp(depth, edges, curve)


def _average(
    index: NDArray[np.intp], light: NDArray[np.float64], supersample: int
) -> NDArray[np.float64]:
    # One of the s*s sub-pixels at a time: the colours of all at once would need s*s the memory.
    s = supersample
    parts = (light[index[row::s, column::s]] for row in range(s) for column in range(s))
    return sum(parts, start=np.zeros(3)) / s**2


def _light(palette: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a palette's shades and its interior as linear light."""
    if palette in _OWN:
        stops, interior = _OWN[palette]
        knots = _oklab(np.array(stops))
        at, stop = np.linspace(0, len(stops) - 1, _SHADES), np.arange(len(stops))
        lines = (np.pad(np.interp(at, stop, axis), 100, mode="edge") for axis in knots.T)
        # The eye sees a kink at a stop as an edge in the picture: round it.
        shades = np.stack([np.convolve(x, np.full(201, 1 / 201), "valid") for x in lines], axis=-1)
        return _linear(shades), _linear(_oklab(np.array([interior])))
    from matplotlib import colormaps  # noqa: PLC0415  (slow to import, and rarely wanted)

    # Not from 0: the blackest shades are the interior's, which must not look like the far field.
    return _decode(colormaps[palette](np.linspace(0.1, 1, _SHADES))[:, :3]), np.zeros((1, 3))


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


def _encode(light: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)  # noqa: PLR2004


def _decode(srgb: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004
