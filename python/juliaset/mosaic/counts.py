"""The counts of a level as a Zarr array, which NumPy, xarray and napari can slice.

Zarr reads from a store of ours, not from the folder. It gets the JSON that belongs to the mosaic's
numbers, and only chunks of which it is known how large they will be when they are decoded.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import zarr
from zarr.abc.store import ByteRequest, Store
from zarr.core.buffer import Buffer, BufferPrototype, default_buffer_prototype

from juliaset.mosaic.chunks import chunk_bytes, largest_file, wrong_size
from juliaset.mosaic.errors import MosaicError
from juliaset.mosaic.layout import Layout, Place
from juliaset.mosaic.metadata import documents
from juliaset.mosaic.own_files import read_own
from juliaset.mosaic.record import TileRecord
from juliaset.mosaic.zstd_frame import check_frame
from juliaset.system.plain_files import UnfitFileError

Sizes = npt.NDArray[np.int64]
_UNKNOWN = -1  # the size of the chunk of a tile that is not computed


def open_level(store: Path, layout: Layout, level: int) -> zarr.Array:
    """Return a level as an array that can only be read."""
    return zarr.open_array(_CheckedStore(store, layout), path=str(level), mode="r")


class _CheckedStore(Store):  # type: ignore[misc] # mypy does not look into Zarr
    """A folder that another person may have made."""

    supports_writes = False
    supports_deletes = False
    supports_listing = False

    def __init__(self, store: Path, layout: Layout) -> None:
        super().__init__(read_only=True)
        self._folder, self._layout = store, layout
        self._documents = documents(layout)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and (self._folder, self._layout) == (
            other._folder,
            other._layout,
        )

    __hash__ = None  # type: ignore[assignment] # as Zarr's own stores

    async def get(
        self,
        key: str,
        prototype: BufferPrototype | None = None,
        byte_range: ByteRequest | None = None,
    ) -> Buffer | None:
        """Return a JSON file or a chunk; None if there is none."""
        if byte_range is not None:
            raise NotImplementedError("a chunk is read as a whole")
        data = self._documents[key].encode() if key in self._documents else None
        if data is None and "/c/" in key:
            data = await asyncio.to_thread(self._chunk, key)
        return (
            None
            if data is None
            else (prototype or default_buffer_prototype()).buffer.from_bytes(data)
        )

    async def get_partial_values(
        self, prototype: BufferPrototype, key_ranges: Iterable[tuple[str, ByteRequest | None]]
    ) -> list[Buffer | None]:
        """Return several of them."""
        return [await self.get(key, prototype, part) for key, part in key_ranges]

    async def exists(self, key: str) -> bool:
        """Return whether there is a file."""
        return key in self._documents or (self._folder / key).is_file()

    async def set(self, key: str, value: Buffer) -> None:
        """Refuse: a mosaic is computed."""
        raise NotImplementedError("the counts of a mosaic can only be read")

    async def delete(self, key: str) -> None:
        """Refuse: a mosaic is computed."""
        raise NotImplementedError("the counts of a mosaic can only be read")

    async def list(self) -> AsyncIterator[str]:
        """List nothing: the arrays are known."""
        for key in self._documents:
            yield key

    async def list_prefix(self, prefix: str) -> AsyncIterator[str]:
        """List the JSON files below a path."""
        for key in self._documents:
            if key.startswith(prefix):
                yield key

    async def list_dir(self, prefix: str) -> AsyncIterator[str]:
        """List what is directly below a path."""
        below = f"{prefix}/" if prefix else ""
        for name in sorted(
            {
                key.removeprefix(below).partition("/")[0]
                for key in self._documents
                if key.startswith(below)
            }
        ):
            yield name

    def _chunk(self, key: str) -> bytes | None:
        data = None
        try:
            data = read_own(self._folder, key, largest_file(self._layout))
            check_frame(data, chunk_bytes(self._layout))
        except FileNotFoundError:
            pass
        except (UnfitFileError, MosaicError) as error:
            raise MosaicError(f"{key}: {error}") from None
        if reason := self._wrong_size(key, None if data is None else len(data)):
            raise MosaicError(f"{key}: {reason}")
        return data

    def _wrong_size(self, key: str, found: int | None) -> str:
        """Return what is wrong with a chunk of this size; empty if nothing, or if it is unknown."""
        level, _, row, column = key.split("/")
        number = self._layout.number(Place(int(level), int(row), int(column)))
        reason = _differs(found, int(self._sizes[number]))
        if reason:  # a computation may have gone on meanwhile
            self._sizes = _recorded_sizes(self._folder, self._layout)
            reason = _differs(found, int(self._sizes[number]))
        return reason

    @cached_property
    def _sizes(self) -> Sizes:
        return _recorded_sizes(self._folder, self._layout)


def _recorded_sizes(store: Path, layout: Layout) -> Sizes:
    record = TileRecord.load(store, layout.tiles)
    return np.where(record.done, record.sizes.astype(np.int64), _UNKNOWN)


def _differs(found: int | None, recorded: int) -> str:
    return "" if recorded == _UNKNOWN else wrong_size(found, recorded)
