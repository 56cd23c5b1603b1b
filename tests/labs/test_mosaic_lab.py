"""Lab 16: what happens to its mosaics, and the message for each wrong answer."""

import re
from ast import literal_eval
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from runpy import run_path
from typing import Any

import pytest

from juliaset.grader.catalogue import find_lab
from juliaset.grader.process import SubmissionProcess
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import FailedError, Status

LAB = find_lab("16")
CHECK = LAB.check
CLUSTER = CHECK.CLUSTER
ANSWERS, RULES = CLUSTER.ANSWERS, CLUSTER.RULES
IN_ORDER = LAB.folder / "solutions" / "in_order.py"
SEEDS = range(4)
Question = tuple[str, list[Any], Any]


class Functions:
    """Takes the place of a submission's process, and keeps what it was asked."""

    def __init__(self, path: Path) -> None:
        self._names = run_path(str(path))
        self.asked: list[Question] = []
        self.starts = 0

    def call(self, name: str, *arguments: object) -> Any:  # noqa: ANN401
        # As they cross: copies, and lists instead of tuples.
        answer = as_lists(self._names[name](*[as_lists(each) for each in arguments]))
        self.asked.append((name, list(map(as_lists, arguments)), answer))
        return answer

    @contextmanager
    def start(self) -> Iterator["Functions"]:
        self.starts += 1
        yield self


def as_lists(value: object) -> object:
    return [as_lists(each) for each in value] if isinstance(value, list | tuple) else value


def computed(path: Path, seed: int) -> tuple[list[Any], Functions]:
    functions = Functions(path)
    return CHECK.finished_mosaics(Random(seed), functions.start), functions


