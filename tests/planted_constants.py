"""Compiles what kernels are made of with constants that are wrong on purpose."""

import ctypes
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from juliaset import _native
from juliaset.compile_kernel import Job, command_words

SOURCES = Path(_native.folder(), "cxx")
FLAGS = "-O1 -ffp-contract=off"


def with_parts(folder: Path, source: Path, wrong: Sequence[tuple[str, str]]) -> Path:
    """Copy a source and the headers of the kernels, with other words in them; return the copy."""
    shutil.copytree(SOURCES / "parts", folder / "parts")
    for old, new in wrong:
        (header,) = (path for path in (folder / "parts").glob("*.hpp") if old in path.read_text())
        text = header.read_text()
        assert text.count(old) == 1, old
        header.write_text(text.replace(old, new))
    return Path(shutil.copy(source, folder))


def shared_library(source: Path) -> ctypes.CDLL:
    """Compile a file next to its parts as kernels are compiled, though it publishes none."""
    job = Job(source, "O3", FLAGS)
    words = [word for word in command_words(job, source.parent) if not word.endswith("/table.cpp")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return ctypes.CDLL(words[-1])
