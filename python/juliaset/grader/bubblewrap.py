"""Bubblewrap: a file system, processes and network of its own for a program, if it is installed.

It is the strongest wall, made for this and well maintained. Landlock, seccomp and the limits are
used inside it too.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from juliaset.grader.readable import PYTHON, for_python, hidden, hidden_libraries, is_hidden
from juliaset.system.packages import how_to_get
from juliaset.system.process_table import children_of

PROGRAM = "bwrap"
_UNPACKED = Path(__file__).parents[3] / ".debian/usr/bin"  # setup/ without root
# In a namespace of its own the parent of a program is bubblewrap's first process.
PARENT_WITHIN = 1
_SIGNALLED = 128
_ALONE = (
    *("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"),
    *("--die-with-parent", "--new-session", "--cap-drop", "ALL"),
)
# Root makes the namespaces itself, and becomes another user inside. Any other user needs a
# namespace of users.
_AS_ROOT = ("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
_AS_USER = ("--unshare-user", "--uid", "65534", "--gid", "65534")
_PATIENCE_S = 30


def contained(
    command: Sequence[str], readable: Iterable[Path], writable: Iterable[Path], folder: Path
) -> list[str]:
    """Return a command in a file system that has nothing but these paths; why_not() is empty."""
    way, _ = _tried()
    return [
        str(_program()),
        *_ALONE,
        *way,
        *_mounts(readable, writable),
        "--chdir",
        str(folder),
        *command,
    ]


def why_not() -> str:
    """Return why programs do not run in bubblewrap here; empty if they do."""
    return _tried()[1]


def process_within(pid: int) -> int:
    """Return the number of the program in bubblewrap's process: its only grandchild."""
    for _ in range(2):
        pid = children_of(pid)[0]
    return pid


def exit_code_within(code: int) -> int:
    """Return the code of the program: bubblewrap reports a signal as a shell does."""
    return _SIGNALLED - code if code > _SIGNALLED else code


@cache
def _tried() -> tuple[tuple[str, ...], str]:
    """Return the options that work on this machine, and why none do."""
    program = _program()
    if program is None:
        return (), f"bubblewrap is not installed; to get it: {how_to_get('bubblewrap')}"
    try:  # process_within() needs it
        children_of(os.getpid())
    except OSError as error:
        return (), f"the processes in it could not be told apart: {error}"
    small = [str(PYTHON), "-I", "-S", "-c", "pass"]
    ways = [_AS_USER] if os.geteuid() else [_AS_ROOT, _AS_USER]
    why = ""
    for way in ways:
        try:
            done = subprocess.run(  # noqa: S603
                [program, *_ALONE, *way, *_mounts(for_python(), []), *small],
                capture_output=True,
                text=True,
                check=False,
                timeout=_PATIENCE_S,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            why = str(error)
            continue
        if done.returncode == 0:
            return way, ""
        why = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return (), f"bubblewrap does not work here: {why}"


def _program() -> str | None:
    return shutil.which(PROGRAM) or shutil.which(_UNPACKED / PROGRAM)


def _mounts(readable: Iterable[Path], writable: Iterable[Path]) -> list[str]:
    """Return the options for the files: folders, then what they hide, then what is in that."""
    paths = [path for path in dict.fromkeys(readable) if not path.is_relative_to("/proc")]
    options = ["--proc", "/proc"]
    roots = _outermost([path for path in paths if not is_hidden(path)])
    options += _folders_above([*roots, *writable], above=[])
    options += [word for path in roots for word in _mount(path)]
    real = [path.resolve() for path in roots]
    masked = [each for each in hidden() if any(each.is_relative_to(root) for root in real)]
    options += [word for folder in masked for word in ("--tmpfs", str(folder))]
    within = [path for path in paths if is_hidden(path)]
    options += _folders_above(within, above=real)
    options += [word for path in within for word in _mount(path)]
    options += [word for folder in masked for word in ("--remount-ro", str(folder))]
    for library in hidden_libraries():
        if any(library.is_relative_to(root) for root in real):
            options += ["--ro-bind", "/dev/null", str(library)]
    options += [word for path in writable for word in ("--bind", str(path), str(path))]
    return [*options, "--remount-ro", "/"]


def _folders_above(paths: Iterable[Path], above: Iterable[Path]) -> list[str]:
    """Return the options that make the folders on the way to paths; `above` exist already.

    Bubblewrap would make them too, and close them to other users.
    """
    ways = {
        folder for path in paths for place in (path, path.resolve()) for folder in place.parents
    }
    new = ways - {folder for path in above for folder in (path, *path.parents)} - {Path("/")}
    return [word for folder in sorted(new) for word in ("--dir", str(folder))]


def _outermost(paths: list[Path]) -> list[Path]:
    """Return the paths that lie in no other one: each is mounted once."""
    return [path for path in paths if not any(other in path.parents for other in paths)]


def _mount(path: Path) -> list[str]:
    """Return the options for one path; a link stays a link, so that nothing appears twice."""
    if path.is_symlink():
        return ["--symlink", str(path.readlink()), str(path)]
    how = "--dev-bind" if path.is_relative_to("/dev") else "--ro-bind"
    real = path.resolve()
    places = [real] if real == path else [real, path]  # beneath a link
    return [word for place in places for word in (how, str(real), str(place))]
