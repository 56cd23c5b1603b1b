"""The published coverage: what gcov and coverage.py counted, merged by source, and its tables."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import coverage_table
import measured_cpp
import measured_python
from measured import Measured
from measured_cython import by_line, statements


def line(count: int, *branches: int, throws: tuple[int, ...] = ()) -> dict[str, Any]:
    """Return a line as gcov writes it: how often it and its branches ran."""
    made = [
        {"count": taken, "fallthrough": number % 2 == 0, "throw": number in throws}
        for number, taken in enumerate(branches)
    ]
    return {"count": count, "branches": made}


def test_a_line_is_reached_if_any_of_its_compilations_ran_it() -> None:
    text = ["int one();", "int two();", "int three();"]
    lines = {1: [line(0), line(7)], 2: [line(0), line(0)], 3: [line(1)]}
    found = measured_cpp.merged("julia/x.cpp", lines, text)
    assert found == Measured("julia/x.cpp", (2, 3), (0, 0), {"int two();": 1})


@pytest.mark.parametrize(
    ("compiled", "branches"),
    [
        ([line(1, 1, 0), line(1, 0, 1)], (2, 2)),  # each reached another one
        ([line(1, 1, 0), line(0, 0, 0, 0, 0)], (1, 2)),  # the other shape never ran
        ([line(1, 1, 0), line(1, 1, 1, 1, 0)], (1, 2)),  # inlined twice
        ([line(0, 0, 0)], (0, 2)),
        ([line(1), line(1, 1, 0)], (1, 2)),  # the compiler knew which, in one of them
        ([line(1, 1, 0, throws=(1,))], (0, 0)),  # a call that may throw decides nothing
        ([line(1, 1, 0, 0, 1, throws=(1,))], (1, 2)),
    ],
)
def test_branches_are_those_of_the_plainest_compilation_that_ran(
    compiled: list[dict[str, Any]], branches: tuple[int, int]
) -> None:
    found = measured_cpp.merged("julia/x.cpp", {1: compiled}, ["if (some(thing)) other();"])
    assert found.branches == branches


def test_the_end_of_a_block_has_no_branches_of_its_own() -> None:
    assert measured_cpp.merged("julia/x.cpp", {1: [line(1, 1, 0)]}, ["  });"]).branches == (0, 0)


C = """\
static int before;
  /* "mine.pyx":4
 *     total = 0
*/
  total = 0;
  /* "mine.pyx":5
*/
  if (slow) {
    error();
  /* function exit code */
  leave();
  /* "View.MemoryView":5
*/
  of_cython();
  /* "pixel.pxd":1
*/
  inlined();
/* #### Code section: cleanup ### */
  clean();
"""


def test_a_statement_of_cython_is_reached_if_any_of_its_c_was() -> None:
    counted = [number for number, text in enumerate(C.splitlines(), 1) if text.endswith((";", "{"))]
    ran = {
        number: "slow" in text or "of_cy" in text for number, text in enumerate(C.splitlines(), 1)
    }
    found = statements(C, {number: ran[number] for number in counted})
    assert by_line(found) == {"mine.pyx": {4: False, 5: True}, "pixel.pxd": {1: False}}


def test_what_is_missing_in_python_is_named_by_its_function(tmp_path: Path) -> None:
    summary = {"covered_lines": 3, "num_statements": 6, "covered_branches": 1, "num_branches": 2}
    functions = {"Stop.ask": [7, 8], "whole": [], "": [2]}
    file = {
        "summary": summary,
        "functions": {name: {"missing_lines": lines} for name, lines in functions.items()},
    }
    report = tmp_path / "python.json"
    report.write_text(json.dumps({"files": {"python/juliaset/x.py": file}}))
    missing = {"Stop.ask": 2, "(module)": 1}
    assert [*measured_python.measure(report)] == [
        Measured("python/juliaset/x.py", (3, 6), (1, 2), missing)
    ]


FILES = [
    Measured("julia/src/a.cpp", (999, 1000), (0, 0), {"return 1;": 1}),
    Measured("julia/include/b.hpp", (1, 1), (1, 3), {}),
    Measured("python/juliaset/bench/c.py", (1, 2), (1, 2), {"f": 1}),
    Measured("python/juliaset/bench/views/d.py", (0, 2), (0, 0), {"g": 2}),
    Measured("python/juliaset/cli/e.py", (2, 2), (0, 0), {}),
]


def test_the_table_adds_up_the_folders_of_the_core() -> None:
    rows = {
        cells[0]: cells[1:]
        for cells in (
            [cell.strip() for cell in row.strip("|").split("|")]
            for row in coverage_table.table(FILES).splitlines()
        )
    }
    assert rows["**all of `julia/`**"] == ["1000", "1001", "99.9", "1", "3", "33.3"]
    assert rows["**all of `python/juliaset/bench/`**"] == ["1", "4", "25.0", "1", "2", "50.0"]
    assert rows["`python/juliaset/cli/`"] == ["2", "2", "100.0", "", "", ""]
    assert rows["`julia/src/`"][2] == "99.9", "100 % has no exception"
    assert "**all of `python/juliaset/cli/`**" not in rows


@pytest.fixture
def listed(tmp_path: Path) -> Callable[[str], str]:
    def listed(reasons: str) -> str:
        path = tmp_path / "reasons.toml"
        path.write_text(reasons)
        return coverage_table.not_covered(FILES, path)

    return listed


def test_what_is_missing_is_listed_by_its_reason(listed: Callable[[str], str]) -> None:
    printed = listed('[[reason]]\nwhy = "Because."\nwhere = ["*/views/*", "*c.py: f"]\n')
    assert printed == (
        "- **Because.** (3 lines)\n"
        "  - `python/juliaset/bench/c.py`: `f`\n"
        "  - `python/juliaset/bench/views/d.py`: `g`\n"
        "- **No reason yet** (1 lines)\n"
        "  - `julia/src/a.cpp`: `return 1;`\n"
    )


def test_the_core_is_above_95_percent_of_lines() -> None:
    for whole in coverage_table.CORE:
        files = [file for file in coverage_table.kept() if file.path.startswith(f"{whole}/")]
        reached, every = (sum(numbers) for numbers in zip(*(f.lines for f in files), strict=True))
        assert every, f"{whole} was not measured"
        assert reached >= 0.95 * every, f"{whole}: {reached} of {every} lines"


def test_every_reason_is_about_something() -> None:
    printed = coverage_table.not_covered(coverage_table.kept())
    reasons = coverage_table.REASONS.read_text().count("[[reason]]")
    assert printed.count("- **") - printed.count(coverage_table.UNEXPLAINED) == reasons
