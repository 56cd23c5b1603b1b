"""Rows of another compiler: their ids and libraries, and how tables, pages and files show them."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from contest_sample import contest
from fake_compilers import calls, fake
from rich.console import Console

from juliaset import get_kernel
from juliaset.bench.circumstances import apart, circumstances
from juliaset.bench.columns import other_compilers
from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.contests import controls_of
from juliaset.bench.exports import to_csv, to_markdown, to_pyperf
from juliaset.bench.other_compilers import compiled
from juliaset.bench.record import Record, State, Status, Variant
from juliaset.bench.record_file import dumps, parse
from juliaset.bench.report import page
from juliaset.bench.report.sections import Report
from juliaset.bench.selection import Choice, hidden, one, select
from juliaset.bench.table import contest_table, show
from juliaset.bench.views.families import compilers_table, flags_table
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


@pytest.fixture
def record() -> Record:
    """A contest in which clang made three rows again, 10 % slower."""
    record = contest()
    for row in list(record.variants):
        if row.kernel.startswith("cpp.") and row.id not in record.contest.twins:
            row.compiler = "GNU 12.2.0"
        if row.id in {"cpp.scalar@O3", "cpp.scalar@O2", "cpp.openmp@O3/t2"}:
            record.variants.append(by_clang(row))
    return record


def by_clang(row: Variant) -> Variant:
    found = parse(dumps(contest())).find(row.id)
    assert found is not None
    name, _, threads = row.id.partition("/")
    found.id = f"{name}/clang-14{'/' * bool(threads)}{threads}"
    found.compiler = "Clang 14.0.6"
    for process in found.processes:
        process.samples = [each._replace(wall_ns=each.wall_ns * 1.1) for each in process.samples]
    return found


def drawn(record: Record, width: int = 160) -> str:
    screen = Console(file=io.StringIO(), width=width, height=50, color_system=None)
    show(record, screen)
    return screen.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def line_of(text: str, name: str) -> str:
    (line,) = [line for line in text.splitlines() if line.startswith(f"{name} ")]
    return line


def test_the_table_says_which_compiler_made_a_row(record: Record) -> None:
    text = drawn(record)
    assert "GCC 12.2.0" in line_of(text, "cpp.scalar@O3")
    assert "Clang 14.0.6" in line_of(text, "cpp.scalar@O3/clang-14")
    assert "\nGCC 12.2.0 made the C++ rows whose names have no compiler.\n" in text


def test_a_kernel_of_the_user_may_be_another_compilers_though_its_name_has_none(
    record: Record,
) -> None:
    own = by_clang(record.variants[0])
    own.id = own.kernel = "mine.cpp@O3"
    record.variants.append(own)
    text = drawn(record)
    said = "Clang 14.0.6 made mine.cpp@O3."
    usual = "GCC 12.2.0 made the other C++ rows whose names have no compiler."
    assert f"\n{said}\n{usual}\n" in text
    record.variants = [row for row in record.variants if row.compiler != "GNU 12.2.0"]
    text = drawn(record)
    assert f"\n{said}\n" in text
    assert "whose names have no compiler" not in text


def test_a_contest_of_one_compiler_has_no_such_column() -> None:
    usual = contest()
    usual.variants[3].compiler = "g++ (Debian 12.2.0-14+deb12u1) 12.2.0"  # as 0.1 wrote it
    assert not other_compilers(usual)
    assert "compiler" not in [column.header for column in contest_table(usual, 200).columns]
    assert "whose names have no compiler" not in drawn(usual)


def test_a_contest_of_another_compiler_alone_names_it(record: Record) -> None:
    record.variants = [row for row in record.variants if "clang" in row.id]
    record.contest.baseline, record.contest.twins = record.variants[0].id, {}
    record.contest.reference = None
    assert other_compilers(record)


def test_flags_have_a_line_for_each_compiler(record: Record) -> None:
    screen = Console(file=io.StringIO(), width=160, color_system=None)
    screen.print(flags_table(record, 160))
    text: str = screen.file.getvalue()  # type: ignore[attr-defined]
    assert line_of(text, "cpp.scalar").count(" ms") == 4
    assert line_of(text, "cpp.scalar/clang-14").count(" ms") == 2


@pytest.mark.parametrize("width", [40, 160])
def test_compilers_stand_next_to_each_other(record: Record, width: int) -> None:
    screen = Console(file=io.StringIO(), width=width, color_system=None)
    screen.print(compilers_table(record, width))
    text: str = screen.file.getvalue()  # type: ignore[attr-defined]
    assert max(map(len, text.splitlines())) <= width
    if width == 160:
        assert text.split()[:5] == ["kernel", "GCC", "12.2.0", "Clang", "14.0.6"]
        assert "79.1 ms" in line_of(text, "cpp.scalar@O3")
        for name in ("cpp.scalar@O2", "cpp.scalar@O3", "cpp.openmp@O3/t2"):
            assert " 0.9091 [0.909" in line_of(text, name)
    assert "cpp.complex" not in text  # of one compiler


def test_threads_are_not_compared_on_a_busy_machine(record: Record) -> None:
    record.contest.state = State.CONTENDED
    screen = Console(file=io.StringIO(), width=160, color_system=None)
    screen.print(compilers_table(record, 160))
    text: str = screen.file.getvalue()  # type: ignore[attr-defined]
    assert "cpp.scalar@O3" in text
    assert "cpp.openmp" not in text


@pytest.mark.slow
def test_the_page_says_which_compiler_made_a_row(record: Record) -> None:
    text = page(record)
    assert '<th scope="col">compiler</th>' in text
    assert "<code>cpp.scalar@O3/clang-14</code></th><td>Clang 14.0.6</td>" in text
    assert "<code>cpp.scalar, Clang 14.0.6</code>" in text
    assert '<th scope="col">compiler</th>' not in page(contest())


def test_the_flags_of_a_page_keep_compilers_apart(record: Record) -> None:
    families = [sorted(family) for family in Report(record).families("flavour")]
    assert ["O0", "O2", "O3", "O3_native"] in families
    assert ["O2", "O3"] in families
    assert Report(record).compilers["cpp.scalar@O3/clang-14"] == "Clang 14.0.6"
    assert not Report(contest()).compilers


def test_exports_name_the_compiler(record: Record) -> None:
    lines = list(csv.DictReader(io.StringIO(to_csv(record))))
    assert {line["compiler"] for line in lines if line["id"].endswith("/clang-14")} == {
        "Clang 14.0.6"
    }
    assert "| kernel | compiler | time |" in to_markdown(record)
    assert '"compiler": "Clang 14.0.6"' in to_pyperf(record)


def test_rows_of_two_versions_of_a_compiler_are_not_compared(record: Record) -> None:
    newer = parse(dumps(record))
    row = newer.find("cpp.scalar@O3/clang-14")
    assert row is not None
    row.compiler = "Clang 14.0.7"
    assert not apart(record, newer)
    for each in (record, newer):
        each.contest.baseline, each.contest.twins = row.id, {}
    assert apart(record, newer) == ("the baseline: the compiler was Clang 14.0.6, is Clang 14.0.7")
    assert circumstances(record) != circumstances(newer)


def test_the_name_that_an_older_file_has_is_the_same_compiler(record: Record) -> None:
    older = parse(dumps(record))
    for row in older.variants:
        row.compiler = row.compiler.replace("GNU 12.2.0", "g++ (Debian 12.2.0-14) 12.2.0")
    assert not apart(older, record)
    assert circumstances(older) == circumstances(record)


def test_a_kernel_of_another_package_has_no_other_compiler(
    clang: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = replace(get_kernel("cpp.scalar"), name="other.kernel", source=clang)
    monkeypatch.setattr("juliaset.bench.selection.kernels", lambda: [foreign])
    found = rows(clang, "other.kernel")
    assert [row.id for row in found] == ["other.kernel@O3"]
