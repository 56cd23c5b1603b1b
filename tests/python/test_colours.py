"""Pictures: the order of the counts survives, the interior stands apart, mistakes are explained."""

from __future__ import annotations

import os
import subprocess
import sys
from tempfile import gettempdir
from typing import TYPE_CHECKING

import numpy as np
import pytest
from picture_counts import LIMIT, escape_counts

from juliaset.images import colours, palettes

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from PIL import Image

MONOTONE = [name for name in palettes.PALETTES if name != "twilight"]  # which is cyclic by design


@pytest.fixture(scope="module")
def counts() -> NDArray[np.int32]:
    return escape_counts(150)


def pixels(image: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(image)


def lightness(image: Image.Image) -> NDArray[np.float64]:
    """CIE L*, by a formula of its own: the module under test has another."""
    srgb = pixels(image) / 255
    light = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    y: NDArray[np.float64] = light @ np.array([0.2126, 0.7152, 0.0722])
    return np.where(y > 0.008856, 116 * np.cbrt(y) - 16, 903.3 * y)


@pytest.mark.parametrize("palette", MONOTONE)
def test_a_later_escape_is_further_along_the_lightness(
    counts: NDArray[np.int32], palette: str
) -> None:
    shade = lightness(colours.picture(counts, LIMIT, palette))
    means = np.array([shade[counts == n].mean() for n in range(20)])
    steps = np.diff(means) * (-1 if palette == "porcelain" else 1)
    assert steps.min() > -0.05
    assert abs(means[-1] - means[0]) > 40


def noise() -> NDArray[np.int32]:
    return np.random.default_rng(1).integers(0, 20, (120, 150)).astype(np.int32)


@pytest.mark.parametrize(
    "counts", [escape_counts(150, 1j), escape_counts(150, -0.8 + 0.156j), noise()]
)
def test_a_count_higher_by_two_is_never_darker(counts: NDArray[np.int32]) -> None:
    shade = lightness(colours.picture(counts, LIMIT))
    for n in range(10):
        assert shade[(counts >= n + 2) & (counts < LIMIT)].min() >= shade[counts == n].max()


def test_round_potential_gives_a_round_picture_up_to_its_edges() -> None:
    size = 200
    shade = lightness(colours.picture(escape_counts(size, 0j), LIMIT, "viridis"))
    axis = np.linspace(-1.8, 1.8, size)
    radius = np.hypot(axis[np.newaxis, :], axis[:, np.newaxis])
    rings = [shade[np.abs(radius - r) < 0.01] for r in (1.2, 1.4, 1.6, 1.75)]
    assert max(np.ptp(ring) for ring in rings) < 3
    assert max(np.diff([ring.mean() for ring in rings])) < -4


def test_a_transposed_problem_gives_a_transposed_picture(counts: NDArray[np.int32]) -> None:
    wide = counts[20:90]
    across = pixels(colours.picture(wide, LIMIT)).astype(int)
    down = pixels(colours.picture(np.ascontiguousarray(wide.T), LIMIT)).astype(int)
    assert np.abs(across - down.swapaxes(0, 1)).max() <= 1


@pytest.mark.parametrize("palette", palettes.PALETTES)
def test_no_escaped_pixel_wears_the_colour_of_the_interior(
    counts: NDArray[np.int32], palette: str
) -> None:
    rgb = pixels(colours.picture(counts, LIMIT, palette)).astype(int)
    interior = np.unique(rgb[counts == LIMIT], axis=0)
    assert len(interior) == 1
    nearest = np.abs(rgb[counts < LIMIT] - interior[0]).sum(axis=-1).min()
    assert nearest >= 10


def test_a_wide_band_is_a_gradient() -> None:
    counts = np.repeat(np.arange(4, dtype=np.int32), 100)[np.newaxis, :].repeat(200, axis=0)
    row = lightness(colours.picture(counts, LIMIT))[100]
    for n in range(4):
        assert len(np.unique(row[100 * n : 100 * (n + 1)])) > 8
    assert np.abs(np.diff(row)).max() < 3


def test_a_deep_zoom_has_gradients_too() -> None:
    counts = np.repeat(np.arange(250, 254, dtype=np.int32), 100)[np.newaxis, :].repeat(200, axis=0)
    row = lightness(colours.picture(counts, 300))[100]
    assert np.abs(np.diff(row)).max() < 3


def test_the_books_kind_of_picture_is_not_dull(counts: NDArray[np.int32]) -> None:
    shade = lightness(colours.picture(counts, LIMIT))[counts < LIMIT]
    dark, middle, light = np.quantile(shade, [0.05, 0.5, 0.98])
    assert dark < 12 < middle < 40
    assert light > 80


def test_painting_is_repeatable_and_leaves_the_counts_alone(counts: NDArray[np.int32]) -> None:
    before = counts.copy()
    first = colours.picture(counts, LIMIT)
    assert first.tobytes() == colours.picture(counts, LIMIT).tobytes()
    assert np.array_equal(counts, before)
    assert first.tobytes() != colours.picture(counts, LIMIT, "lagoon").tobytes()


def test_the_picture_is_as_wide_and_high_as_the_counts() -> None:
    image = colours.picture(np.zeros((6, 9), dtype=np.int32), LIMIT)
    assert (image.size, image.mode) == ((9, 6), "RGB")
    small = colours.picture(np.zeros((6, 9), dtype=np.int32), LIMIT, supersample=3)
    assert small.size == (3, 2)


def test_supersampling_averages_light_not_bytes() -> None:
    two = np.array([[0, 9], [9, 0]], dtype=np.int32)
    fine = pixels(colours.picture(two, LIMIT, "magma")).astype(float)
    (coarse,) = pixels(colours.picture(two, LIMIT, "magma", supersample=2)).reshape(1, 3)
    linear = (fine / 255) ** 2.2
    light = 255 * linear.mean(axis=(0, 1)) ** (1 / 2.2)
    assert np.abs(coarse - light).max() < 4
    assert np.abs(coarse - fine.mean(axis=(0, 1))).max() > 20


@pytest.mark.parametrize("palette", ["dusk", "magma"])
@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (13, 12), (40, 50)])
@pytest.mark.parametrize(("value", "limit"), [(0, 0), (5, 5), (0, 5), (3, 5), (299, 300)])
def test_equal_counts_give_one_flat_colour(
    palette: str, shape: tuple[int, int], value: int, limit: int
) -> None:
    image = colours.picture(np.full(shape, value, dtype=np.int32), limit, palette)
    assert image.size == shape[::-1]
    assert len(np.unique(pixels(image).reshape(-1, 3), axis=0)) == 1


