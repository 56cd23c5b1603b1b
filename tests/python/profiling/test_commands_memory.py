"""The commands that ask for memory, as typed in python/profiling, and what they made."""

import json
import re
from pathlib import Path

import pytest
from desk import PIXELS, SUM, Desk, at_width

ROW = r"^ *\d+ +(-?[\d.]+) MiB +(-?[\d.]+) MiB +(\d+) +(.*)$"


def rows(printed: str) -> dict[str, tuple[float, float, int]]:
    """Read memory_profiler's table: memory, increment and occurrences of each line."""
    found = re.findall(ROW, printed, re.MULTILINE)
    assert found, printed
    return {text: (float(now), float(more), int(often)) for now, more, often, text in found}


@pytest.mark.slow  # the recipe of the same name is among the quick tests
def test_memory_profiler_counts_each_line(tmp_path: Path) -> None:
    found = rows(Desk(tmp_path).run(at_width("python -m memory_profiler julia1_memoryprofiler.py")))
    assert found["zs.append(complex(x, y))"][2] == PIXELS
    assert found["cs.append(complex(BOOK_C.real, BOOK_C.imag))"][2] == PIXELS
    call = found["output = calculate_z_serial_purepython(max_iterations, zs, cs)"]
    assert call[1] < 5, "only the outer function is decorated: its increment is what the call took"


@pytest.mark.slow
def test_memory_profiler_as_typed_finds_the_two_lists(tmp_path: Path) -> None:
    printed = Desk(tmp_path).run("python -m memory_profiler julia1_memoryprofiler.py")
    assert "width 200" in printed
    found = rows(printed)
    before, after = (
        found["zs, cs = [], []"][0],
        found["cs.append(complex(BOOK_C.real, BOOK_C.imag))"][0],
    )
    # 40,000 points: a complex object of 32 bytes and a pointer in a list, for each list. Which of
    # the loop's lines a page is booked on is chance; the difference over all of them is not.
    assert (after - before) * 2**20 == pytest.approx(40_000 * 2 * (32 + 8), rel=0.3)


@pytest.mark.slow
def test_memory_profiler_without_lists(tmp_path: Path) -> None:
    found = rows(Desk(tmp_path).run("python -m memory_profiler julia1_memoryprofiler2.py"))
    assert found["while abs(z) < 2 and n < maxiter:"][2] == SUM + PIXELS
    assert found["n += 1"][2] == SUM
    last = found["return output"][0]
    assert last - found["output = []"][0] < 1


@pytest.mark.slow
def test_two_decorated_functions_mislead(tmp_path: Path) -> None:
    printed = Desk(tmp_path).run("python -m memory_profiler julia1_memoryprofiler_nested.py")
    found = rows(printed)
    now, more, often = found["output = calculate_z_serial_purepython(max_iterations, zs, cs)"]
    assert often == 1
    assert more == pytest.approx(now, abs=0.1), "the increment is the whole process"
    assert found["z = z * z + c"][2] == SUM


@pytest.mark.slow  # claims about mprof are among the quick tests
def test_mprof(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run("mprof run -T 0.02 julia1_memoryprofiler.py 300")
    [data] = desk.folder.glob("mprofile_*.dat")
    text = data.read_text()
    assert len(re.findall(r"^MEM [\d.]+ [\d.]+$", text, re.MULTILINE)) > 5
    assert re.search(r"^FUNC __main__\.calc_pure_python ", text, re.MULTILINE)
    [peak] = re.findall(r"([\d.]+) MiB", desk.run("mprof peak"))
    assert 20 < float(peak) < 1000
    desk.run("mprof plot -o memory.png")
    assert (desk.folder / "memory.png").read_bytes().startswith(b"\x89PNG")
    desk.run("mprof clean")
    assert not list(desk.folder.glob("mprofile_*.dat"))


@pytest.mark.slow
def test_mprof_as_typed_sees_what_the_lists_cost(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    peaks = []
    for script in ("julia1_memoryprofiler.py", "julia1_memoryprofiler2.py"):
        assert "width 1000" in desk.run(f"mprof run {script}")
        peaks += re.findall(r"([\d.]+) MiB", desk.run("mprof peak"))
        desk.run("mprof clean")
    lists, none = map(float, peaks)
    assert lists - none > 60  # a million points, 80 bytes each


@pytest.mark.slow  # tests/python/checklist runs memray among the quick tests
def test_memray(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run("memray run -f -o memory.bin julia1_memoryprofiler.py 200")
    desk.run("memray stats --json -f -o memory.json memory.bin")
    stats = json.loads((desk.folder / "memory.json").read_text())
    assert stats["metadata"]["peak_memory"] > 1_000_000
    assert stats["total_num_allocations"] > 1000
    desk.run("memray flamegraph --no-web -f -o memory.html memory.bin")
    page = (desk.folder / "memory.html").read_text()
    assert "julia1_memoryprofiler.py" in page
    assert not re.search(r'<(script|link)[^>]+(src|href)="https?://', page)


def test_the_sizes_are_those_of_the_course(tmp_path: Path) -> None:
    printed = Desk(tmp_path).run("python sizes_demo.py")
    assert re.search(r"complex numbers, one object each +8,856 +40,856$", printed, re.MULTILINE)


def test_tracemalloc_as_typed(tmp_path: Path) -> None:
    printed = Desk(tmp_path).run("python tracemalloc_demo.py")
    assert "array * 2.0   took 8,000,000 bytes more: a copy" in printed
    assert "array *= 2.0  took 0 bytes more" in printed
    [first] = re.findall(r"^(tracemalloc_demo\.py:\d+) +8,000,\d\d\d bytes", printed, re.MULTILINE)[
        :1
    ]
    assert first
