"""A computation that is killed at any moment goes on, and comes to the same picture."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from stores import SENSITIVE, check_whole, chunks

from juliaset.mosaic import Mosaic, MosaicError
from juliaset.mosaic.chunks import PARTS
from juliaset.mosaic.lock import LOCK, store_lock

SIZE = (2500, 2100)  # 25 tiles of level 0
PROGRAM = Path(__file__).with_name("killed.py")


@contextmanager
def computing(mosaic: Mosaic) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a process that computes, and wait until it has begun."""
    command = [sys.executable, PROGRAM, mosaic.path, "cpp.scalar"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        try:
            yield process
        finally:
            process.kill()


def test_it_goes_on_after_any_kill(folder: Path) -> None:
    mosaic = Mosaic(SIZE, tile=512, **SENSITIVE).create(folder / "m")
    moments, done = random.Random(5), 0
    for _ in range(3):
        with computing(mosaic) as process:
            time.sleep(moments.uniform(0.0, 0.25))
            process.send_signal(signal.SIGKILL)
        record = mosaic.record()
        assert done <= int(record.done.sum())  # nothing that was recorded is lost
        done = int(record.done.sum())
        in_flight = len(chunks(mosaic)) - int((record.done & (record.sizes > 0)).sum())
        assert in_flight in {0, 1}  # written but not recorded: the batch of one tile
    before = {path: path.stat().st_mtime_ns for path in chunks(mosaic)}
    recorded = {mosaic.layout.place(int(tile)).key for tile in record.done.nonzero()[0]}
    assert mosaic.compute().computed == mosaic.layout.tiles - done
    for path, moment in before.items():
        if str(path.relative_to(mosaic.path)) in recorded:
            assert path.stat().st_mtime_ns == moment, "a tile that was recorded is not redone"
    check_whole(mosaic, SIZE, SENSITIVE)


def test_what_a_killed_process_left_of_a_chunk_is_removed(folder: Path) -> None:
    mosaic = Mosaic((40, 30), tile=512).create(folder / "m")
    part = mosaic.path / PARTS / "0123456789abcdef.part"
    part.write_bytes(b"half of a chunk")
    mosaic.compute()
    assert not part.exists()


def test_a_second_computation_is_refused_as_long_as_the_first_lives(folder: Path) -> None:
    mosaic = Mosaic(SIZE, tile=512, **{**SENSITIVE, "max_iterations": 10**6}).create(folder / "m")
    with computing(mosaic) as process:
        deadline = time.monotonic() + 20
        words = ""
        while not words and time.monotonic() < deadline:
            if (mosaic.path / LOCK).read_text():
                with pytest.raises(MosaicError) as refused:
                    mosaic.compute()
                words = str(refused.value)
        assert f"is being computed by process {process.pid} (killed.py " in words
        assert "\n" not in words
        process.kill()
        process.wait()
    with store_lock(mosaic.path):  # a lock ends with its process
        assert int((mosaic.path / LOCK).read_text().split()[0]) == os.getpid()
