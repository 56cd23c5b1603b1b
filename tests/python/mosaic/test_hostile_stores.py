"""A mosaic is data: a stranger's runs nothing, and takes no memory beyond that of its size."""

import json
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stores import edit

import juliaset.mosaic
from juliaset.mosaic import Mosaic, MosaicError

NUMBERS = "attributes__juliaset__"


def opened(mosaic: Mosaic) -> str:
    """Return why a store is refused."""
    with pytest.raises(MosaicError) as refused:
        Mosaic.open(mosaic.path)
    words = str(refused.value)
    assert "\n" not in words
    assert len(words) < 500
    return words


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("size", [2**40, 2**40], "width is 1099511627776; allowed"),
        ("size", [1 << 20, 1 << 20], "take a larger tile"),
        ("size", [600], "length 2"),
        ("size", [600.0, 40], "Expected `int`"),
        ("size", [601, 40], "0/zarr.json differs"),
        ("tile", 1, "tile is 1; allowed"),
        ("tile", 1 << 30, "tile is 1073741824; allowed"),
        ("window", [0, 1, 0, "__import__('os')"], "Expected `float`"),
        ("window", [1, 0, 0, 1], "allowed: x1 < x2"),
        ("c", {"__class__": "os.system"}, "Expected `array`"),
        ("max_iterations", 2**31, "max_iterations is 2147483648; allowed"),
        ("max_iterations", 40_000, "0/zarr.json differs"),
        ("version", 2, "has version 2; allowed: 1"),
        ("more", 1, "unknown field `more`"),
    ],
)
def test_numbers_of_a_stranger_are_checked(
    key: str, value: object, words: str, mosaic: Mosaic
) -> None:
    edit(mosaic.path / "zarr.json", **{NUMBERS + key: value})
    assert words in opened(mosaic)


def nested(depth: int) -> list[object]:
    """Return lists in lists; a short loop, because calls within calls could not make it."""
    inner: list[object] = []
    for _ in range(depth):
        inner = [inner]
    return inner


@pytest.mark.parametrize("depth", [900, 1200, 5000, 30_000])  # Pythons differ in what they parse
@pytest.mark.parametrize("path", ["zarr.json", "0/zarr.json"])
def test_json_of_any_depth_is_refused(path: str, depth: int, mosaic: Mosaic) -> None:
    edit(mosaic.path / path, attributes="HERE")
    text = (mosaic.path / path).read_text()
    (mosaic.path / path).write_text(text.replace('"HERE"', "[" * depth + "]" * depth))
    assert path in opened(mosaic)


@pytest.mark.parametrize("path", ["zarr.json", "0/zarr.json"])
def test_json_that_is_deeper_than_calls_may_be_is_compared(
    path: str, mosaic: Mosaic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python 3.12 parses 1,200 levels, and cannot write them again."""
    loads = json.loads
    edit(mosaic.path / path, deep="HERE")

    def parse(data: bytes | str) -> object:
        document = loads(data)
        return document | {"deep": nested(100_000)} if "deep" in document else document

    monkeypatch.setattr(json, "loads", parse)
    assert f"{path} differs from what its numbers ask for" in opened(mosaic)


@pytest.mark.parametrize(
    "changes",
    [
        {"codecs": [{"name": "numcodecs.pickle", "configuration": {}}]},
        {"codecs": [{"name": "bytes", "configuration": {"endian": "little"}}]},
        {"shape": [2**50, 2**50]},
        {"chunk_grid__configuration__chunk_shape": [2**20, 2**20]},
        {"data_type": "object"},
        {"data_type": "float64"},
        {"fill_value": True},
        {"fill_value": 0.0},
        {"storage_transformers": [{"name": "x"}]},
        {"attributes": {"a": 1}},
    ],
)
def test_metadata_of_an_array_is_what_we_write_or_refused(
    changes: dict[str, Any], mosaic: Mosaic
) -> None:
    edit(mosaic.path / "0/zarr.json", **changes)
    assert "0/zarr.json differs from what its numbers ask for" in opened(mosaic)


def without(path: str) -> Callable[[Path], None]:
    return lambda store: (store / path).unlink()


def with_text(path: str, text: str) -> Callable[[Path], None]:
    return lambda store: (store / path).write_text(text) and None


def with_link(store: Path) -> None:
    (store / "zarr.json").unlink()
    (store / "zarr.json").symlink_to("/etc/passwd")


def with_fifo(store: Path) -> None:
    (store / "zarr.json").unlink()
    os.mkfifo(store / "zarr.json")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (without("zarr.json"), "it has no zarr.json"),
        (without("1/zarr.json"), "it has no 1/zarr.json"),
        (with_text("zarr.json", ""), "is not JSON"),
        (with_text("zarr.json", "[" * 60_000), "is not JSON"),
        (with_text("zarr.json", "[]"), "has no numbers of one"),
        (with_text("zarr.json", '{"attributes": {}}'), "has no numbers of one"),
        (with_text("zarr.json", " " * 70_000), "70,000 bytes; allowed: 65,536"),
        (with_text("zarr.json", "9" * 6000), "is not"),
        (with_link, "zarr.json is a link"),
        (with_fifo, "zarr.json is a FIFO"),
    ],
)
def test_a_store_without_the_right_files_is_refused(
    damage: Callable[[Path], None], words: str, mosaic: Mosaic
) -> None:
    damage(mosaic.path)
    assert words in opened(mosaic)


def test_opening_needs_no_memory_of_the_size_of_the_picture(folder: Path) -> None:
    Mosaic((200_000, 200_000), tile=2048).create(folder / "m")
    tracemalloc.start()
    mosaic = Mosaic.open(folder / "m")
    assert mosaic.counts.shape == (200_000, 200_000)
    assert tracemalloc.get_traced_memory()[1] < 40e6
    tracemalloc.stop()


def test_no_file_of_the_program_can_load_a_pickle() -> None:
    sources = list(Path(juliaset.mosaic.__file__).parent.glob("*.py"))
    assert len(sources) > 10
    assert not [path.name for path in sources if "pickle" in path.read_text().lower()]
