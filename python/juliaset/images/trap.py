"""A picture of why most pixels need no iteration: the trap, and the tiles that one orbit proves."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from juliaset import _native
from juliaset.escape import escape_counts
from juliaset.images.colours import check_path, picture, save
from juliaset.images.painting import window_for
from juliaset.problem import BOOK_C, Problem, Window
from juliaset.system.files import check_writable

TILE = 8
# Of the pixels under them: tiles that escape, and tiles that never do.
ESCAPES, STAYS, DISC = (90, 170, 255), (255, 150, 40), (255, 255, 255)
SHADE = 0.45


@dataclass(frozen=True)
class Proof:
    """What is known about a picture before any pixel is iterated."""

    radius: float
    tiles: npt.NDArray[np.int32]
    limit: int

    @property
    def decided(self) -> float:
        """The part of the tiles whose count one ball decides."""
        return float((self.tiles >= 0).mean())

    @property
    def staying(self) -> npt.NDArray[np.bool_]:
        """The tiles that never escape."""
        stays: npt.NDArray[np.bool_] = self.tiles == self.limit
        return stays

    @property
    def escaping(self) -> npt.NDArray[np.bool_]:
        """The tiles that escape at one and the same step."""
        return (self.tiles >= 0) & ~self.staying

    def in_words(self) -> str:
        """Return what is known, in words."""
        trap = (
            f"The disc of radius {self.radius:.4f} around 0 is mapped into itself: an orbit that "
            f"enters it never escapes."
            if self.radius
            else "No disc around 0 is proved to be mapped into itself, so there is no trap."
        )
        return (
            f"{trap}\nOne orbit each decides {self.decided:.1%} of the tiles of {TILE} x {TILE} "
            f"pixels: {self.escaping.mean():.1%} escape (blue), {self.staying.mean():.1%} never do "
            f"(orange)."
        )


def prove(problem: Problem) -> Proof:
    """Do what cpp.balls does first."""
    tiles = _native.prove_tiles(problem.xs, problem.ys, problem.c, problem.max_iterations)
    return Proof(_native.trap_radius(problem.c), tiles, problem.max_iterations)


def draw(
    path: Path, c: complex | None, window: Window | None, size: tuple[int, int], limit: int
) -> Proof:
    """Write the picture with tiles shaded and the disc outlined."""
    check_path(path)
    check_writable("--output", path)
    width, height = size
    window = window or window_for(width, height)
    problem = Problem.view(window, width, height, BOOK_C if c is None else c, limit)
    proof = prove(problem)
    image = shaded(picture(escape_counts(problem), limit), proof, problem.shape)
    _outline(image, proof.radius, window)
    save(image, path, c=problem.c, window=window, max_iterations=limit)
    return proof


def shaded(image: Image.Image, proof: Proof, shape: tuple[int, int]) -> Image.Image:
    """Lay a colour over each proved tile."""
    pixels = np.asarray(image.convert("RGB")).astype(np.float32)
    for tiles, colour in ((proof.escaping, ESCAPES), (proof.staying, STAYS)):
        over = _per_pixel(tiles, shape)[..., np.newaxis]
        pixels = np.where(over, (1 - SHADE) * pixels + SHADE * np.array(colour), pixels)
    return Image.fromarray(pixels.astype(np.uint8))


def _per_pixel(tiles: npt.NDArray[np.bool_], shape: tuple[int, int]) -> npt.NDArray[np.bool_]:
    whole = np.repeat(np.repeat(tiles, TILE, axis=0), TILE, axis=1)
    return whole[: shape[0], : shape[1]]


def _outline(image: Image.Image, radius: float, window: Window) -> None:
    if not radius:
        return
    x1, x2, y1, y2 = window
    across, down = image.width / (x2 - x1), image.height / (y2 - y1)
    box = (
        (-radius - x1) * across,
        (y2 - radius) * down,
        (radius - x1) * across,
        (y2 + radius) * down,
    )
    ImageDraw.Draw(image).ellipse(box, outline=DISC, width=max(image.width // 400, 2))
