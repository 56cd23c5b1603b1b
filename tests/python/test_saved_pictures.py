"""Saved pictures: each file is a whole PNG that says what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from picture_counts import LIMIT, escape_counts
from PIL import Image

from juliaset.images import colours

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["julia.bmp", "julia", "julia.png.txt"])
def test_only_png_is_written(tmp_path: Path, name: str) -> None:
    image = colours.picture(np.zeros((1, 1), dtype=np.int32), 1)
    with pytest.raises(ValueError, match=r"cannot write .*allowed: \.png"):
        colours.save(image, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_saved_picture_says_what_it_shows(tmp_path: Path) -> None:
    image = colours.picture(escape_counts(150), LIMIT)
    c, window = -0.62772 - 0.42193j, (-1.8, 1.8, -1.8, 1.8)
    colours.save(image, tmp_path / "julia.PNG", c=c, window=window, max_iterations=LIMIT)
    with Image.open(tmp_path / "julia.PNG") as loaded:
        assert loaded.tobytes() == image.tobytes()
        text = loaded.info
    assert complex(text["c"]) == c
    assert tuple(map(float, text["window"].split())) == window
    assert int(text["max_iterations"]) == LIMIT


def test_a_saved_picture_says_no_more_than_it_knows(tmp_path: Path) -> None:
    colours.save(colours.picture(np.zeros((1, 1), dtype=np.int32), 1), str(tmp_path / "a.png"))
    with Image.open(tmp_path / "a.png") as loaded:
        assert set(loaded.info) == {"Software"}


def test_a_picture_that_cannot_be_saved_leaves_the_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "julia.png"
    image = colours.picture(np.zeros((9, 9), dtype=np.int32), 1)
    colours.save(image, path)
    before = path.read_bytes()

    def out_of_memory(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("PIL.ImageFile._save", out_of_memory)
    with pytest.raises(MemoryError):
        colours.save(image, path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
