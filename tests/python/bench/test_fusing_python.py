"""A contest on a Python that fuses: rows of its complex numbers say why their pixels differ."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from benched import COMMAND, expected_code
from contest_sample import TWIN, contest
from mutants import expanded, fused, one_step_more
from page_reader import Page
from test_table import drawn

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.contestants.kernel import KernelContestant
from juliaset.bench.contestants.loaded_kernel import LoadedKernel
from juliaset.bench.contestants.picture import save_problem
from juliaset.bench.contestants.picture_kernel import PictureKernel
from juliaset.bench.exports import to_markdown
from juliaset.bench.outcome import Answer, Outcome, answer
from juliaset.bench.record import Record, Variant
from juliaset.bench.record_file import dumps, parse
from juliaset.bench.report import page
from juliaset.problem import Counts, Problem
from juliaset.registry import kernel
from planted_python import (
    CHANGED,
    FirstFused,
    keep_registry,
    nine_points,
    plant,
    planted_command,
)

WHY = f"the Python of the contest fuses multiply-add: {CHANGED} pixels differ"
OWN = """
from planted_python import FirstFused as complex


def fill(problem, out):
    for j, y in enumerate(problem.ys.tolist()):
        for i, x in enumerate(problem.xs.tolist()):
            z, n = complex(x, y), 0
            while abs(z) < 2 and n < problem.max_iterations:
                z, n = z * z + problem.c, n + 1
            out[j, i] = n


def spoilt(problem, out):
    fill(problem, out)
    out[1, 0] += 1
"""


class HereProcess:
    """The worker of a row, in this process."""

    pid = 0

    def __init__(self, folder: Path, name: str) -> None:
        order = {"kernel": name, "file": "", "flavour": None, "threads": 1, "options": {}}
        order |= {"solver": PictureKernel.SOLVER, "problem": str(folder)}
        self.loaded = LoadedKernel(order)

    def send(self, request: dict[str, Any], _timeout: float) -> None:
        self.found = self.loaded.run(request)

    def receive(self, _timeout: float) -> dict[str, Any]:
        return self.found


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Counts]:
    """Lay out the nine points, and register a kernel of complex numbers and one of floats."""
    found: dict[str, Counts] = {}
    save_problem(tmp_path, nine_points(), expanded(nine_points()))
    keep_registry(monkeypatch)
    for name in ("mine.complex", "mine.floats"):

        def fill(problem: Problem, out: Counts, name: str = name) -> None:
            """Fill in what was planted; the first call is for a tiny picture."""
            out[...] = found[name] if problem.shape == (3, 3) else 0

        kernel(name, complex_numbers=name == "mine.complex")(fill)
    return found


def sampled(patch: pytest.MonkeyPatch, folder: Path, name: str) -> Variant:
    """Let a contestant take one sample of the kernel, and return its row."""
    row = Variant(id=name, kernel=name, toolchain="mine", exactness="exact")
    contestant = KernelContestant({}, row, 10)
    patch.setattr(contestant, "_process", HereProcess(folder, name))
    contestant.sample(1)
    return row


def test_counts_that_the_product_explains_are_counted_and_timed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answers: dict[str, Counts]
) -> None:
    plant(monkeypatch, FirstFused)
    answers["mine.complex"] = fused(nine_points())
    assert sampled(monkeypatch, tmp_path, "mine.complex").differing == CHANGED


@pytest.mark.parametrize("name", ["mine.complex", "mine.floats"])
def test_other_counts_and_those_of_other_kernels_are_wrong(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answers: dict[str, Counts], name: str
) -> None:
    plant(monkeypatch, FirstFused)
    counts = one_step_more(nine_points()) if name == "mine.complex" else fused(nine_points())
    answers[name] = counts
    with pytest.raises(EndedError, match=r"^wrong: \d of 9 pixels differ, the first at row "):
        sampled(monkeypatch, tmp_path, name)


def test_a_count_that_is_not_written_has_no_excuse(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answers: dict[str, Counts]
) -> None:
    plant(monkeypatch, FirstFused)
    answers["mine.complex"] = fused(nine_points())
    answers["mine.complex"][2, 2] = -1
    with pytest.raises(EndedError, match="left 1 of the counts unwritten"):
        sampled(monkeypatch, tmp_path, "mine.complex")


@pytest.fixture
def record() -> Record:
    """A contest in which Python's own row differs, and a wrong one is wrong."""
    found = contest()
    next(row for row in found.variants if row.id == "python.loops").differing = CHANGED
    return parse(dumps(found))


