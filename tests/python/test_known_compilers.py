"""Compilers are found by name or path, and say what they are and what they lack."""

import re
from pathlib import Path

import pytest
from fake_compilers import fake

from juliaset.compiler_names import in_files, label_of, shown
from juliaset.compilers import (
    Compiler,
    find_compiler,
    find_compilers,
    installed,
    labelled,
    usual_command,
    usual_compiler,
)


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are found, with two compilers and /bin's shell."""
    folder = tmp_path / "bin"
    fake(folder / "g++", "GNU", "99.1.0")
    fake(folder / "clang++-98", "Clang", "98.0.6")
    monkeypatch.setenv("PATH", f"{folder}:/bin")
    monkeypatch.setattr("juliaset.compilers._found", {})
    return folder


def test_a_compiler_says_what_it_is(bin_folder: Path) -> None:
    found = find_compiler("clang++-98")
    assert (found.name, found.label, str(found)) == ("Clang 98.0.6", "clang-98", "Clang 98.0.6")
    found = find_compiler("g++")
    assert (found.name, found.label, str(found)) == ("GNU 99.1.0", "gcc-99", "GCC 99.1.0")
    apple = fake(bin_folder / "apple", "AppleClang", "15.0.0")
    found = find_compiler(str(apple))
    assert (found.name, found.label) == ("AppleClang 15.0.0", "apple-clang-15")
    assert str(found) == "Apple Clang 15.0.0"


def test_those_that_are_installed_are_named_in_order(bin_folder: Path) -> None:
    for name in ("clang++", "clang++-100", "g++-99.1", "arm-linux-gnueabi-g++", "clang++-old"):
        fake(bin_folder / name, "Clang", "1.0.0")
    (bin_folder / "clang++-97").write_text("cannot be executed")
    ours = [name for name in installed() if Path(bin_folder, name).exists()]
    assert ours == ["g++", "g++-99.1", "clang++", "clang++-98", "clang++-100"]


@pytest.mark.usefixtures("bin_folder")
@pytest.mark.parametrize("word", ["clang++-97", "/no/such/g++", ".", "x" * 5000, "g++ -O3"])
def test_a_missing_one_is_answered_with_what_is_installed(word: str) -> None:
    with pytest.raises(ValueError, match="is not installed; installed: g") as refused:
        find_compiler(word)
    assert "\n" not in str(refused.value)
    assert "clang++-98" in str(refused.value)


def test_without_any_it_is_said_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("juliaset.compilers.how_to_get", lambda thing: f"get {thing}")
    monkeypatch.setenv("PATH", "/no/such/folder")
    with pytest.raises(ValueError, match=r"installed: none; to get one: get compiler$"):
        find_compiler("g++")


@pytest.mark.usefixtures("bin_folder")
@pytest.mark.parametrize("word", ["ls", "cat", "true"])
def test_a_program_that_is_no_compiler_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match=f"has '{word}', which isn't a C.. compiler; installed: "):
        find_compiler(word)


def test_names_of_the_same_program_are_one_compiler(bin_folder: Path) -> None:
    (bin_folder / "clang++").symlink_to("clang++-98")
    assert [each.label for each in find_compilers(["clang++", "g++", "clang++-98"])] == [
        *("clang-98", "gcc-99")
    ]


def test_two_that_would_give_the_same_rows_are_refused(bin_folder: Path) -> None:
    other = fake(bin_folder / "other" / "clang++", "Clang", "98.1.0")
    with pytest.raises(ValueError, match="allowed: one of each family and main") as refused:
        find_compilers(["clang++-98", str(other)])
    assert f"{other} is Clang 98.1.0" in str(refused.value)


def test_the_id_of_a_row_finds_its_compiler(bin_folder: Path) -> None:
    elsewhere = fake(bin_folder / "other" / "clang++", "Clang", "97.1.0")
    find_compiler(str(elsewhere))
    assert labelled("clang-97").command == (str(elsewhere),)
    assert labelled("gcc-99").name == "GNU 99.1.0"
    with pytest.raises(ValueError, match=r"^'clang-96' is not a compiler here; installed: g"):
        labelled("clang-96")


def test_a_broken_compiler_hides_no_other(bin_folder: Path) -> None:
    (bin_folder / "clang++-20").symlink_to("/bin/false")
    (bin_folder / "g++-9").symlink_to("/bin/false")
    assert labelled("clang-98").command == (str(bin_folder / "clang++-98"),)


@pytest.mark.parametrize(
    ("installed_here", "asked", "used"),
    [
        (["g++", "clang++"], None, "g++"),
        (["clang++"], None, "clang++"),
        ([], None, "g++"),  # which is the name in the complaint
        (["g++", "clang++"], "ccache clang++", "ccache clang++"),
        (["clang++"], " ", "clang++"),
    ],
)
def test_one_of_the_usual_compilers_is_enough(
    installed_here: list[str],
    asked: str | None,
    used: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in installed_here:
        fake(tmp_path / name, "Clang", "98.0.6")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)
    if asked is not None:
        monkeypatch.setenv("CXX", asked)
    assert " ".join(usual_compiler().command) == used


