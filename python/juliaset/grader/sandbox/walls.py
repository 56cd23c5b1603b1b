"""The walls of the sandbox: as many as this machine allows, and a list of those that stand."""

import ctypes
import os
import resource
import signal
import stat
import struct
from dataclasses import dataclass, field
from pathlib import Path

from juliaset.grader.sandbox.landlock import restrict
from juliaset.grader.sandbox.seccomp import install_filter

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_NOBODY = 65534
_CAPABILITIES_VERSION_3 = 0x20080522


@dataclass
class Walls:
    """What a submission may use, and which walls stand: {name: '', or why it does not stand}."""

    readable: list[Path]
    seconds: int
    memory: int
    file_size: int = 1 << 24
    standing: dict[str, str] = field(default_factory=dict)

    def put_up(self, parent: int) -> None:
        """Put up every wall that this machine allows, from the widest to the narrowest."""
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(0)  # the parent had ended before it could take this process with it
        self.standing["process group of its own"] = "" if os.getsid(0) == os.getpid() else "no"
        self.standing["limits on time, memory and files"] = self._limits()
        self.standing["empty folder"] = ""
        self.standing["no network"] = self._leave_network(libc)
        self.standing["another user"] = self._become_nobody()
        # A process that stays root, or is root of a namespace, keeps no right of root.
        libc.capset(struct.pack("Ii", _CAPABILITIES_VERSION_3, 0), bytes(24))
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        # A change of user clears this setting.
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        self.standing["only the files that it needs"] = restrict(self.readable)
        self.standing["no other processes"] = install_filter()
        if not self.standing["no other processes"]:
            self.standing["no network"] = ""  # in a namespace of its own or not: it gets no socket

    def _limits(self) -> str:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        room = pages * resource.getpagesize() + self.memory
        wanted = {
            resource.RLIMIT_CPU: self.seconds,
            resource.RLIMIT_AS: room,
            resource.RLIMIT_FSIZE: self.file_size,
            resource.RLIMIT_NOFILE: 64,
            resource.RLIMIT_CORE: 0,
        }
        for what, limit in wanted.items():
            _, hard = resource.getrlimit(what)
            most = limit if hard < 0 else min(limit, hard)
            resource.setrlimit(what, (most, most))
        return ""

    def _leave_network(self, libc: ctypes.CDLL) -> str:
        if not libc.unshare(_CLONE_NEWNET):
            return ""
        if not libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET):
            return ""
        return f"{os.strerror(ctypes.get_errno())} (a user without rights may not leave it here)"

    def _become_nobody(self) -> str:
        if os.geteuid():
            return "only root can change to another one"
        closed = [path for path in self.readable if path.exists() and not _open_to_all(path)]
        if closed:
            return f"another user could not read {closed[0]}"
        try:
            os.setgroups([])
            os.setresgid(_NOBODY, _NOBODY, _NOBODY)
            os.setresuid(_NOBODY, _NOBODY, _NOBODY)
        except OSError as error:
            return str(error.strerror)
        return ""


def _open_to_all(path: Path) -> bool:
    """Return whether any user can read a path: every folder on the way must be open too."""
    real = path.resolve()
    for folder in (real, *real.parents):
        needed = stat.S_IXOTH if folder.is_dir() else 0
        needed |= stat.S_IROTH if folder == real else 0
        if folder.stat().st_mode & needed != needed:
            return False
    return True
