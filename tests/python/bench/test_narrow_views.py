"""The tables of scale, matrix, gil, limit and list at any width: no line too long, nothing cut."""

import io
import re

import pytest
from contest_sample import contest
from rich.console import Console
from rich.table import Table

from juliaset import get_kernel, kernels
from juliaset.bench.record import GilProbe, Record, Together
from juliaset.bench.summary import against, summaries
from juliaset.bench.views.families import flags_table, scaling_table
from juliaset.bench.views.gil_table import gil_table
from juliaset.kernel_list import kernel_table
from juliaset.terminal import duration, fitted, plain

WIDTHS = (40, 80, 100, 160)
HALF = (0.96, 1.02)
GIL = GilProbe(
    "cpp.openmp_simd_avx512@O3",
    [
        Together(number, 1.0, 1.9 * number, 2.1 * number, 104.0, 0.7, HALF, (1.8, 2.0), (2.0, 2.2))
        for number in (1, 2, 128)
    ],
)


def drawn(table: Table, width: int) -> list[str]:
    screen = Console(file=io.StringIO(), width=width, height=50, color_system=None)
    screen.print(table)
    text: str = screen.file.getvalue()  # type: ignore[attr-defined]
    assert "…" not in text
    assert all(len(line) <= width for line in text.splitlines())
    return text.splitlines()


@pytest.fixture
def record() -> Record:
    return contest()


def without_intervals(lines: list[str]) -> list[str]:
    return [re.sub(r" *(\[.*?\]|\(.*?\))", "", line) for line in lines]


@pytest.mark.parametrize("width", WIDTHS)
def test_scaling_shows_each_number_of_threads(record: Record, width: int) -> None:
    lines = without_intervals(drawn(scaling_table(record, width), width))
    text = "\n".join(lines)
    for kernel in ("numba.parallel", "cython.prange", "cpp.openmp@O3"):
        assert f"\n{kernel} " in text
    assert "2 threads" in text
    for summary in summaries(record):
        if summary.variant.id in {"numba.parallel/t2", "cython.prange/t2"}:
            found = against(record, record.find(summary.variant.id[:-1] + "1"), summary.variant)
            assert found is not None
            assert f" {found.text.partition(' ')[0]}" in text


@pytest.mark.parametrize("width", WIDTHS)
def test_flags_show_each_time(record: Record, width: int) -> None:
    lines = drawn(flags_table(record, width), width)
    text = "\n".join(lines)
    assert all(flavour in text for flavour in ("O0", "O2", "O3", "O3_native"))
    for summary in summaries(record):
        if summary.variant.kernel.startswith("cpp."):
            assert not summary.median_ns or f" {duration(summary.median_ns / 1e9)}" in text
    assert (" x)" in text) == (width > 80)


def test_many_threads_get_a_row_each(record: Record) -> None:
    pair = [row for row in record.variants if row.id.startswith("cpp.openmp@O3/t")][:2]
    for number in range(3, 40):
        row = contest().find(pair[1].id)
        assert row is not None
        row.id, row.threads = f"cpp.openmp@O3/t{number}", number
        record.variants.append(row)
    lines = drawn(scaling_table(record, 80), 80)
    assert sum("cpp.openmp@O3 " in line for line in lines) == 39


@pytest.mark.parametrize("width", WIDTHS)
def test_the_gil_table_keeps_its_numbers(width: int) -> None:
    heading, *lines = drawn(gil_table(GIL, width), width)
    assert "GIL held" in heading
    assert [line.split()[0] for line in lines] == ["1", "2", "128"]
    assert ("[" in lines[0]) == (width >= 80)
    assert ("104.0 / 0.7" in lines[0]) == (width >= 80)


@pytest.mark.parametrize("width", WIDTHS)
def test_list_names_every_kernel_in_a_line_of_its_own(width: int) -> None:
    best = get_kernel("best").name
    lines = drawn(kernel_table(kernels(), best, width), width)
    starts = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert starts == ["kernel", *(kernel.name for kernel in kernels())]
    assert " ".join("".join(line[24:] for line in lines).split()).count("best here:") == 1


def test_list_says_once_what_a_source_shows() -> None:
    lines = drawn(kernel_table(kernels(), "", 160), 160)
    for source in {kernel.source for kernel in kernels() if kernel.isa and kernel.available}:
        same = [k for k in kernels() if k.source == source and k.available]
        assert sum(same[0].summary in line for line in lines) == 1


def test_a_title_is_broken_at_the_width_of_the_room() -> None:
    table = fitted([plain("a", ["1"])], 40, "A title that is longer than the table under it")
    assert [line.rstrip() for line in drawn(table, 40)] == [
        "A title that is longer than the table",
        "under it",
        "a",
        "1",
    ]
