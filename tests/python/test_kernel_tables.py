"""The published tables of kernels: each row is the row that its heading promises."""

import re
from dataclasses import replace

import msgspec
import pytest

import docs
import kernel_tables
from juliaset.bench.record import Record
from juliaset.kernel_type import Kernel
from juliaset.registry import kernels


def published() -> Record:
    return docs.results()[1]


def results() -> Record:
    """Return a copy of the published contest, which a test may change."""
    return msgspec.convert(msgspec.to_builtins(published()), Record)


def cells(table: str, name: str) -> list[str]:
    (line,) = (line for line in table.splitlines() if f"`{name}`" in line)
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_list_has_the_row_of_the_default_flavour_and_not_that_of_best() -> None:
    record = published()
    name = next(row.kernel for row in record.rows if row.id.startswith("best="))
    ids = [row.id for row in record.rows if row.kernel == name]
    assert set(ids) >= {f"{name}@O3", f"best={name}@O3"}
    row = kernel_tables.plain_rows(record)[name]
    assert row.variant.id == f"{name}@O3"
    assert row.against_baseline is not None
    assert cells(kernel_tables.catalogue(record), name)[-1] == f"{row.against_baseline.ratio:.3g}"


def test_the_order_of_the_rows_does_not_matter() -> None:
    record = results()
    record.variants.reverse()
    assert kernel_tables.catalogue(record) == kernel_tables.catalogue(published())


def test_the_list_names_every_kernel_of_ours_and_its_file() -> None:
    table = kernel_tables.catalogue(published())
    for kernel in kernels():
        link = cells(table, kernel.name)[1]
        path = re.search(r"\]\(\.\./(.*)\)", link)
        assert path is not None
        assert (docs.ROOT / path[1]).is_file()


def test_a_kernel_without_a_row_is_listed_and_one_of_another_package_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = kernels()[0]
    new = replace(first, name="python.new")
    foreign = replace(first, name="theirs.new", source=docs.ROOT / "theirs.py")
    monkeypatch.setattr(kernel_tables, "kernels", lambda: [first, new, foreign])
    table = kernel_tables.catalogue(published())
    assert cells(table, "python.new")[-1] == ""
    assert "theirs.new" not in table


def test_the_ladder_has_nine_rows_from_the_book_s_to_the_fastest() -> None:
    lines = kernel_tables.ladder(*docs.results()).splitlines()
    rows = [line for line in lines if line.startswith("| [")]
    assert len(rows) == 9
    speeds = [float(row.split("|")[4].strip(" x").replace(",", "")) for row in rows]
    assert speeds[0] == 1
    assert speeds[-1] == max(speeds)
    for path in re.findall(r"\]\(([^)]+)\)", "\n".join(rows)):
        assert (docs.ROOT / path).is_file()


def widest(record: Record, source: str) -> Kernel:
    return kernel_tables.row_of(source, kernel_tables.plain_rows(record))[0]


def test_the_ladder_takes_the_widest_vectors_that_have_a_time() -> None:
    record = results()
    assert widest(record, "balls.cpp").isa == "avx512"
    record.variants = [row for row in record.variants if "avx512" not in row.flags + row.id]
    assert widest(record, "balls.cpp").isa == "avx2"
    record.variants = [row for row in record.variants if row.toolchain != "cpp"]
    with pytest.raises(ValueError, match=r"no time of balls\.cpp"):
        widest(record, "balls.cpp")


def test_the_last_row_is_the_fastest_exact_one() -> None:
    record = published()
    kernel, row = kernel_tables.fastest(record)
    assert kernel.exact
    rows = kernel_tables.plain_rows(record).values()
    exact = [s for s in rows if s.variant.exactness == "exact"]
    assert row.median_ns == min(s.median_ns for s in exact if s.median_ns is not None)


def test_the_published_contest_is_the_newest_that_says_how_many_processes_its_rows_had() -> None:
    old, new, newer = (results() for _ in range(3))
    old.contest.processes, new.contest.processes, newer.contest.processes = 0, 10, 10
    new.contest.when, newer.contest.when = "2000-01-01T00:00:00Z", "2000-01-02T00:00:00Z"
    contests = {"old.json": old, "newer.json": newer, "new.json": new}
    assert docs.newest(contests)[0] == "newer.json"
    assert docs.newest({"old.json": old})[0] == "old.json"
    assert docs.newest({"old.json": old, "new.json": new})[0] == "new.json"


def test_the_complete_table_says_where_the_samples_are() -> None:
    source, record = docs.results()
    path = re.findall(r"\]\(\.\./([^)]+)\)", kernel_tables.complete(source, record))
    assert path == [source]
    assert (docs.ROOT / source).is_file()


def test_bars_have_a_colour_for_each_kind_of_kernel() -> None:
    assert {kernel.toolchain for kernel in kernels()} <= set(kernel_tables.COLOURS)
