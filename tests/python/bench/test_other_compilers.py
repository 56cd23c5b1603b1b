"""Rows of another compiler: their ids and libraries."""

from dataclasses import replace
from pathlib import Path

import pytest
from fake_compilers import calls, fake

from juliaset import get_kernel
from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.controls import controls_of
from juliaset.bench.other_compilers import compiled
from juliaset.bench.record import Status
from juliaset.bench.selection import Choice, hidden, one, select
from juliaset.compilers import Compiler, find_compiler
from juliaset.fused_instructions import Fused
from juliaset.kernel_type import DEFAULT_FLAVOUR
from juliaset.native import load_flavour

OURS = Compiler(("/bin/ours",), load_flavour(DEFAULT_FLAVOUR).compiler)
CLANG = "cpp.scalar@O3/clang-98"


@pytest.fixture
def clang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("juliaset.compilers._found", {})
    path = fake(tmp_path / "clang++", "Clang", "98.0.6")
    find_compiler(str(path))
    return path


def rows(clang: Path, *patterns: str, flavours: tuple[str, ...] = ()) -> list[SelectedKernel]:
    compilers = [OURS, find_compiler(str(clang))]
    return select(Choice(patterns, flavours, compilers=compilers))


def test_each_compiler_has_a_row_of_each_flavour(clang: Path) -> None:
    found = rows(clang, "cpp.scalar", "numpy.masked", flavours=("O2", "O3"))
    assert [row.id for row in found] == [
        *("cpp.scalar@O2", "cpp.scalar@O2/clang-98", "cpp.scalar@O3", CLANG, "numpy.masked")
    ]
    ours, theirs = found[2].variant(), found[3].variant()
    assert (ours.compiler, theirs.compiler) == (OURS.name, "Clang 98.0.6")
    assert ours.flags == theirs.flags != ""
    assert not calls(clang)  # to choose compiles nothing


def test_options_of_an_id_stand_behind_its_compiler(clang: Path) -> None:
    choice = Choice(
        ["cpp.openmp"], threads=[2], gil=["held"], compilers=[find_compiler(str(clang))]
    )
    assert [row.id for row in select(choice)] == ["cpp.openmp@O3/clang-98/t2/held"]


def test_an_id_finds_its_compiler(clang: Path) -> None:
    assert one(CLANG).compiler == find_compiler(str(clang))
    assert one("cpp.openmp@O2/clang-98/t2/held").id == "cpp.openmp@O2/clang-98/t2/held"
    assert one("cpp.scalar@O3").compiler is None
    with pytest.raises(ValueError, match="'clang-97' is not a compiler here; "):
        one("cpp.scalar@O3/clang-97")


def test_best_and_hidden_rows_are_those_of_all_compilers(clang: Path) -> None:
    (ours, theirs) = rows(clang, "best")
    assert theirs.id == f"{ours.id}/clang-98"
    assert hidden(Choice(compilers=[OURS, find_compiler(str(clang))])) > hidden(Choice())


def test_libraries_are_compiled_once_for_all_rows_that_call_them(clang: Path) -> None:
    choice = Choice(["cpp.openmp"], threads=[1, 2], compilers=[find_compiler(str(clang))])
    said: list[str] = []
    found = compiled(select(choice), said.append)
    assert said == ["Compiling 1 kernel with Clang 98.0.6; the next contest has them."]
    assert len(calls(clang)) == 1
    assert "-fopenmp" in calls(clang)[0]
    assert len({row.file for row in found}) == 1
    assert list(Path(found[0].file).glob("lib*"))
    assert compiled(found, said.append) == found
    assert compiled(select(choice), said.append) == found
    assert len(said) == len(calls(clang)) == 1


def test_rows_of_ours_wait_for_no_compiler(clang: Path) -> None:
    found = select(Choice(["cpp.scalar", "python.loops"], compilers=[OURS]))
    assert compiled(found) == found == select(Choice(["cpp.scalar", "python.loops"]))
    assert not calls(clang)


@pytest.mark.parametrize(
    ("errors", "status", "reason"),
    [
        (
            "clang: error: unknown argument: '-fgcc-only'",
            *(Status.UNAVAILABLE, "Clang 98.0.6 does not know -fgcc-only"),
        ),
        (
            "openmp.cpp:5:10: fatal error: 'omp.h' file not found",
            Status.UNAVAILABLE,
            "Clang 98.0.6 finds no OpenMP; to get it: get openmp",
        ),
        (
            "openmp.cpp:5:10: error: a mistake",
            Status.FAILED,
            "openmp.cpp does not compile: openmp.cpp:5:10: error: a mistake",
        ),
    ],
)
def test_what_cannot_be_compiled_is_a_row_with_a_reason(
    clang: Path, errors: str, status: Status, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("juliaset.compilers.how_to_get", lambda thing: f"get {thing}")
    Path(f"{clang}.errors").write_text(errors)
    ours, theirs = compiled(rows(clang, "cpp.openmp"))
    assert ours.about.status == Status.OK
    assert (theirs.about.status, theirs.about.reason) == (status, reason)


def test_an_exact_row_whose_compiler_fuses_has_a_note(
    clang: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [Fused("fmadd"), Fused("vfmadd231sd", "scalar.cpp:10")]  # one of libgcc's
    monkeypatch.setattr("juliaset.bench.other_compilers.in_library", lambda _: found)
    ours, theirs = compiled(rows(clang, "cpp.scalar"))
    assert ours.about.note == ""
    assert theirs.about.note == (
        "Clang 98.0.6 made fused multiply-adds of it: vfmadd231sd (scalar.cpp:10). "
        "Other pictures may show wrong pixels"
    )
    _, tolerant = compiled(rows(clang, "cpp.fastmath"))
    assert tolerant.about.note == ""


def test_the_controls_repeat_the_row_of_the_same_compiler(clang: Path) -> None:
    found = compiled(rows(clang, "cpp.scalar"))
    controls = controls_of(found, found[1])
    assert {name for _, name in controls} == {CLANG}
    assert {twin.file for twin, _ in controls} == {found[1].file} != {""}
    assert controls[0][0].id == f"twin of {CLANG}"


def test_a_kernel_of_another_package_has_no_other_compiler(
    clang: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = replace(get_kernel("cpp.scalar"), name="other.kernel", source=clang)
    monkeypatch.setattr("juliaset.bench.selection.kernels", lambda: [foreign])
    found = rows(clang, "other.kernel")
    assert [row.id for row in found] == ["other.kernel@O3"]
