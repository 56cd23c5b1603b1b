"""What only macOS has, with stand-ins: none of it was ever run on a Mac."""

import ctypes
import errno
import fcntl
import os
import resource
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from juliaset.system import (
    binaries,
    cores,
    here,
    limits,
    load,
    macos,
    memory,
    plain_files,
    shared_memory,
)

MIB = 1 << 20


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
