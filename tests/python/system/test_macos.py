"""What only macOS has, with stand-ins: none of it was ever run on a Mac."""

import ctypes
import errno
import fcntl
import os
import resource
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from juliaset.profilers.errors import CannotError
from juliaset.profilers.requirements import need_ptrace
from juliaset.system import (
    binaries,
    cores,
    cpu_time,
    here,
    limits,
    load,
    macos,
    memory,
    plain_files,
    process_end,
    shared_memory,
    thread_usage,
)
from juliaset.system.process_end import ProcessEnd

MAC = Path(__file__).parents[2] / "simulated_mac"
MIB = 1 << 20


@pytest.fixture
def _mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "NAME", "darwin")


class Usage(ctypes.Structure):
    """struct rusage_info_v4 as sys/resource.h of macOS has it."""

    _fields_ = (
        ("ri_uuid", ctypes.c_uint8 * 16),
        *((f"before_{k}", ctypes.c_uint64) for k in range(7)),
        ("ri_phys_footprint", ctypes.c_uint64),
        *((f"between_{k}", ctypes.c_uint64) for k in range(20)),
        ("ri_lifetime_max_phys_footprint", ctypes.c_uint64),
        *((f"after_{k}", ctypes.c_uint64) for k in range(6)),
    )


def test_the_counters_of_memory_are_read_at_their_places() -> None:
    def answer(process: int, flavour: int, place: object) -> int:
        assert (process, flavour) == (42, 4)
        found = Usage(ri_phys_footprint=3 * MIB, ri_lifetime_max_phys_footprint=7 * MIB)
        ctypes.memmove(place._obj, ctypes.byref(found), ctypes.sizeof(found))  # type: ignore[attr-defined] # noqa: SLF001
        return 0

    assert macos.memory_of(42, SimpleNamespace(proc_pid_rusage=answer)) == (3 * MIB, 7 * MIB)


def test_memory_of_a_process_that_is_gone_is_an_error() -> None:
    def refuse(*_: object) -> int:
        ctypes.set_errno(errno.ESRCH)
        return -1

    with pytest.raises(OSError, match="No such process"):
        macos.memory_of(42, SimpleNamespace(proc_pid_rusage=refuse))


@pytest.mark.usefixtures("_mac")
def test_memory_is_the_footprint_and_its_peak_is_never_reset(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(macos, "memory_of", lambda process: (process, 2 * process))
    assert memory.resident_bytes(5) == 5
    assert memory.peak_bytes(5) == 10
    assert memory.resident_bytes() == os.getpid()
    with pytest.raises(OSError, match="macOS keeps the highest peak"):
        memory.reset_peak()
    assert memory.growth(list) is None
    assert memory.available() > MIB


def test_a_mac_without_its_program_for_names_has_a_cpu_without_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", missing)
    assert macos.cpu_name() == ""


@pytest.mark.usefixtures("_mac")
def test_the_cpu_has_the_name_that_macos_gives_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macos, "cpu_name", lambda: "Apple M2")
    assert load.cpu_name() == "Apple M2"


class Kqueue:
    """As the manual page of macOS describes kqueue(): the end of a process makes it readable."""

    KQ_FILTER_PROC, KQ_EV_ADD, KQ_NOTE_EXIT = -5, 1, 1 << 31

    def __init__(self, number: int = 0) -> None:
        self.number, self.closed = number, False
        self.added: list[object] = []

    def kqueue(self) -> "Kqueue":
        return self

    def kevent(self, *words: object) -> tuple[object, ...]:
        return words

    def control(self, changes: list[object], most: int) -> list[object]:
        assert most == 0
        if self.number:
            raise OSError(self.number, os.strerror(self.number))
        self.added += changes
        return []

    def close(self) -> None:
        self.closed = True


def test_an_end_is_asked_of_kqueue() -> None:
    system = Kqueue()
    assert macos.queue_of_end(42, system) is system
    assert system.added == [(42, -5, 1, 1 << 31)]


def test_a_process_that_has_ended_already_needs_no_queue() -> None:
    system = Kqueue(errno.ESRCH)
    assert macos.queue_of_end(42, system) is None
    assert system.closed
    with pytest.raises(OSError, match="not permitted"):
        macos.queue_of_end(42, Kqueue(errno.EPERM))


@pytest.mark.usefixtures("_mac")
def test_an_end_that_has_come_can_be_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macos, "queue_of_end", lambda _: None)
    with ProcessEnd(42) as end:
        assert select.select([end], [], [], 0)[0] == [end]
        assert end.within(0)


def test_the_end_of_a_child_is_noticed_before_anyone_waits_for_it() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        with ProcessEnd(child.pid) as end:
            assert not end.within(0.01)
            child.kill()
            assert end.within(20)
        assert child.wait() == -signal.SIGKILL


