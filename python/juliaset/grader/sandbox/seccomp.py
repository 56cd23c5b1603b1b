"""Seccomp: Linux refuses system calls that no exercise needs, whatever code makes them.

Landlock closes files. This closes what is not a file, above all other processes: the CPU time of a
child on another core would not be counted. Any user may ask for it, since Linux 4.17.
"""

import errno
import os
import platform
import struct
import sys

from juliaset._walls import filter_calls

# The numbers of linux/filter.h, linux/seccomp.h and linux/audit.h.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_REFUSE, _UNKNOWN = 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16
_CLONE_THREAD, _PR_SET_PDEATHSIG, _X32 = 0x10000, 1, 0x40000000

# The name of a CPU in a filter.
MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# One group per line; the numbers are those on x86_64 and on aarch64, 0 if there is no such call.
_PROCESSES = """
fork 57 0, vfork 58 0, execve 59 221, execveat 322 281, setpgid 109 154, setsid 112 157
"""
# With these any file of the user could be closed or opened to others: Landlock does not know them.
_MODES = """
chmod 90 0, fchmod 91 52, fchmodat 268 53, fchmodat2 452 452, utime 132 0, utimes 235 0
futimesat 261 0, utimensat 280 88
"""
_REFUSED = """
chown 92 0, fchown 93 55, lchown 94 0, fchownat 260 54, setxattr 188 5, lsetxattr 189 6
fsetxattr 190 7, removexattr 197 14, lremovexattr 198 15, fremovexattr 199 16, sync 162 81
syncfs 306 267, flock 73 32, inotify_init 253 0, inotify_init1 294 26, modify_ldt 154 0
quotactl 179 60, name_to_handle_at 303 264
kill 62 129, tkill 200 130, rt_sigqueueinfo 129 138, rt_tgsigqueueinfo 297 240
pidfd_open 434 434, pidfd_send_signal 424 424, pidfd_getfd 438 438, ptrace 101 117
process_vm_readv 310 270, process_vm_writev 311 271, process_madvise 440 440, kcmp 312 272
setpriority 141 140, sched_setparam 142 118, sched_setscheduler 144 119, sched_setattr 314 274
sched_setaffinity 203 122, ioprio_set 251 30
shmget 29 194, semget 64 190, msgget 68 186, mq_open 240 180, memfd_create 319 279
socket 41 198, socketpair 53 199
unshare 272 97, setns 308 268, mount 165 40, chroot 161 51, open_tree 428 428, fsopen 430 430
bpf 321 280, perf_event_open 298 241, userfaultfd 323 282, io_uring_setup 425 425
syslog 103 116, vmsplice 278 75, fanotify_init 300 262, mount_setattr 442 442, memfd_secret 447 447
personality 135 92
add_key 248 217, request_key 249 218, keyctl 250 219
"""
_CLONE, _CLONE3, _TGKILL = (56, 220), (435, 435), (234, 131)
_PRLIMIT, _PRCTL = (302, 261), (157, 167)
_FCNTL, _IOCTL = (72, 25), (16, 29)
# No memory is writable and a program, at once or in turn. A submission in Python may write to any
# address, because NumPy makes arrays of addresses; it must not write machine code. Libraries are
# mapped from files that it cannot write. `personality` could make all memory a program.
_MMAP, _MPROTECT, _PKEY_MPROTECT = (9, 222), (10, 226), (329, 288)
_PROT_EXEC, _MAP_SHARED, _MAP_ANONYMOUS = 0x4, 0x01, 0x20
# With this advice a page is dropped, and what is shared comes back when it is read. So a process
# could keep more in the shared memory than Linux ever counts as its own.
_MADVISE = (28, 233)
_ADVICE_THAT_DROPS = (4, 8, 9, 20, 21, 24, 102)
# Libraries fall back to older calls if one is unknown, and this list does not know newer ones.
# Their numbers are the same on all machines since 424; 449 is futex_waitv.
_NEWEST = 450

# Of fcntl: duplicate a descriptor (0, 1030), its flags (1 to 4), the size of a pipe, the seals of a
# memory. Not F_SETOWN, F_SETSIG or F_NOTIFY: with them Linux sends signals to the owner of a pipe,
# and the grader can be made one.
_COMMANDS_OF_FCNTL = (0, 1, 2, 3, 4, 1030, 1032, 1034)
_F_SETFL, _O_ASYNC = 4, 0o20000
# Of ioctl: is it a terminal, how large, how much is there to read, close when a program starts.
# Not FIOASYNC, FIOSETOWN or TIOCSTI.
_COMMANDS_OF_IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)

Step = tuple[int, int, int, int]  # operation, jump if true, jump if false, operand


def install_filter(*, threads: bool = True, processes: bool = False, programs: bool = True) -> str:
    """Refuse these calls from now on; return why this failed, or nothing.

    threads: it may start threads. processes: it may start programs, as a compiler does. programs:
    it may load compiled files.
    """
    machine = platform.machine()
    if machine not in MACHINES or sys.maxsize < 1 << 32:
        return f"the numbers of system calls on {machine} are not listed"
    steps = filter_of(machine, threads=threads, processes=processes, programs=programs)
    failed = filter_calls(b"".join(struct.pack("HBBI", *step) for step in steps))
    return f"this system takes no filter ({os.strerror(failed)})" if failed else ""


