"""Where the stores of tests are."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")  # noqa: S108 - fsync, which each tile needs, costs nothing there


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return a folder in memory, or an ordinary one where there is no such thing."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    made = Path(tempfile.mkdtemp(prefix="juliaset-mosaic-", dir=MEMORY))
    yield made
    shutil.rmtree(made)
