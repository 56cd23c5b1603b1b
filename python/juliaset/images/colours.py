"""Paint escape counts: a picture worth looking at, made from nothing but integers.

A linear scale makes a dull square: most pixels escape within ten steps, the delicate ones after a
hundred, and every count is a flat band. Three ideas help, one function each: `depth` finds the
smooth field under the bands, `_tone` shares the palette out among the pixels, and `_average`
mixes supersampled pixels as light.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from juliaset.images.palettes import DEFAULT, SHADES, check_palette, encode, shades_of
from juliaset.system.files import write_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from juliaset.problem import Window

SUFFIXES: Final = (".png",)

SLACK: Final = 0.2  # a band's edge is not quite a level line; taken as one, it stays visible
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
    shades, interior = shades_of(palette)
    index = places(counts, max_iterations)
    light = _average(index, np.vstack((shades, interior)), supersample)
    return Image.fromarray(encode(light))


def places(counts: NDArray[np.int32], max_iterations: int) -> NDArray[np.uint16]:
    """Return the shade of each pixel, whatever the palette; SHADES is the interior."""
    outside = counts < max_iterations
    index = np.rint(_tone(depth(counts, outside), outside) * (SHADES - 1)).astype(np.uint16)
    index[~outside] = SHADES
    return index


def save(
    image: Image.Image,
    path: str | Path,
    *,
    c: complex | None = None,
    window: Window | None = None,
    max_iterations: int | None = None,
) -> None:
    """Write a PNG file that says, in its text chunks, which problem it shows."""
    info = PngInfo()
    for key, text in texts_of(c, window, max_iterations).items():
        info.add_text(key, text)
    check_path(path)
    # Pillow would empty the file first, and lose the picture in it if the new one cannot be made.
    png = BytesIO()
    image.save(png, "PNG", pnginfo=info, optimize=True)
    write_whole(Path(path), png.getvalue())


def texts_of(
    c: complex | None, window: Window | None, max_iterations: int | None
) -> dict[str, str]:
    """Return what a file says about the problem that it shows; nothing of what is None."""
    texts = {"Software": "juliaset"}
    if c is not None:
        texts["c"] = f"{complex(c)!r}"
    if window is not None:
        texts["window"] = " ".join(f"{float(edge)!r}" for edge in window)
    if max_iterations is not None:
        texts["max_iterations"] = str(max_iterations)
    return texts


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


def depth(counts: NDArray[np.int32], outside: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Find a smooth field under the integer counts; its scale is logarithmic.

    The potential outside a Julia set is harmonic, that is, equal to its own average, and a count
    of n says that it lies in [2**-(n+1), 2**-n], give or take a little. So: average, pull back
    into that interval, repeat, from coarse to fine. Where two counts differ by two or more, their
    intervals are disjoint and the higher count is always the deeper.
    """
    # The potential may be scaled at will, so count from the lowest: a deep zoom has no low counts.
    capped = np.minimum(counts - counts.min(), _DEEPEST).astype(np.float32)
    high = np.where(outside, np.exp2(SLACK - capped), np.float32(0))
    low = high * np.float32(0.5 ** (1 + 2 * SLACK))
    potential = high * np.float32(0.75)
    block = min(counts.shape) // 6
    while block > 1:
        for _ in range(4):
            np.clip(_blur(potential, block), low, high, out=potential)
        block //= 2
    fraction = -np.log2(np.where(outside, potential, np.float32(1))) - capped
    return np.log1p(np.where(outside, counts.astype(np.float32) + fraction, np.float32(0)))


def _blur(field: NDArray[np.float32], block: int) -> NDArray[np.float32]:
    # Odd reflection continues the slope beyond the edge; plain reflection would flatten it there.
    margin = min(2 * block, min(field.shape) - 1)
    wide = Image.fromarray(np.pad(field, margin, mode="reflect", reflect_type="odd"))
    small = wide.resize((-(-wide.width // block), -(-wide.height // block)), Image.Resampling.BOX)
    height, width = field.shape
    across, down = small.width / wide.width, small.height / wide.height
    inner = (
        margin * across,
        margin * down,
        (margin + width) * across,
        (margin + height) * down,
    )
    return np.asarray(small.resize((width, height), Image.Resampling.BILINEAR, box=inner))


def tone_curve(
    escaped: NDArray[np.float32],
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return where depths lie on the palette, 0 to 1: the depths, evenly spaced, and the places.

    Rank alone spends the palette on the empty outskirts, depth alone leaves them black: mix them.
    None says that all of these depths are one.
    """
    if not escaped.size or np.ptp(escaped) < 1e-4:  # noqa: PLR2004  (what differs is rounding)
        return None
    pixels, edges = np.histogram(escaped.astype(np.float64), bins=4096)
    rank = np.concatenate(([0], np.cumsum(pixels))) / pixels.sum()
    low, high = edges[0], edges[np.searchsorted(rank, 0.998)]
    linear = np.clip((edges - low) / (high - low), 0, 1)
    return edges, (0.35 * rank + 0.65 * linear) ** 1.4


def _tone(depths: NDArray[np.float32], outside: NDArray[np.bool_]) -> NDArray[np.float64]:
    curve = tone_curve(depths[outside])
    return np.zeros(depths.shape) if curve is None else np.interp(depths, *curve)


def _average(
    index: NDArray[np.uint16], light: NDArray[np.float64], supersample: int
) -> NDArray[np.float64]:
    # One of the s*s sub-pixels at a time: the colours of all at once would need s*s the memory.
    s = supersample
    parts = (light[index[row::s, column::s]] for row in range(s) for column in range(s))
    return sum(parts, start=np.zeros(3)) / s**2
