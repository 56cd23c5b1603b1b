"""What a program in the sandbox may read: Python, NumPy, the system's libraries, and no package.

Landlock knows folders, and not exceptions to them. So a folder with something hidden in it becomes
the list of what else is in it.
"""

import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import numpy as np

from juliaset.course_folder import COURSE

PYTHON = Path(sys.executable).resolve()
_PACKAGES = "*-packages"
_LIBRARIES = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache")
_OTHERS = ("/usr/share/zoneinfo", "/etc/localtime", "/dev/null", "/dev/urandom")
_OF_LINUX = ("/proc/self/status", "/sys/devices/system/cpu")


@cache
def hidden() -> tuple[Path, ...]:
    """Return the folders of packages, juliaset's and its checkout among them, and the labs."""
    own = Path(__file__).resolve().parents[2]  # of the package; in a checkout its python/
    places = {
        own,
        COURSE / "labs",
        *map(Path, (*site.getsitepackages(), site.getusersitepackages())),
    }
    for library in (*_standard_library(), Path("/usr/lib/python3"), Path("/usr/local/lib")):
        places |= {*library.glob(_PACKAGES), *library.glob(f"python3*/{_PACKAGES}")}
    return tuple(sorted({path.resolve() for path in places if path.is_dir()}))


@cache
def hidden_libraries() -> tuple[Path, ...]:
    """Return our C++ library, if it was installed among the system's: it has all kernels."""
    folders = [Path(folder) for folder in _LIBRARIES[:4]] + [Path(sys.base_prefix, "lib")]
    places = [path for folder in folders for path in (folder, *folder.glob("*-linux-*"))]
    return tuple(
        sorted({path.resolve() for place in places for path in place.glob("libjuliaset*")})
    )


@cache
def for_python() -> tuple[Path, ...]:
    """Return what Python and NumPy read; what is hidden() in it is not to be read."""
    numpy = Path(np.__file__).resolve().parent
    paths = [
        *(numpy, numpy.with_name("numpy.libs"), PYTHON),
        *(*_standard_library(), *_shared_libraries()),
        *map(Path, (*_LIBRARIES, *_OTHERS, *_OF_LINUX)),
    ]
    return tuple(path for path in dict.fromkeys(paths) if path.exists())


def without_hidden(paths: Iterable[Path]) -> list[Path]:
    """Return the paths; instead of one that has hidden folders in it, what else is in it."""
    closed = (*hidden(), *hidden_libraries())
    # NumPy is in such a folder, and is named by itself.
    return [
        each for path in paths for each in ([path] if is_hidden(path) else _without(path, closed))
    ]


def is_hidden(path: Path) -> bool:
    """Return whether a path lies in a hidden folder."""
    return _beneath(path, hidden())


def _without(path: Path, closed: tuple[Path, ...]) -> Iterator[Path]:
    real = path.resolve()
    if real in closed:
        return
    within = tuple(each for each in closed if each.is_relative_to(real))
    if within:
        for each in sorted(real.iterdir()):
            yield from _without(each, within)
    elif path.exists():
        yield path


def _beneath(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.resolve().is_relative_to(folder) for folder in folders)


def _standard_library() -> list[Path]:
    # A virtual environment has packages, and no library of its own.
    base = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix}
    names = ("stdlib", "platstdlib")
    return list(
        dict.fromkeys(Path(sysconfig.get_path(name, vars=base)).resolve() for name in names)
    )


def _shared_libraries() -> list[Path]:
    """Return libpython and what else lies next to the standard library of a Python of its own."""
    found = sorted(Path(sys.base_prefix, "lib").glob("lib*.so*"))
    return [path for path in found if path.resolve() not in hidden_libraries()]
