"""Seccomp: Linux refuses system calls that no exercise needs, whatever code makes them.

Landlock closes files. This closes what is not a file, above all other processes: the CPU time of a
child on another core would not be counted. Any user may ask for it, since Linux 4.17.
"""

import ctypes
import errno
import os
import platform
import struct

# The numbers of linux/filter.h, linux/seccomp.h and linux/audit.h.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_REFUSE, _UNKNOWN = 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
_SET_FILTER, _ALL_THREADS, _NO_SLOWER_CPU = 1, 1, 4
_CLONE_THREAD, _PR_SET_PDEATHSIG, _X32 = 0x10000, 1, 0x40000000

# The name of a CPU in a filter, and the number of the system call that installs one.
_MACHINES = {"x86_64": (0xC000003E, 317), "aarch64": (0xC00000B7, 277)}
# One group per line; the numbers are those on x86_64 and on aarch64, 0 if there is no such call.
_REFUSED = """
fork 57 0, vfork 58 0, execve 59 221, execveat 322 281, setpgid 109 154, setsid 112 157
kill 62 129, tkill 200 130, rt_sigqueueinfo 129 138, rt_tgsigqueueinfo 297 240
pidfd_open 434 434, pidfd_send_signal 424 424, pidfd_getfd 438 438, ptrace 101 117
process_vm_readv 310 270, process_vm_writev 311 271, process_madvise 440 440, kcmp 312 272
setpriority 141 140, sched_setparam 142 118, sched_setscheduler 144 119, sched_setattr 314 274
sched_setaffinity 203 122, ioprio_set 251 30
shmget 29 194, semget 64 190, msgget 68 186, mq_open 240 180, memfd_create 319 279
socket 41 198, socketpair 53 199
unshare 272 97, setns 308 268, mount 165 40, chroot 161 51, open_tree 428 428, fsopen 430 430
bpf 321 280, perf_event_open 298 241, userfaultfd 323 282, io_uring_setup 425 425
add_key 248 217, request_key 249 218, keyctl 250 219
"""
_CLONE, _CLONE3, _TGKILL = (56, 220), (435, 435), (234, 131)
_PRLIMIT, _PRCTL = (302, 261), (157, 167)

Step = tuple[int, int, int, int]  # operation, jump if true, jump if false, operand


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def install_filter() -> str:
    """Refuse these calls from now on; return why this failed, or nothing."""
    machine = platform.machine()
    if machine not in _MACHINES or ctypes.sizeof(ctypes.c_void_p) != 8:  # noqa: PLR2004
        return f"the numbers of system calls on {machine} are not listed"
    _, set_filter = _MACHINES[machine]
    steps = _steps(machine)
    wanted = _Program(len(steps), b"".join(struct.pack("HBBI", *step) for step in steps))
    libc = ctypes.CDLL(None, use_errno=True)
    flags = _ALL_THREADS | _NO_SLOWER_CPU
    if libc.syscall(set_filter, _SET_FILTER, flags, ctypes.byref(wanted)):
        return f"this Linux takes no filter ({os.strerror(ctypes.get_errno())})"
    return ""


def _steps(machine: str) -> list[Step]:
    """Return the filter: each test ends it, or falls through to the next one."""
    known, _ = _MACHINES[machine]
    column = list(_MACHINES).index(machine)
    steps = [(_LOAD, 0, 0, _MACHINE), (_EQUAL, 1, 0, known), (_RETURN, 0, 0, _KILL)]
    steps.append((_LOAD, 0, 0, _NUMBER))
    if machine == "x86_64":  # the same calls under other numbers
        steps += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    for each in _REFUSED.strip().replace("\n", ", ").split(", "):
        if number := int(each.split()[1 + column]):
            steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    # Its flags are in memory, which a filter cannot read: the C library falls back to clone().
    steps += [(_EQUAL, 0, 1, _CLONE3[column]), (_RETURN, 0, 0, _UNKNOWN)]
    # Threads, signals to itself and its own limits are allowed.
    steps += _if(_CLONE[column], _ANY_BIT, _CLONE_THREAD, otherwise=_REFUSE)
    steps += _if(_TGKILL[column], _EQUAL, os.getpid(), otherwise=_REFUSE)
    steps += _if(_PRLIMIT[column], _EQUAL, 0, otherwise=_REFUSE)
    # The submission has to end with the grader.
    steps += _if(_PRCTL[column], _EQUAL, _PR_SET_PDEATHSIG, so=_REFUSE, otherwise=_ALLOW)
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def _if(
    number: int, test: int, operand: int, so: int = _ALLOW, otherwise: int = _ALLOW
) -> list[Step]:
    """Return the steps that allow or refuse a call by its first argument."""
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (test, 0, 1, operand),
        (_RETURN, 0, 0, so),
        (_RETURN, 0, 0, otherwise),
    ]
