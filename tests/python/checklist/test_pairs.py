"""The six pairs: both sides are right, and the tool shows the issue in only one."""

import inspect
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import checklist_page
from juliaset.bench import Rules, contest

pytest.importorskip("juliaset._course", reason="make builds the compiled half")

ROOT = Path(__file__).parents[3]
PROFILING = ROOT / "python" / "profiling"
SMALL = {
    "copies": 100_000,
    "allocations": 1000,
    "loop_over_cpp": 20_000,
    "gil": 200,
    "threads": 300,
    "optimisation": 100,
}
# What the tool must give for each side: the issue is there, and then it is gone.
SHOWN: dict[str, tuple[Callable[[float], bool], Callable[[float], bool]]] = {
    "copies": (lambda n: 2 * 8 * 100_000 <= n < 17 * 100_000, lambda n: n < 8 * 1000),
    "allocations": (lambda n: n == 1000, lambda n: n == 1),
    "loop_over_cpp": (lambda n: n == 0, lambda n: n > 0.5),
    "gil": (lambda n: n > 0.5, lambda n: n < 0.25),
    "threads": (lambda n: n == 1, lambda n: n >= 2),
    "optimisation": (lambda n: n > 20, lambda n: n <= 2),
}


def pair_of(name: str) -> Any:  # noqa: ANN401 - the scripts have no types
    return import_module("pair").pair_of(name)


def spoilt(answer: Any) -> Any:  # noqa: ANN401
    if isinstance(answer, list):
        return [answer[0], spoilt(answer[1])]
    if isinstance(answer, np.ndarray):
        answer = answer.copy()
        answer.flat[0] += 1
        return answer
    return answer + 1


@pytest.mark.parametrize("name", SMALL)
def test_both_sides_are_right(name: str) -> None:
    pair = pair_of(name)
    data = pair.prepare(SMALL[name])
    for side in (pair.before, pair.after):
        answer = side(data)
        assert pair.right(data, answer)
        assert not pair.right(data, spoilt(answer)), "its check sees no wrong answer"


@pytest.mark.parametrize("name", SMALL)
def test_a_wrong_side_ends_the_script(name: str) -> None:
    pair = pair_of(name)
    wrong = replace(pair, after=lambda data: spoilt(pair.after(data)))
    with pytest.raises(SystemExit, match="WRONG: after"):
        import_module("pair").verify(wrong, pair.prepare(SMALL[name]))


# Seconds a sample, and two to four of them; or a process under memray for each side.
SAMPLED = {"allocations", "gil", "loop_over_cpp", "threads"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow if name in SAMPLED else ()) for name in SMALL],
)
def test_the_tool_shows_the_issue_and_its_absence(name: str) -> None:
    tool = pair_of(name).tool
    try:
        tool.needs()
    except import_module("juliaset.profilers.errors").CannotError as error:
        pytest.skip(str(error))
    if name == "threads" and len(os.sched_getaffinity(0)) == 1:
        pytest.skip("this machine has one core: OpenMP makes no second thread")
    for side, as_promised in zip(("before", "after"), SHOWN[name], strict=True):
        number = tool.look(side, SMALL[name])
        assert as_promised(number), f"{tool.name} shows {number} {side}"


def typed(*words: str, folder: Path = PROFILING) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_a_script_says_what_it_measured(name: str) -> None:
    done = typed(f"checklist/{name}.py", str(SMALL[name]), "--budget", "0.5")
    assert done.returncode == 0, done.stderr
    size = SMALL[name]
    for line in (rf"size {size} ", r"before +[\d.]+ (s|ms|us)", r"ratio +[\d.]+.*, after is \w+"):
        assert re.search(rf"^{line}", done.stdout, re.MULTILINE), done.stdout
    assert f"tool     {pair_of(name).tool.name}: " in done.stdout


