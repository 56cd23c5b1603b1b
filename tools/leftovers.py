"""What a command has left behind: processes, files, shared memory.

A test gives its commands a folder for temporary files. Each process of theirs has the name of that
folder in its environment: also a submission, whose environment is new, but whose home is in it.
"""

import os
from contextlib import suppress
from pathlib import Path

_SHARED = Path("/dev/shm")  # noqa: S108 - it is looked at, not written
# One file for all contests of a machine, which stays; see juliaset.system.contest_lock.
_STAYS = {"juliaset-contest.lock"}
# LLVM's OpenMP makes one for each process. Ours is GNU's.
_OTHERS = "__KMP_REGISTERED_LIB_"


def processes(folder: Path, but: frozenset[int] = frozenset()) -> dict[int, str]:
    """Return the processes with that folder in their environment, and their command lines.

    but: processes that may be there; this one may be, too.
    """
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        number = int(place.name)
        if number in but or number == os.getpid():
            continue
        try:
            if os.fsencode(folder) not in (place / "environ").read_bytes():
                continue
            words = (place / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:  # it has ended, or belongs to another user
            continue
        if any(words):  # a zombie has neither words nor anything else
            found[number] = " ".join(words)[:160]
    return found


def files(folder: Path) -> list[str]:
    """Return all that is in a folder, as paths in it."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def shared_memory() -> frozenset[str]:
    """Return the names in /dev/shm, except one that stays and those that are not ours."""
    if not _SHARED.is_dir():
        return frozenset()
    names = (path.name for path in _SHARED.iterdir())
    return frozenset(name for name in names if not name.startswith(_OTHERS)) - _STAYS


def orphaned(names: frozenset[str]) -> frozenset[str]:
    """Return those names in /dev/shm that no process has in its memory or open."""
    if not names:
        return names
    used = set()
    for place in Path("/proc").glob("[0-9]*"):
        seen = _text(place / "maps") + _opened(place / "fd")
        used |= {name for name in names if f"{_SHARED}/{name}" in seen}
    return frozenset(name for name in names - used if (_SHARED / name).exists())


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:  # it has ended, or belongs to another user
        return ""


def _opened(folder: Path) -> str:
    links = []
    with suppress(OSError):
        for path in folder.iterdir():
            with suppress(OSError):
                links.append(str(path.readlink()))
    return " ".join(links)
