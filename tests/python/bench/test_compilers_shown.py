"""How tables, pages and files show rows of another compiler."""

import csv
import io

import pytest
from contest_sample import contest
from rich.console import Console

from juliaset.bench.circumstances import apart, circumstances
from juliaset.bench.columns import other_compilers
from juliaset.bench.exports import to_csv, to_markdown, to_pyperf
from juliaset.bench.record import Record, State, Variant
from juliaset.bench.record_file import dumps, parse
from juliaset.bench.report import page
from juliaset.bench.report.sections import Report
from juliaset.bench.table import contest_table, show
from juliaset.bench.views.families import compilers_table, flags_table


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