@pytest.mark.parametrize("words", [["none"], ["0"], ["-1"], ["10", "--only", "both"]])
def test_nonsense_is_refused(words: list[str]) -> None:
    done = typed("checklist/copies.py", *words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_one_side_alone() -> None:
    done = typed("checklist/copies.py", "1000", "--only", "after")
    assert done.stdout == "after, size 1000: 1 calls, the last one right\n"


# What the command typed by hand must leave: a file and its contents, or what it prints.
LEFT = {
    "allocations": ("memray-flamegraph-small.html", r'"before"'),
    "loop_over_cpp": ("loop.txt", r"before \(.*pybind11::cpp_function::dispatcher.* \d+$"),
    "gil": ("gil.txt", r"native_kernel.*pybind11|native_kernel.* \d+$"),
    "threads": ("", r"\d%.*libjuliaset_O3\.so"),
    "optimisation": ("", r"scalar\.cpp"),
}


def test_the_pair_of_the_gil_needs_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("juliaset.profilers.requirements.is_free_threaded", lambda: True)
    shown = import_module("pair").look(pair_of("gil"), 10)
    assert shown["before"].startswith("cannot work here: it needs a Python with a GIL; this is 3.")


@pytest.mark.slow
@pytest.mark.parametrize("name", LEFT)
def test_the_command_by_hand(name: str, tmp_path: Path) -> None:
    tool = pair_of(name).tool
    try:
        tool.needs()
    except import_module("juliaset.profilers.errors").CannotError as error:
        pytest.skip(str(error))
    (tmp_path / "checklist").symlink_to(PROFILING / "checklist")
    # Without a terminal less does not page, but it need not be there.
    command = tool.command.replace("| less +/scalar.cpp", "")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=tmp_path,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    file, content = LEFT[name]
    found = (tmp_path / file).read_text() if file else done.stdout
    assert re.search(content, found, re.MULTILINE), f"{done.stdout}\n{done.stderr}"


def test_the_page_is_of_these_pairs() -> None:
    page = (ROOT / "docs" / "checklist.md").read_text()
    main = load_main()
    assert set(main.PAIRS) == set(SMALL)
    for name, pair in main.PAIRS.items():
        assert re.search(rf"^\| {name} \| [\d.]+ \w+ \| [\d.]+ \w+ \| [\d.]+", page, re.MULTILINE)
        assert f"## {pair.issue}\n" in page
        assert pair.tool.command in page
        for side in (pair.before, pair.after):
            assert text_of(side) in page, f"{name}: run python tools/checklist_page.py"


def test_what_is_not_proved_has_its_reason() -> None:
    pair = import_module("pair")
    rules = Rules(budget_s=0.2, processes=2, rounds=1)
    outcome = contest({"before": sum_slowly, "after": sum_slowly}, rules=rules)
    after = outcome.summaries[1]
    measured = pair.Measured(1e-3, 1e-6, after.against_baseline, outcome.record.contest, after.why)
    assert measured.comparison.verdict == "unresolved"
    said = r"(?:1 process|2 processes), \d+ needed; try a larger --budget, or a calmer machine"
    assert re.fullmatch(said, measured.doubt)
    assert not replace(measured, why="").doubt


def test_the_page_names_the_machine_and_says_if_it_was_busy() -> None:
    main, pair = load_main(), import_module("pair")
    outcome = contest({"before": sum_slowly, "after": int}, rules=Rules(budget_s=0.2))
    about = outcome.record.contest
    about.pressure = 0.5
    measured = pair.Measured(1e-3, 1e-6, outcome.comparisons["after"], about)
    text = checklist_page.page(main, {"copies": (measured, {"before": "1", "after": "0"})})
    assert f"Measured on {about.machine.cpu}, {about.machine.cores} cores" in text
    assert f"on {about.when[:10]}; in 50% of the time something waited" in text
    assert "| copies | 1 ms | 1 us | " in text


def text_of(function: Callable[..., object]) -> str:
    return textwrap.dedent(inspect.getsource(function)).rstrip()


def sum_slowly() -> int:
    return sum(range(10_000))


def load_main() -> Any:  # noqa: ANN401
    path = PROFILING / "checklist" / "__main__.py"
    spec = spec_from_file_location("checklist_main", path)
    assert spec is not None
    assert spec.loader is not None
    main = module_from_spec(spec)
    spec.loader.exec_module(main)
    return main
