"""From the plane to a file: choose the points, count them, paint them."""

from pathlib import Path

from PIL import Image

from juliaset.escape import escape_counts
from juliaset.images.colours import check_path, picture, save
from juliaset.images.palettes import DEFAULT, check_palette
from juliaset.problem import BOOK_C, BOOK_EDGE, Problem, Window
from juliaset.system.files import check_writable
from juliaset.system.memory import check_fits

SUPERSAMPLE = 2
# At the worst moment, measured: each pixel is SUPERSAMPLE**2 points, of counts and of floats.
BYTES_PER_PIXEL = 270


def paint(  # noqa: PLR0913
    path: Path,
    c: complex | None,
    window: Window | None,
    size: tuple[int, int],
    palette: str | None,
    max_iterations: int,
) -> Image.Image:
    """Compute and write a picture; everything that can be wrong is checked before any work."""
    check_path(path)
    check_writable("--output", path)
    palette = check_palette(DEFAULT if palette is None else palette)
    width, height = size
    check_fits(max(width, 0) * max(height, 0), BYTES_PER_PIXEL, f"{width} x {height} pixels")
    window = window or window_for(width, height)
    c = BOOK_C if c is None else c
    problem = Problem.view(window, width * SUPERSAMPLE, height * SUPERSAMPLE, c, max_iterations)
    image = picture(escape_counts(problem), max_iterations, palette, supersample=SUPERSAMPLE)
    save(image, path, c=c, window=window, max_iterations=max_iterations)
    return image


def window_for(width: int, height: int) -> Window:
    """Widen the book's window to the shape of the picture, so that circles stay round."""
    if width < 1 or height < 1:
        raise ValueError(f"--size is {width}x{height}; allowed: 1x1 or more")
    shorter = min(width, height)
    x_edge, y_edge = BOOK_EDGE * (width / shorter), BOOK_EDGE * (height / shorter)
    return (-x_edge, x_edge, -y_edge, y_edge)