def filter_of(machine: str, *, threads: bool, processes: bool, programs: bool = True) -> list[Step]:
    """Return the filter: each test ends it, or falls through to the next one."""
    column = list(MACHINES).index(machine)
    steps = [(_LOAD, 0, 0, _MACHINE), (_EQUAL, 1, 0, MACHINES[machine]), (_RETURN, 0, 0, _KILL)]
    steps.append((_LOAD, 0, 0, _NUMBER))
    if machine == "x86_64":  # the same calls under other numbers
        steps += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    for group in (_REFUSED, "" if processes else _PROCESSES + _MODES):
        for each in filter(None, group.strip().replace("\n", ", ").split(", ")):
            if number := int(each.split()[1 + column]):
                steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    steps += [(_AT_LEAST, 0, 1, _NEWEST), (_RETURN, 0, 0, _UNKNOWN)]
    # Its flags are in memory, which a filter cannot read: the C library falls back to clone().
    steps += [(_EQUAL, 0, 1, _CLONE3[column]), (_RETURN, 0, 0, _UNKNOWN)]
    if not processes:
        if threads:
            steps += _if(_CLONE[column], _ANY_BIT, _CLONE_THREAD, otherwise=_REFUSE)
        else:
            steps += [(_EQUAL, 0, 1, _CLONE[column]), (_RETURN, 0, 0, _REFUSE)]
        # Signals to itself are allowed. The submission has to end with the grader.
        steps += _if(_TGKILL[column], _EQUAL, os.getpid(), otherwise=_REFUSE)
        steps += _if(_PRCTL[column], _EQUAL, _PR_SET_PDEATHSIG, so=_REFUSE)
        for call in (_MPROTECT, _PKEY_MPROTECT):
            steps += _if_any(call[column], {2: _PROT_EXEC})
        steps += _if_one_of(_MADVISE[column], 2, _ADVICE_THAT_DROPS)
        of_files = {3: _MAP_SHARED | _MAP_ANONYMOUS} if programs else {}
        steps += _if_any(_MMAP[column], {2: _PROT_EXEC} | of_files)
    # Its own limits, which it can only lower.
    steps += _if(_PRLIMIT[column], _EQUAL, 0, otherwise=_REFUSE)
    steps += _only(_IOCTL[column], _COMMANDS_OF_IOCTL)
    steps += _only(_FCNTL[column], _COMMANDS_OF_FCNTL)
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def _if(
    number: int, test: int, operand: int, so: int = _ALLOW, otherwise: int = _ALLOW
) -> list[Step]:
    """Return the steps that allow or refuse a call by its first argument."""
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _ARGUMENTS),
        (test, 0, 1, operand),
        (_RETURN, 0, 0, so),
        (_RETURN, 0, 0, otherwise),
    ]


def _if_any(number: int, bits: dict[int, int]) -> list[Step]:
    """Return the steps that refuse a call if each of these arguments has any of its bits."""
    last = 2 * len(bits)
    tests: list[Step] = []
    for argument, mask in bits.items():
        tests.append((_LOAD, 0, 0, _ARGUMENTS + 8 * argument))
        tests.append((_ANY_BIT, 0, last - len(tests), mask))
    body = [*tests, (_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    return [(_EQUAL, 0, len(body), number), *body]


def _if_one_of(number: int, argument: int, values: tuple[int, ...]) -> list[Step]:
    """Return the steps that refuse a call if an argument has one of these values."""
    tests = [step for each in values for step in [(_EQUAL, 0, 1, each), (_RETURN, 0, 0, _REFUSE)]]
    body = [(_LOAD, 0, 0, _ARGUMENTS + 8 * argument), *tests, (_RETURN, 0, 0, _ALLOW)]
    return [(_EQUAL, 0, len(body), number), *body]


def _only(number: int, commands: tuple[int, ...]) -> list[Step]:
    """Return the steps that allow some commands, the second argument, of fcntl or ioctl.

    F_SETFL with O_ASYNC is refused too. The kernel reads 32 bits of a command.
    """
    tests: list[Step] = []
    for command in commands:
        if command == _F_SETFL:
            tests += [
                (_EQUAL, 0, 4, command),
                (_LOAD, 0, 0, _ARGUMENTS + 16),
                (_ANY_BIT, 0, 1, _O_ASYNC),
                (_RETURN, 0, 0, _REFUSE),
                (_RETURN, 0, 0, _ALLOW),
            ]
        else:
            tests += [(_EQUAL, 0, 1, command), (_RETURN, 0, 0, _ALLOW)]
    body = [(_LOAD, 0, 0, _ARGUMENTS + 8), *tests, (_RETURN, 0, 0, _REFUSE)]
    return [(_EQUAL, 0, len(body), number), *body]
