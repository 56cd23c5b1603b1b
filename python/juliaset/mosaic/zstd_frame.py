"""Whether data is one zstd frame of a known size: looked at before a decoder allocates anything.

A frame says how large its contents are, and a decoder believes it; data may also have a second
frame that does not say it. So a few kilobytes from a stranger could fill the memory. RFC 8878 has
the format.
"""

from juliaset.mosaic.errors import MosaicError

_MAGIC = b"\x28\xb5\x2f\xfd"
_SIZE_FIELDS = (1, 2, 4, 8)  # bytes
_ID_FIELDS = (0, 1, 2, 4)
_TWO_BYTES_BEGIN_AT = 256
_HEAD, _LONGEST_HEAD = 5, 18
_RLE, _RESERVED = 1, 3  # kinds of blocks


def check_frame(data: bytes, contents: int) -> None:
    """Raise MosaicError unless data is one frame, to its last byte, with contents of this size."""
    if data[:4] != _MAGIC or len(data) < _LONGEST_HEAD:
        raise MosaicError("it is not a zstd frame")
    about = data[4]
    single, checksum = about >> 5 & 1, about >> 2 & 1
    at = _HEAD + (1 - single) + _ID_FIELDS[about & 3]
    field = _SIZE_FIELDS[about >> 6]
    if field == 1 and not single:
        raise MosaicError("its frame does not say how large its contents are")
    size = int.from_bytes(data[at : at + field], "little")
    size += _TWO_BYTES_BEGIN_AT if field == 2 else 0  # noqa: PLR2004 - of two bytes
    if size != contents:
        raise MosaicError(f"its frame has contents of {size:,} bytes; allowed: {contents:,}")
    if _end(data, at + field) + 4 * checksum != len(data):
        raise MosaicError("it is not one whole zstd frame")


def _end(data: bytes, at: int) -> int:
    """Return where the last block ends, beyond the data if that is cut off."""
    last = False
    while not last and at < len(data):
        head = int.from_bytes(data[at : at + 3], "little")
        last, kind, size = bool(head & 1), head >> 1 & 3, head >> 3
        if kind == _RESERVED:
            raise MosaicError("its frame has a block of an unknown kind")
        at += 3 + (1 if kind == _RLE else size)
    return at if last else len(data) + 1
