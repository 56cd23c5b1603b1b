"""The walls of the sandbox: as many as this machine allows, and a list of those that are up."""

import os
import resource
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from juliaset._walls import end_with_parent, gain_no_rights, leave_network
from juliaset.grader.sandbox.landlock import restrict
from juliaset.grader.sandbox.seccomp import install_filter

_NOBODY = 65534
# Of a submission, on top of those that its user has anyway.
_MOST_THREADS = 512
# What Python has before it reads anything, if Linux does not say how much that is.
_PYTHON = 1 << 28


@dataclass
class Walls:
    """What a program may use, and which walls stand: {name: '', or why it does not stand}."""

    readable: list[Path]
    seconds: int
    memory: int
    file_size: int = 1 << 24
    open_files: int = 64
    threads: bool = True
    processes: bool = False  # it may start programs, as a compiler does
    programs: bool = True  # it may load compiled files, as a submission in C++ does
    executable: list[Path] = field(default_factory=list)
    writable: list[Path] = field(default_factory=list)
    # Why this process is not in bubblewrap, which has put up some of the walls; empty if it is.
    uncontained: str = "it was not asked for"
    standing: dict[str, str] = field(default_factory=dict)

    def put_up(self, parent: int) -> None:
        """Put up every wall that this machine allows, from the widest to the narrowest."""
        end_with_parent()
        if os.getppid() != parent:
            os._exit(0)  # the parent had ended before it could take this process with it
        with suppress(PermissionError):  # it is one already
            os.setsid()
        self.standing["process group of its own"] = "" if os.getsid(0) == os.getpid() else "no"
        self.standing["limits on time, memory and files"] = self._limits()
        self.standing["empty folder"] = ""
        self.standing["a file system of its own (bubblewrap)"] = self.uncontained
        self.standing["no network"] = self._leave_network()
        self.standing["another user"] = self._become_nobody()
        # A process that stays root, or is root of a namespace, keeps no right of root.
        gain_no_rights()
        end_with_parent()  # a change of user clears this setting
        closed = restrict(self.readable, self.executable, self.writable)
        self.standing["only the files that it needs"] = closed if self.uncontained else ""
        self._limit_threads()
        alone = install_filter(
            threads=self.threads, processes=self.processes, programs=self.programs
        )
        self.standing["no other processes"] = alone
        if not alone:
            self.standing["no network"] = ""  # in a namespace of its own or not: it gets no socket

    def _limits(self) -> str:
        used = _PYTHON
        with suppress(OSError):
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            used = pages * resource.getpagesize()
        wanted = {
            "RLIMIT_CPU": self.seconds,
            "RLIMIT_AS": used + self.memory,
            "RLIMIT_FSIZE": self.file_size,
            "RLIMIT_NOFILE": self.open_files,
            "RLIMIT_CORE": 0,
        }
        missing = [name for name, limit in wanted.items() if not _limit(name, limit)]
        return f"this system takes no {', '.join(missing)}" if missing else ""

    def _limit_threads(self) -> None:
        """Limit the threads of this user, of whom there may be others outside."""
        others = _threads_of(os.getuid()) if self.uncontained else 0
        _limit("RLIMIT_NPROC", others + _MOST_THREADS)

    def _leave_network(self) -> str:
        if not self.uncontained:
            return ""
        if failed := leave_network():
            return f"{os.strerror(failed)} (a user without rights may not leave it here)"
        return ""

    def _become_nobody(self) -> str:
        if os.geteuid():
            return "" if os.geteuid() == _NOBODY else "only root can change to another one"
        needed = [*self.readable, *self.executable, *self.writable]
        closed = [path for path in needed if path.exists() and not _open_to_all(path)]
        if closed:
            return f"another user could not read {closed[0]}"
        try:
            os.setgroups([])
            os.setgid(_NOBODY)  # root changes all three of its identities
            os.setuid(_NOBODY)
        except OSError as error:
            return str(error.strerror)
        return ""


def _limit(name: str, limit: int) -> bool:
    """Lower a limit for good; return whether this system takes it, as macOS does not for memory."""
    what = getattr(resource, name)
    _, hard = resource.getrlimit(what)
    most = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    try:
        resource.setrlimit(what, (most, most))
    except (OSError, ValueError):
        return False
    return True


def _threads_of(user: int) -> int:
    """Return how many threads a user has, as far as this process may see."""
    found = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError, IndexError, ValueError):
            text = status.read_text(errors="replace")
            if int(text.partition("\nUid:")[2].split()[0]) == user:
                found += int(text.partition("\nThreads:")[2].split()[0])
    return found


def _open_to_all(path: Path) -> bool:
    """Return whether any user can read a path: every folder on the way must be open too."""
    real = path.resolve()
    for folder in (real, *real.parents):
        needed = stat.S_IXOTH if folder.is_dir() else 0
        needed |= stat.S_IROTH if folder == real else 0
        if folder.stat().st_mode & needed != needed:
            return False
    return True