def test_the_table_says_it_in_the_row_and_below(record: Record) -> None:
    text = drawn(record, 300)
    (row,) = [line for line in text.splitlines() if line.startswith("python.loops ")]
    assert row.rstrip().endswith(f"{CHANGED} pixels differ")
    assert f"python.loops: {WHY}." in text
    assert "wrong" not in row


def test_the_column_of_counts_appears_for_it(record: Record) -> None:
    record.variants = [row for row in record.variants if row.exactness == "exact"]
    assert f"{CHANGED} pixels differ" in drawn(record, 300)
    next(row for row in record.variants if row.id == "python.loops").differing = 0
    assert "pixels differ" not in drawn(record, 300)


def test_it_spoils_neither_the_contest_nor_its_exports(record: Record) -> None:
    record.variants = [row for row in record.variants if row.status != "wrong"]
    record.variants = [row for row in record.variants if row.status != "crashed"]
    assert answer(record) == Answer.DONE
    assert Outcome(record).notes == {"python.loops": WHY}
    (row,) = [line for line in to_markdown(record).splitlines() if "`python.loops` |" in line]
    assert row.endswith(f"| {CHANGED} pixels differ |")


def test_the_page_says_it_where_rows_are_doubted(record: Record) -> None:
    keep = {"cpp.scalar@O3", "python.loops", TWIN}
    record.variants = [row for row in record.variants if row.id in keep]
    said = Page(page(record)).said("intervals").partition("Rows to doubt")[2]
    assert f"python.loops : {WHY}" in said


@pytest.mark.parametrize("differing", [0, CHANGED])
def test_the_page_does_not_call_other_counts_the_same(record: Record, differing: int) -> None:
    keep = {"cpp.scalar@O3", "python.loops", TWIN}
    record.variants = [row for row in record.variants if row.id in keep]
    record.find("cpp.scalar@O3").differing = differing  # type: ignore[union-attr]
    said = Page(page(record)).said()
    assert ("with the same count for every pixel" in said) == (not differing)


@pytest.mark.slow
def test_a_planted_python_ends_a_contest_and_a_verification_well(tmp_path: Path) -> None:
    environment = os.environ | planted_command(tmp_path) | {"COLUMNS": "300"}

    def command(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *words],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )

    (tmp_path / "mine.py").write_text(OWN)
    kernels = ("python.loops", "mine.py:fill", "mine.py:spoilt", "python.expanded", "cpp.scalar")
    settings = ("--width", "160", "--c", "-0.8+0.156j", "--max-iterations", "1000")
    words = [word for name in kernels for word in ("--kernel", name)]
    ran = command("bench", *words, *settings, "--budget", "1", "--json", "contest.json")
    contents = json.loads((tmp_path / "contest.json").read_text())
    rows = {row["id"]: row for row in contents["variants"]}
    assert ran.returncode == 1, ran.stderr  # for the spoilt one
    for name in ("python.loops", "mine.py:fill"):
        assert (rows[name]["status"], rows[name]["exactness"]) == ("ok", "exact")
        assert rows[name]["differing"] > 0
    assert rows["mine.py:spoilt"]["status"] == "wrong"
    assert rows["python.expanded"]["differing"] == 0
    assert (
        "python.loops, mine.py:fill: the Python of the contest fuses multiply-add: " in ran.stdout
    )
    alone = command(
        *("bench", "--kernel", "python.loops", *settings, "--budget", "1", "--json", "alone.json")
    )
    state = json.loads((tmp_path / "alone.json").read_text())["contest"]["state"]
    assert alone.returncode == expected_code(state, 0), alone.stdout + alone.stderr
    for words in (("verify", "--kernel", "python.*"), ("doctor",)):
        said = command(*words)
        assert said.returncode == 0, said.stderr
        assert "this Python fuses multiply-add: python.loops differs in 3 pixels" in said.stdout
