"""A chunk is data: a stranger's is not decoded unless it is one of a tile, nor shown if it lies."""

import struct
import tracemalloc

import numpy as np
import pytest
from numcodecs.zstd import Zstd
from stores import chunks, faults

from juliaset.mosaic import Mosaic, MosaicError
from juliaset.mosaic.chunks import chunk_bytes, decode, encode, write_chunk
from juliaset.mosaic.digest import tile_digest
from juliaset.mosaic.picture import render
from juliaset.mosaic.png import to_png
from juliaset.mosaic.record import RECORD, RecordWriter, new_row
from juliaset.mosaic.zstd_frame import check_frame

FRAME = 512 * 512 * 2


def frame(data: bytes) -> bytes:
    made: bytes = Zstd(level=1, checksum=True).encode(data)
    return made


def of_unknown_size(data: bytes) -> bytes:
    """Return a frame that does not say how large its contents are, with one uncompressed block."""
    return b"\x28\xb5\x2f\xfd\x00\x58" + (len(data) << 3 | 1).to_bytes(3, "little") + data


BOMBS = {
    "much more than a tile": frame(bytes(1 << 28)),
    "a size that is a lie": b"\x28\xb5\x2f\xfd\xe4" + struct.pack("<Q", 1 << 50) + bytes(30),
    "a second frame": frame(bytes(FRAME)) + frame(bytes(1 << 24)),
    "a second frame of unknown size": frame(bytes(FRAME)) + of_unknown_size(bytes(9)),
    "an unknown size": of_unknown_size(bytes(1000)),
    "too little": frame(bytes(FRAME - 2)),
    "nothing": b"",
    "a magic number alone": b"\x28\xb5\x2f\xfd",
    "text": b"import os; os.system('true')" * 9,
    "an unknown kind of block": b"\x28\xb5\x2f\xfd\xa0" + struct.pack("<I", FRAME) + b"\xff" * 30,
    "an end that is cut off": frame(np.arange(FRAME // 2, dtype="<i2").tobytes())[:-9],
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_chunk_of_a_stranger_is_refused_before_it_is_decoded(name: str, mosaic: Mosaic) -> None:
    victim = chunks(mosaic)[0]
    victim.write_bytes(BOMBS[name])
    tracemalloc.start()
    with pytest.raises(MosaicError, match=r"0/c/0/0: "):
        mosaic.counts[:]
    (fault,) = mosaic.verify()
    assert fault.path == "0/c/0/0"
    assert tracemalloc.get_traced_memory()[1] < 20e6
    tracemalloc.stop()
    with pytest.raises(MosaicError):
        decode(BOMBS[name], mosaic.layout, mosaic.layout.place(0))


@pytest.mark.parametrize("size", [0, 1, 200, 255, 256, 257, 65_791, 65_792, 300_000, FRAME])
@pytest.mark.parametrize("kind", ["zeros", "random", "ramp"])
def test_frames_of_our_codec_are_accepted(size: int, kind: str) -> None:
    contents = {
        "zeros": bytes(size),
        "random": np.random.default_rng(2).bytes(size),
        "ramp": np.arange(size // 2 + 1, dtype="<i2").tobytes()[:size],
    }[kind]
    made = frame(contents)
    if len(made) >= 18:
        check_frame(made, size)
        with pytest.raises(MosaicError):
            check_frame(made, size + 1)
        with pytest.raises(MosaicError):
            check_frame(made + b"\0", size)


def test_counts_beyond_the_edge_are_refused(mosaic: Mosaic) -> None:
    stored = np.ones((512, 512), "<i2")
    assert stored.nbytes == chunk_bytes(mosaic.layout)
    with pytest.raises(MosaicError, match="beyond the edge of the picture"):
        decode(frame(stored.tobytes()), mosaic.layout, mosaic.layout.place(0))


@pytest.mark.parametrize("count", [-1, 301, 20_000])
def test_counts_that_no_kernel_returns_are_refused_by_all_that_read(
    count: int, mosaic: Mosaic
) -> None:
    place = mosaic.layout.place(0)
    counts = np.asarray(mosaic.counts)[:, :512].copy()
    counts[7, 9] = count
    data = encode(counts, mosaic.layout)
    write_chunk(mosaic.path, place, data)
    record = mosaic.record()
    (mosaic.path / RECORD).unlink()
    writer = RecordWriter(mosaic.path)
    writer.append(new_row(0, len(data), tile_digest(counts)))  # it agrees with the chunk
    for number in range(1, mosaic.layout.tiles):
        size, digest = int(record.sizes[number]), record.digests[number].tobytes()
        writer.append(new_row(number, size, digest))
    writer.close()
    words = f"it has counts from {counts.min().clip(max=0)} to {counts.max()}; allowed: 0 to 300"
    assert faults(mosaic) == {place.key: words}
    for read in (render, lambda mosaic: to_png(mosaic, mosaic.path.with_name("a.png"))):
        with pytest.raises(MosaicError, match=f"0/c/0/0: {words}"):
            read(mosaic)
