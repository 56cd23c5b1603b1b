"""Where the stores of tests are."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from stores import computed

from juliaset.mosaic import Mosaic

MEMORY = Path("/dev/shm")  # noqa: S108 - fsync, which each tile needs, costs nothing there


@pytest.fixture(scope="module")
def folder_of_module() -> Iterator[Path]:
    """Return a folder in memory, or an ordinary one if there is no such thing."""
    place = MEMORY if MEMORY.is_dir() else None
    made = Path(tempfile.mkdtemp(prefix="juliaset-mosaic-", dir=place))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def folder(folder_of_module: Path) -> Iterator[Path]:
    """Return a folder that is empty when a test begins."""
    made = folder_of_module / "test"
    made.mkdir()
    yield made
    shutil.rmtree(made)


@pytest.fixture
def in_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let relative names of commands be in a folder of the test."""
    monkeypatch.chdir(folder)


@pytest.fixture(scope="module")
def honest(folder_of_module: Path) -> Path:
    """Return a complete mosaic for tests that spoil copies of it."""
    return computed(folder_of_module / "honest", (600, 40)).path


@pytest.fixture
def mosaic(honest: Path, folder: Path) -> Mosaic:
    """Return a copy that a test may spoil."""
    return Mosaic.open(shutil.copytree(honest, folder / "m"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 200 KiB."""
    if os.geteuid() != 0:
        pytest.skip("only root mounts a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", disk], check=True)  # noqa: S607
