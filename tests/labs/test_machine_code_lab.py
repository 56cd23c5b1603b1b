"""Lab 18: what its listings contain, the words for each wrong idea, and objdump's own output."""

import platform
import re
import shutil
import subprocess
from pathlib import Path
from random import Random
from runpy import run_path
from typing import Any

import pytest

from juliaset.fused_instructions import in_text
from juliaset.grader.catalogue import find_lab
from juliaset.grader.verdict import FailedError

LAB = find_lab("18")
CHECK = LAB.check
LISTINGS, WORDS = CHECK.LISTINGS, CHECK.WORDS
SEEDS = range(6)
TOOLS = [("g++", "objdump"), ("aarch64-linux-gnu-g++", "aarch64-linux-gnu-objdump")]


def judged(names: dict[str, Any], seed: int) -> None:
    """Compare functions with what is drawn, as the check does, without a process."""
    drawn = CHECK.drawn_listings(Random(seed))
    for name in ("fused", "in_loops"):
        judge_all(name, [(functions, names[name](text)) for functions, text in drawn])


def judge_all(name: str, given: list[Any]) -> None:
    """Judge the answers to all listings."""
    for functions, answer in given:
        CHECK.judge(name, functions, answer, given)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", LAB.solutions, ids=lambda path: path.stem)
def test_a_solution_is_right_whatever_is_drawn(path: Path, seed: int) -> None:
    judged(run_path(str(path)), seed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", [LAB.start, *LAB.planted], ids=lambda path: path.stem)
def test_a_mistake_is_found_whatever_is_drawn(path: Path, seed: int) -> None:
    with pytest.raises(FailedError):
        judged(run_path(str(path)), seed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("number", range(len(CHECK.WRONG_LOOPS)))
def test_a_wrong_idea_of_a_loop_is_recognised_by_its_words(number: int, seed: int) -> None:
    model, words = list(CHECK.WRONG_LOOPS.items())[number]
    drawn = CHECK.drawn_listings(Random(seed))
    given = [(functions, {each.name: model(each) for each in functions}) for functions, _ in drawn]
    with pytest.raises(FailedError) as failed:
        judge_all("in_loops", given)
    assert words in str(failed.value)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cpu", WORDS.CPUS, ids=lambda cpu: cpu.__name__)
def test_every_listing_has_what_must_be_told_apart(cpu: Any, seed: int) -> None:  # noqa: ANN401
    functions = LISTINGS.drawn_listing(Random(seed), cpu)
    assert any(not each.fused() for each in functions)
    assert any(0 < each.in_loops() < each.fused() for each in functions)
    names = [(name, target) for each in functions for _, name, _, target in each.lines]
    assert any(name == cpu.call and target is not None for name, target in names)
    for model in CHECK.WRONG_LOOPS:
        if model is not CHECK.with_conditions:  # of which all listings together have enough
            assert any(model(each) != each.in_loops() for each in functions), model


@pytest.mark.parametrize(
    "answer",
    [None, [], 3, {}, {"f": True}, {"f": 1.0}, {"f": "1"}, {"f": [1]}, {"": 1}, {"f": 10**18}],
    ids=str,
)
@pytest.mark.parametrize("name", ["fused", "in_loops"])
def test_an_odd_answer_is_a_fail(name: str, answer: object) -> None:
    functions = LISTINGS.drawn_listing(Random(1), WORDS.CPUS[0])
    with pytest.raises(FailedError) as failed:
        CHECK.judge(name, functions, answer)
    assert len(str(failed.value)) < 400


def test_the_example_of_the_task_is_the_listing_that_is_given() -> None:
    (block,) = re.findall(r"```text\n(.*?)```", LAB.task, re.DOTALL)
    assert CHECK.EXAMPLE.endswith(block)
    assert f"`{CHECK.EXAMPLE_ANSWER}`".replace("'", '"') in LAB.task
    for path in LAB.solutions:
        names = run_path(str(path))
        assert names["fused"](CHECK.EXAMPLE) == CHECK.EXAMPLE_ANSWER
        assert names["in_loops"](CHECK.EXAMPLE) == CHECK.EXAMPLE_ANSWER


def test_the_task_names_all_that_fuses_and_jumps() -> None:
    for name in WORDS.FUSED:
        stem = re.sub(r"\d{3}[ps][ds]$", "", name)
        assert f"`{stem}`" in LAB.task, name
    for name in ("b.", "cbz", "cbnz", "tbz", "tbnz", "bl", "call"):
        assert f"`{name}`" in LAB.task, name


def listing_of(flags: list[str], tools: tuple[str, str], folder: Path) -> str:
    """Compile the lab's kernel as the task says, and disassemble it."""
    compiler, objdump = map(shutil.which, tools)
    if not (compiler and objdump):
        pytest.skip(f"needs {' and '.join(tools)}")
    (source,) = (path for path in LAB.given if path.suffix == ".cpp")
    made = folder / "kernel.o"
    words = [str(compiler), "-O3", *flags, "-c", str(source), "-o", str(made)]
    subprocess.run(words, check=True)
    words = [str(objdump), "--disassemble", "--demangle", "--no-show-raw-insn", str(made)]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("tools", TOOLS, ids=lambda tools: tools[1])
@pytest.mark.parametrize("contract", ["fast", "off"])
@pytest.mark.parametrize("path", LAB.solutions, ids=lambda path: path.stem)
def test_a_solution_reads_what_objdump_prints(
    path: Path, contract: str, tools: tuple[str, str], tmp_path: Path
) -> None:
    x86 = tools[0] == "g++" and platform.machine() in {"x86_64", "AMD64"}
    machine = ["-march=haswell"] if x86 else []  # every 64-bit ARM CPU fuses
    text = listing_of([*machine, f"-ffp-contract={contract}"], tools, tmp_path)
    names = run_path(str(path))
    found, in_loops = names["fused"](text), names["in_loops"](text)
    assert set(found) == {
        "sum_of_squares(double const*, int)",
        "step(double*, double*, double, double, int)",
    }
    assert sum(found.values()) == len(in_text(text))
    assert all(0 <= in_loops[name] <= found[name] for name in found)
    assert (sum(in_loops.values()) > 0) == (contract == "fast")
