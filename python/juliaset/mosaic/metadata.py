"""The JSON of a store: what any reader of Zarr and OME-Zarr needs, and the few numbers of a mosaic.

A mosaic that is opened is described by seven numbers, and everything else follows from them. So its
JSON is checked by comparing it with what is written for these numbers: no type, codec, shape or
fill value of a stranger's file is ever used.
"""

import json
from pathlib import Path
from typing import Any

import msgspec

from juliaset.mosaic.chunks import FILL, LEVEL
from juliaset.mosaic.errors import MosaicError
from juliaset.mosaic.layout import Layout, Level
from juliaset.mosaic.own_files import read_own
from juliaset.system.plain_files import UnfitFileError

GROUP = "zarr.json"
_VERSION = 1
_MOST_BYTES = 1 << 16


class _Numbers(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a mosaic is, in the attributes of its group."""

    version: int
    size: tuple[int, int]
    window: tuple[float, float, float, float]
    c: tuple[float, float]
    max_iterations: int
    tile: int


def documents(layout: Layout) -> dict[str, str]:
    """Return the JSON files of a store, by their paths."""
    arrays = {f"{level.number}/zarr.json": _array(layout, level) for level in layout.levels}
    return {path: _dumps(each) for path, each in ({GROUP: _group(layout)} | arrays).items()}


def read_layout(store: Path) -> Layout:
    """Return the layout of a store, after checking all of its JSON.

    Raises:
        MosaicError: It is not a mosaic that this program writes.
        OSError: It cannot be read.
    """
    found = _read(store, GROUP)
    try:
        numbers = msgspec.convert(found["attributes"]["juliaset"], _Numbers)
    except (KeyError, TypeError):
        raise MosaicError(
            f"{store} is not a mosaic: {GROUP} has no numbers of one; another program wrote it"
        ) from None
    except msgspec.ValidationError as error:
        raise MosaicError(
            f"{store} is not a mosaic: {GROUP} has no numbers of one ({error})"
        ) from None
    if numbers.version != _VERSION:
        raise MosaicError(f"{store} has version {numbers.version}; allowed: {_VERSION}")
    try:
        layout = Layout(
            *numbers.size, numbers.window, complex(*numbers.c), numbers.max_iterations, numbers.tile
        )
    except ValueError as error:
        raise MosaicError(f"{store} is not a mosaic: {error}") from None
    for path, document in documents(layout).items():
        if not _is_same(_read(store, path), json.loads(document)):
            raise MosaicError(
                f"{store} is not a mosaic: {path} differs from what its numbers ask for"
            )
    return layout


def _is_same(found: Any, expected: Any) -> bool:  # noqa: ANN401 - a stranger's JSON
    """Return whether two documents have the same types and values: 0, 0.0 and false differ.

    Only what is expected is gone through, so it does not matter how deep a stranger's document is.
    """
    if type(found) is not type(expected):
        return False
    if isinstance(expected, dict):
        return found.keys() == expected.keys() and all(
            _is_same(found[key], value) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(_is_same, found, expected))
    return bool(found == expected)


def _dumps(document: object) -> str:
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def _read(store: Path, path: str) -> Any:  # noqa: ANN401 - a stranger's JSON
    try:
        data = read_own(store, path, _MOST_BYTES)
    except FileNotFoundError:
        lacks = f"it has no {path}" if store.exists() else "there is no such folder"
        raise MosaicError(f"{store} is not a mosaic: {lacks}") from None
    except NotADirectoryError:
        raise MosaicError(f"{store} is not a mosaic: it is not a folder") from None
    except UnfitFileError as error:
        raise MosaicError(f"{store} is not a mosaic: {path} {error}") from None
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise MosaicError(f"{store} is not a mosaic: {path} is not JSON") from None


def _group(layout: Layout) -> dict[str, object]:
    numbers = _Numbers(
        version=_VERSION,
        size=(layout.width, layout.height),
        window=layout.window,
        c=(layout.c.real, layout.c.imag),
        max_iterations=layout.max_iterations,
        tile=layout.tile,
    )
    multiscales = {
        "name": "counts",
        "axes": [{"name": "y", "type": "space"}, {"name": "x", "type": "space"}],
        "datasets": [
            {
                "path": str(level.number),
                "coordinateTransformations": [
                    {"type": "scale", "scale": [float(level.stride), float(level.stride)]}
                ],
            }
            for level in layout.levels
        ],
    }
    attributes = {
        "ome": {"version": "0.5", "multiscales": [multiscales]},
        "juliaset": msgspec.to_builtins(numbers),
    }
    return {"zarr_format": 3, "node_type": "group", "attributes": attributes}


def _array(layout: Layout, level: Level) -> dict[str, object]:
    return {
        "zarr_format": 3,
        "node_type": "array",
        "shape": [level.height, level.width],
        "data_type": layout.dtype.name,
        "chunk_grid": {
            "name": "regular",
            "configuration": {"chunk_shape": [layout.tile, layout.tile]},
        },
        "chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}},
        "fill_value": FILL,
        "codecs": [
            {"name": "bytes", "configuration": {"endian": "little"}},
            {"name": "zstd", "configuration": {"level": LEVEL, "checksum": True}},
        ],
        "attributes": {},
        "dimension_names": ["y", "x"],
    }