@pytest.mark.parametrize("path", LAB.solutions, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_mosaic_is_complete_in_the_end_whatever_is_killed(path: Path, seed: int) -> None:
    mosaics, functions = computed(path, seed)
    assert functions.starts == CHECK.KILLED_LIVES + 1
    for mosaic in mosaics:
        assert mosaic.complete
        assert mosaic.kills >= 2
        assert mosaic.computed > len(mosaic.digests)
        assert max(mosaic.costs) > 100 * min(mosaic.costs)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_mosaic_shows_every_state_of_a_tile_and_every_report(seed: int) -> None:
    _, functions = computed(IN_ORDER, seed)
    shown = {
        (tuple(empty), RULES.state(tile, record, found, empty))
        for name, (record, found, empty), _ in only(functions, "resume")
        for tile in range(len(found))
    }
    states = {
        *(RULES.TWO_DIGESTS, RULES.NOTHING, RULES.FILE_ALONE, RULES.FILE_GONE),
        *(RULES.FILE_DIFFERS, RULES.ZEROS, RULES.WHOLE),
    }
    for mosaic in {empty for empty, _ in shown}:
        assert {state for empty, state in shown if empty == mosaic} == states
    joined = [rows for _, rows, _ in only(functions, "combine")]
    twice = [one for one, other in joined if {*map(tuple, one)} & {*map(tuple, other)}]
    assert len(twice) >= len(CHECK.SHARES)


def only(functions: Functions, name: str) -> list[Question]:
    return [question for question in functions.asked if question[0] == name]


def test_one_seed_is_one_course_of_events() -> None:
    (_, first), (_, second) = (computed(IN_ORDER, 5) for _ in range(2))
    assert first.asked == second.asked
    assert first.asked != computed(IN_ORDER, 6)[1].asked


@pytest.mark.parametrize("path", LAB.planted, ids=lambda path: path.stem)
def test_a_planted_mistake_is_found_whatever_is_drawn(path: Path) -> None:
    """Without the README's examples, in which most of them show at once."""
    for seed in SEEDS:
        with pytest.raises(FailedError):
            computed(path, seed)


def test_the_examples_of_the_task_are_those_of_the_check() -> None:
    rows = re.findall(r"^\| `(\w+)\((.+)\)` \| `(.+)` \|$", LAB.task, re.MULTILINE)
    assert len(rows) == 4
    solution = Functions(IN_ORDER)
    for (name, arguments, answer), example in zip(rows, CHECK.EXAMPLES, strict=False):
        given = literal_eval(f"({arguments})")
        assert (name, *given) == example
        assert solution.call(name, *given) == literal_eval(answer)


A, B = [0, "a"], [1, "b"]
WRONG: list[tuple[str, list[Any], object, str]] = [
    ("split", [5, 3, 4], [[0, 0, 4, 3], [5, 0, 4, 3]], "no point is in it"),
    ("split", [5, 3, 4], [[0, 0, 4, 3], [-1, 0, 5, 3]], "no point is in it"),
    ("split", [5, 3, 4], [[0, 0, 4, 3]] * 2, "3 of 15 points are in no tile"),
    ("split", [5, 3, 4], [[0, 0, 4, 3], [3, 0, 5, 3]], "3 of 15 points are in more than one tile"),
    ("split", [5, 3, 4], [[0, 0, 3, 3], [3, 0, 5, 3]], "it must be 2, the first [0, 0, 4, 3]"),
    ("split", [1, 1, 4], [[0, 0, 1, 1]] * 20_000, "there are 20000 tiles"),
    ("split", [5, 3, 4], [], "15 of 15 points are in no tile"),
    ("batch", [[0, 1], [5, 5], 9], [[0, 1, 2]], "tile 2 is in a batch"),
    ("batch", [[0, 1], [5, 5], 9], [[0, -1]], "tile -1 is in a batch"),
    ("batch", [[0, 1], [5, 5], 9], [[0], [1], [0]], "tile 0 is there 2 times"),
    ("batch", [[0, 1], [5, 5], 9], [[0], [], [1]], "batch 1 is empty"),
    ("batch", [[0, 1], [5, 5], 9], [[0, 1]], "loses its whole batch"),
    ("batch", [[0, 1, 2], [1] * 3, 9], [[0], [1], [2]], "3 / 9, which is 1"),
    ("combine", [[A], [B]], [B], "would be computed again"),
    ("combine", [[A], [[0, "b"]]], [A], "the row with b is lost"),
    ("combine", [[A], [B]], [A, B, B], "is there 2 times"),
    ("combine", [[A], [B]], [B, A], "not sorted"),
    ("combine", [[A], []], [A, B], "in neither list"),
    ("resume", [[], [None], ["0"]], [[1], []], "there is no tile 1"),
    ("resume", [[], [None], ["0"]], [[0, 0], []], "allowed: once"),
    ("resume", [[A], ["a"], ["0"]], [[], [0]], "tile 0 is doubtful, and it is done"),
    ("resume", [[A, [0, "b"]], ["a"], ["0"]], [[], []], "tile 0 is done, and it is doubtful"),
]


@pytest.mark.parametrize(("name", "arguments", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_in_words(
    name: str, arguments: list[Any], answer: object, words: str
) -> None:
    with pytest.raises(FailedError) as failed:
        ANSWERS.judge(name, arguments, answer)
    assert words in str(failed.value)
    assert len(str(failed.value)) < 400


ODD: list[object] = [
    *(None, True, 7, "text", {}, {"a": 1}, float("nan"), [None], [[]] * 3, [[True] * 4] * 2),
    *([[0.0, 0, 4, 3], [4, 0, 5, 3]], [[0, 0, 1 << 62, 1 << 62]], [["a", 0]], [[0, None]], ["ab"]),
    *([[[0]]], [["0"], []], [[1.0, 2.0], []], [{}, {}], [[0, "a"], [float("nan"), "b"]]),
]


@pytest.mark.parametrize("answer", ODD, ids=str)
@pytest.mark.parametrize("example", CHECK.EXAMPLES[:4], ids=lambda example: example[0])
def test_an_odd_answer_of_each_function_is_a_fail(example: tuple[Any, ...], answer: object) -> None:
    with pytest.raises(FailedError):
        ANSWERS.judge(example[0], example[1:], answer)


@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        ("batch", [[2, 0, 1], [5, 5, 5], 9], [[1], [2], [0]]),
        ("batch", [[0], [50], 9], [[0]]),
        ("batch", [[], [], 9], []),
        ("resume", [[], [None, None], ["0", "0"]], [[1, 0], []]),
    ],
)
def test_what_no_rule_forbids_is_right(name: str, arguments: list[Any], answer: object) -> None:
    ANSWERS.judge(name, arguments, answer)


def test_the_process_of_the_client_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    pids: list[int] = []
    close = SubmissionProcess.close

    def noted(process: SubmissionProcess) -> None:
        pids.append(process.pid)
        close(process)

    monkeypatch.setattr(SubmissionProcess, "close", noted)
    verdict = check_submission(LAB, IN_ORDER)
    assert verdict.status == Status.PASS, verdict.message
    assert len(set(pids)) == 1 + CHECK.KILLED_LIVES + 1  # one has answered the examples


KEEPS: dict[str, Callable[[str], str]] = {
    "what it was told first": lambda solution: (
        f"{solution}\nKEPT, right = {{}}, resume\n"
        "def resume(record, found, empty):\n"
        "    return KEPT.setdefault(len(found), right(record, found, empty))\n"
    ),
    "how often it was called": lambda solution: (
        f"{solution}\nCALLS, right = [], combine\n"
        "def combine(one, other):\n"
        "    CALLS.append(one)\n"
        "    return right(one, other) if len(CALLS) < 20 else CALLS[-2]\n"
    ),
}


@pytest.mark.parametrize("change", KEEPS.values(), ids=KEEPS)
def test_who_keeps_something_fails(change: Callable[[str], str], tmp_path: Path) -> None:
    path = tmp_path / "start.py"
    path.write_text(change(IN_ORDER.read_text()))
    for seed in SEEDS:
        with pytest.raises(FailedError):
            computed(path, seed)
