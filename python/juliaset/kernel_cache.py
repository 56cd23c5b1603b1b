"""Compiled libraries that are kept for the next contest: one for each compiler and flags.

A library is found by the compiler's path and version, the macros that it defines under these flags
(-march=native means another CPU elsewhere), the command, the sources, and the headers of xsimd.
"""

import json
import os
import shlex
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from juliaset.compile_kernel import (
    Job,
    carried_xsimd,
    command_words,
    compile_kernel,
    sources_of,
)
from juliaset.compilers import macros_of
from juliaset.system.binaries import header_folder
from juliaset.system.cache_folder import cache_folder
from juliaset.system.files import write_whole
from juliaset.system.work_folder import work_folder

_MOST = 1000  # libraries of up to 300 KB


def kept(job: Job) -> Path | None:
    """Return the folder of the library that was compiled earlier; None if there is none."""
    place = cache_folder("kernels")
    if place is None:
        return None
    folder = place / _key(job)
    if not any(folder.glob("lib*")):
        return None
    with suppress(OSError):
        os.utime(folder)  # the oldest are removed first
    return folder


def made(job: Job) -> Path:
    """Return the folder of the library, compiled now if it was not before.

    Raises:
        OSError: It cannot be compiled, in the words of `compile_kernel()`.
    """
    folder = kept(job)
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix=f"{job.name}_", dir=work_folder()))
        folder = _keep(job, compile_kernel(job, folder)) or folder
    return folder


def _keep(job: Job, library: Path) -> Path | None:
    place = cache_folder("kernels")
    if place is None:
        return None
    folder = place / _key(job)
    try:
        folder.mkdir(exist_ok=True)
        write_whole(folder / library.name, library.read_bytes())
        _remove_oldest(place)
    except OSError:  # the disk is full, for example: the next contest compiles again
        return None
    return folder


def _remove_oldest(place: Path) -> None:
    folders = sorted(place.iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in folders[_MOST:]:
        shutil.rmtree(folder, ignore_errors=True)


def _key(job: Job) -> str:
    macros = macros_of((*job.compiler.command, *shlex.split(job.flags)))
    about = [
        repr(job),
        command_words(job, Path("/")),  # any folder: each library gets a new one
        sorted(macros.items()),
        _headers_in(Path(carried_xsimd() or header_folder("xsimd/xsimd.hpp"), "xsimd")),
        [sha256(path.read_bytes()).hexdigest() for path in sources_of(job.path)],
    ]
    return sha256(json.dumps(about).encode()).hexdigest()[:32]


@cache
def _headers_in(folder: Path) -> str:
    """Return what tells the headers of a folder from others; they are read once in a process."""
    texts = (path.read_bytes() for path in sorted(folder.rglob("*.hpp")))
    return sha256(b"".join(texts)).hexdigest()