@pytest.mark.parametrize("folder", ["", str(MAC)], ids=["Linux", "simulated Mac"])
def test_a_process_ends_with_its_parent(folder: str) -> None:
    child = (
        "import os, sys, time; from juliaset.system.process_end import end_with; "
        "end_with(int(sys.argv[1])); print(os.getpid(), flush=True); time.sleep(60)"
    )
    parent = (
        "import os, subprocess, sys; "
        "subprocess.run([sys.executable, '-c', sys.argv[1], str(os.getpid())])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent, child],
        stdout=subprocess.PIPE,
        env=os.environ | ({"PYTHONPATH": folder} if folder else {}),
    ) as process:
        assert process.stdout
        number = int(process.stdout.readline())
        with ProcessEnd(number) as end:
            process.kill()
            ended = end.within(20)
        if not ended:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
    assert ended


@pytest.mark.usefixtures("_mac")
def test_a_parent_that_cannot_be_watched_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise PermissionError(errno.EPERM, "not yours")

    parents = iter([7, 7, 1])
    killed: list[tuple[int, int]] = []
    monkeypatch.setattr(macos, "queue_of_end", refuse)
    monkeypatch.setattr(process_end, "_LOOK_S", 0)
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(os, "kill", lambda *words: killed.append(words))
    process_end._die_after(7)  # noqa: SLF001
    assert killed == [(os.getpid(), signal.SIGKILL)]


@pytest.mark.usefixtures("_mac")
def test_no_process_is_bound_to_a_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_setaffinity")
    monkeypatch.delattr(os, "sched_getaffinity")
    assert cores.core_numbers() == list(range(os.cpu_count() or 1))
    assert cores.timing_core() == (None, "macOS lets no program choose its core")
    assert cores.timing_core().cores == []
    with cores.pinned([0]), cores.unbound():
        cores.bind_to([0])
    assert cores.usable_cores() >= 1


@pytest.mark.usefixtures("_mac")
def test_memory_is_shared_by_a_file_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "memfd_create")
    monkeypatch.delattr(fcntl, "F_ADD_SEALS")
    descriptor = shared_memory.memory_of_fixed_size(MIB)
    try:
        found = os.fstat(descriptor)
        assert (found.st_size, found.st_nlink) == (MIB, 0)
        assert not os.get_inheritable(descriptor)
    finally:
        os.close(descriptor)


@pytest.mark.usefixtures("_mac")
def test_no_limit_on_memory_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "setrlimit", lambda *_: pytest.fail("macOS would refuse it"))
    limits.limit_memory(1 << 30)
    memory.die_first()


@pytest.mark.usefixtures("_mac")
def test_threads_of_another_process_are_not_known() -> None:
    with pytest.raises(OSError, match="macOS does not tell it"):
        thread_usage.usage_of_threads(os.getpid())
    with pytest.raises(OSError, match="macOS does not tell it"):
        thread_usage.usage_of_this_thread()
    before = cpu_time.cpu_seconds()
    until = time.thread_time() + 0.02
    while time.thread_time() < until:
        pass
    assert cpu_time.cpu_seconds() > before


@pytest.mark.usefixtures("_mac")
def test_a_folder_is_held_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "link").symlink_to("b")
    with plain_files.held_folder(tmp_path, ("a", "b")) as held:
        assert held == tmp_path / "a" / "b"
    with (
        pytest.raises(OSError, match=r"directory|symbolic"),
        plain_files.held_folder(tmp_path, ("a", "link")),
    ):
        pass


@pytest.mark.usefixtures("_mac")
def test_compiled_files_are_made_and_read_as_macos_does() -> None:
    assert binaries.flavour_library("O3") == "libjuliaset_O3.so"
    assert binaries.link_options() == ["-bundle", "-undefined", "dynamic_lookup"]
    assert binaries.openmp_options("g++-14") == ["-fopenmp"]
    options = binaries.openmp_options("clang++")
    assert options[:2] == ["-Xclang", "-fopenmp"]
    assert options[-1] == "-lomp"


@pytest.mark.usefixtures("_mac")
def test_openmp_is_where_homebrew_puts_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_HOMEBREW", (tmp_path / "apple silicon", tmp_path / "intel"))
    assert binaries.openmp_runtime() == ""
    library = tmp_path / "intel" / "opt" / "libomp" / "lib" / "libomp.dylib"
    library.parent.mkdir(parents=True)
    library.touch()
    assert binaries.openmp_runtime() == str(library)


def test_names_that_a_library_needs_lose_the_underscore_of_macos(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nm").write_text("#!/bin/sh\nprintf '%s\\n' _malloc ___cxa_throw __ZdlPv\n")
    (tmp_path / "nm").chmod(0o755)
    monkeypatch.setattr(here, "NAME", "darwin")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert binaries.symbols_needed(tmp_path / "x") == ["malloc", "__cxa_throw", "_ZdlPv"]


@pytest.mark.usefixtures("_mac")
def test_only_root_looks_into_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 501)
    with pytest.raises(CannotError, match="macOS lets only root look into another process"):
        need_ptrace()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    need_ptrace()
