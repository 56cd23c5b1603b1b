"""A library made by another compiler is kept, and found again as long as nothing has changed."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from fake_compilers import calls, fake, macros

from juliaset import kernel_cache
from juliaset.compile_kernel import Job, LackingError
from juliaset.compilers import Compiler, find_compiler
from juliaset.kernel_cache import kept, made
from juliaset.system.cache_folder import cache_folder

CHANGES = ["flags", "flavour", "version", "source", "native", "xsimd", "command"]


@pytest.fixture
def compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return fake(tmp_path / "clang++", "Clang", "98.0.6")


@pytest.fixture
def job(compiler: Path, tmp_path: Path) -> Job:
    source = tmp_path / "twice.cpp"
    source.write_text("// a kernel")
    found = find_compiler(str(compiler))
    return Job(source, "O3", "-O3 -mavx2", "avx2", found, "twice_avx2", openmp=False)


def test_a_library_is_compiled_once(job: Job, compiler: Path) -> None:
    assert kept(job) is None
    folder = made(job)
    assert [library.read_text() for library in folder.iterdir()] == ["clang++\n"]
    assert kept(job) == made(job) == folder
    (asked,) = calls(compiler)
    assert "-O3 -mavx2" in asked
    assert "--system-header-prefix=xsimd/" in asked
    assert "-DJULIA_KERNEL_NAME=twice_avx2" in asked
    assert "-fopenmp" not in asked
    assert str(job.path) in asked


def test_a_kernel_with_threads_is_compiled_with_openmp(job: Job, compiler: Path) -> None:
    made(replace(job, openmp=True))
    assert "-fopenmp" in calls(compiler)[0]


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_compiled_again_if_something_about_it_changed(
    job: Job, compiler: Path, change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(job)
    if change == "flags":
        job = replace(job, flags="-O3 -mavx2 -g")
    elif change == "flavour":
        job = replace(job, flavour="O2")
    elif change == "source":
        job.path.write_text("// another kernel")
    elif change == "xsimd":
        headers = tmp_path / "xsimd"
        headers.mkdir()
        (headers / "xsimd.hpp").write_text("// another version")
        monkeypatch.setattr(kernel_cache, "carried_xsimd", lambda: "")
        monkeypatch.setattr(kernel_cache, "header_folder", lambda _: str(tmp_path))
    elif change == "command":
        monkeypatch.setattr(Compiler, "strictness", ["-Wall"])
    else:
        known = macros("Clang", "98.0.7" if change == "version" else "98.0.6")
        more = "#define __AVX512F__ 1\n" if change == "native" else ""
        Path(f"{compiler}.macros").write_text(known + more)
        kernel_cache.macros_of.cache_clear()
        job = replace(job, compiler=find_compiler(str(compiler)))
    assert kept(job) is None
    made(job)
    assert len(calls(compiler)) == 2


def test_what_does_not_compile_is_not_kept(job: Job, compiler: Path) -> None:
    errors = Path(f"{compiler}.errors")
    errors.write_text("clang: error: unknown argument: '-mavx2'\n")
    with pytest.raises(LackingError, match=r"^Clang 98\.0\.6 does not know -mavx2$"):
        made(job)
    errors.write_text("twice.cpp:1:1: error: no kernel\n")
    with pytest.raises(OSError, match=r"^twice\.cpp does not compile: twice\.cpp:1:1: error: no k"):
        made(job)
    assert kept(job) is None


def test_without_a_folder_to_keep_it_in_it_is_compiled_each_time(
    job: Job, compiler: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a file"
    place.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(place))
    assert cache_folder("kernels") is None
    for _ in range(2):
        assert list(made(job).glob("lib*"))
    assert len(calls(compiler)) == 2


def test_a_full_disk_costs_only_the_copy(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kernel_cache, "write_whole", full)
    assert list(made(job).glob("lib*"))
    assert kept(job) is None


def test_the_oldest_are_removed(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel_cache, "_MOST", 2)
    first, second, third = (replace(job, name=name) for name in ("first", "second", "third"))
    for age, each in enumerate((first, second)):
        os.utime(made(each), (age, age))
    assert kept(first)  # it is used again, and so not the oldest
    made(third)
    assert [kept(each) is not None for each in (first, second, third)] == [True, False, True]


def test_a_path_that_is_not_absolute_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for value in ("cache", ""):
        monkeypatch.setenv("XDG_CACHE_HOME", value)
        assert cache_folder("x") == tmp_path / "home" / ".cache" / "juliaset" / "x"