def test_the_interior_has_one_colour_whatever_surrounds_it(counts: NDArray[np.int32]) -> None:
    alone = pixels(colours.picture(np.full((1, 1), 7, dtype=np.int32), 7))[0, 0]
    among = pixels(colours.picture(counts, LIMIT))[counts == LIMIT]
    assert (among == alone).all()


@pytest.mark.parametrize(
    ("counts", "limit", "supersample", "message"),
    [
        (np.zeros((2, 2), dtype=np.int64), 5, 1, r"int64\[2, 2\], not a filled int32"),
        (np.zeros((2, 2), dtype=np.float64), 5, 1, "float64"),
        (np.zeros(4, dtype=np.int32), 5, 1, r"int32\[4\]"),
        (np.zeros((0, 4), dtype=np.int32), 5, 1, r"int32\[0, 4\]"),
        (np.full((2, 2), 6, dtype=np.int32), 5, 1, r"6\.\.6, allowed is 0\.\.5"),
        (np.full((2, 2), -1, dtype=np.int32), 5, 1, r"-1\.\.-1, allowed is 0\.\.5"),
        (np.zeros((4, 6), dtype=np.int32), 5, 4, r"supersample=4 does not divide .*\[4, 6\]"),
        (np.zeros((4, 6), dtype=np.int32), 5, 0, "supersample=0"),
    ],
)
def test_wrong_counts_are_explained(
    counts: NDArray[np.int32], limit: int, supersample: int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        colours.picture(counts, limit, supersample=supersample)


def test_an_unknown_palette_names_its_neighbour_and_all_palettes() -> None:
    with pytest.raises(ValueError, match="unknown palette 'Virids'") as caught:
        colours.picture(np.zeros((1, 1), dtype=np.int32), 1, "Virids")
    assert "Did you mean 'viridis'?" in str(caught.value)
    assert all(name in str(caught.value) for name in palettes.PALETTES)
    with pytest.raises(ValueError, match="unknown palette 'xyz'") as caught:
        palettes.check_palette("xyz")
    assert "Did you mean" not in str(caught.value)


def test_a_home_that_cannot_be_written_is_no_warning(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = {"PATH": os.environ["PATH"], "TMPDIR": gettempdir()}
    done = subprocess.run(
        [sys.executable, "-c", "from juliaset.images.palettes import *; shades_of('magma')"],
        env=kept | {"HOME": str(tmp_path / "file")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