def test_a_compiler_of_c_may_be_clang_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path / "clang", "Clang", "98.0.6")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    assert usual_command("CC") == ("clang",)
    monkeypatch.setenv("CC", "tcc -w")
    assert usual_command("CC") == ("tcc", "-w")


@pytest.mark.parametrize(
    ("said", "lack"),
    [
        (
            "clang: error: unknown argument: '-fgcc-only'",
            "Clang 14.0.6 does not know -fgcc-only",
        ),
        (
            "clang: error: optimization flag '-fgcse' is not supported [-Werror,-Wignored-...]",
            "Clang 14.0.6 does not know -fgcse",
        ),
        ("error: unknown target CPU 'znver9'", "Clang 14.0.6 does not know znver9"),
        (
            "g++: error: unrecognized command-line option '-fclang-only'; did you mean '-x'?",
            "Clang 14.0.6 does not know -fclang-only",
        ),
        (
            "cc1plus: error: bad value ('znver9') for '-march=' switch",
            "Clang 14.0.6 does not know -march=znver9",
        ),
        (
            "openmp.cpp:5:10: fatal error: 'omp.h' file not found",
            "Clang 14.0.6 finds no OpenMP; to get it: get openmp",
        ),
        (
            "/usr/bin/ld: cannot find -lomp: No such file or directory",
            "Clang 14.0.6 finds no OpenMP; to get it: get openmp",
        ),
        (
            "ld.lld: error: unable to find library -lomp",
            "Clang 14.0.6 finds no OpenMP; to get it: get openmp",
        ),
        (
            "openmp.cpp:5:10: fatal error: omp.h: No such file or directory",
            "Clang 14.0.6 finds no OpenMP; to get it: get openmp",
        ),
        ("mine.cpp:3:1: error: unknown type name 'this'", ""),
        ("mine.cpp:1:10: fatal error: comp.h: No such file or directory", ""),
        ("mine.cpp:1:10: fatal error: my/omp.h: No such file or directory", ""),
        ("mine.cpp:1:10: fatal error: 'my-omp.h' file not found", ""),
        ("/usr/bin/ld: cannot find -lomp-mine: No such file or directory", ""),
    ],
)
def test_what_a_compiler_lacks_is_one_line(
    said: str, lack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("juliaset.compilers.how_to_get", lambda thing: f"get {thing}")
    noise = f"warning: something\n{said}\nand more"
    assert Compiler(("clang++-14",), "Clang 14.0.6").lacks(noise) == lack


def test_one_that_does_not_say_what_it_is_has_the_name_of_its_command() -> None:
    said = "g++: error: unrecognized command-line option '-bogus'"
    assert Compiler(("g++", "-bogus"), "").lacks(said) == "g++ -bogus does not know -bogus"


def test_openmp_of_gcc_comes_with_gcc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("juliaset.compilers.how_to_get", lambda thing: f"get {thing}")
    said = "/usr/bin/ld: cannot find -lgomp"
    assert Compiler(("g++",), "GNU 12.2.0").lacks(said).endswith("to get it: get compiler")


@pytest.mark.parametrize(
    ("kept", "name", "read", "label"),
    [
        ("GNU 12.2.0", "GNU 12.2.0", "GCC 12.2.0", "gcc-12"),
        ("g++ (Debian 12.2.0-14+deb12u1) 12.2.0", "GNU 12.2.0", "GCC 12.2.0", "gcc-12"),
        ("Clang 14.0.6", "Clang 14.0.6", "Clang 14.0.6", "clang-14"),
        ("Debian clang version 14.0.6", "Clang 14.0.6", "Clang 14.0.6", "clang-14"),
        (
            *("Apple clang version 15.0.0 (clang-1500.3.9.4)", "AppleClang 15.0.0"),
            *("Apple Clang 15.0.0", "apple-clang-15"),
        ),
        ("IntelLLVM 2024.0.2", "IntelLLVM 2024.0.2", "IntelLLVM 2024.0.2", "intelllvm-2024"),
    ],
)
def test_a_compiler_has_one_name_however_it_was_kept(
    kept: str, name: str, read: str, label: str
) -> None:
    assert (in_files(kept), shown(kept), label_of(kept)) == (name, read, label)


def test_an_unknown_compiler_has_no_name() -> None:
    assert shown("") == in_files("") == ""


def test_only_clang_needs_to_be_told_that_a_flag_must_not_be_ignored() -> None:
    ignored = re.compile("-Werror=ignored")
    for name in ("Clang 14.0.6", "AppleClang 15.0.0"):
        assert any(map(ignored.match, Compiler((), name).strictness))
    assert not Compiler((), "GNU 12.2.0").strictness
