"""Lab 20: its pictures, its pool without processes, and the words for each wrong answer."""

import re
from pathlib import Path
from random import Random
from runpy import run_path
from typing import Any

import numpy as np
import pytest

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.record import Status
from juliaset.grader.catalogue import find_lab
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError

LAB = find_lab("20")
CHECK = LAB.check
JOBS, PICTURES = CHECK.JOBS, CHECK.PICTURES
SEEDS = range(4)


class Worker:
    """Takes the place of a process: what the file defines, and copies of what crosses."""

    def __init__(self, path: Path) -> None:
        self._names = run_path(str(path))

    def call(self, name: str, *arguments: object) -> Any:  # noqa: ANN401
        given = [crossed(each) for each in arguments]
        try:
            if name == "together":
                return crossed([self._names["work"](task) for task in given[0]])
            return crossed(self._names[name](*given))
        except Exception as error:  # noqa: BLE001 - as in the process
            raise EndedError(Status.FAILED, f"{type(error).__name__}: {error}") from None


def crossed(value: object) -> Any:  # noqa: ANN401
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, dict):
        return {key: crossed(each) for key, each in value.items()}
    return [crossed(each) for each in value] if isinstance(value, list | tuple) else value


def judged(path: Path, seed: int) -> Submission:
    submission = Submission(LAB, path, random=Random(seed))
    CHECK.judged(submission, Worker(path), (Worker(path), Worker(path)))
    return submission


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", LAB.solutions, ids=lambda path: path.stem)
def test_a_solution_is_right_whatever_is_drawn(path: Path, seed: int) -> None:
    assert len(judged(path, seed).confirmed) == 4


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", [LAB.start, *LAB.planted], ids=lambda path: path.stem)
def test_a_mistake_is_found_whatever_is_drawn(path: Path, seed: int) -> None:
    with pytest.raises(FailedError) as failed:
        judged(path, seed)
    promise = re.match("# fails with: (.*)", path.read_text())
    assert promise is None or promise[1] in str(failed.value)


@pytest.mark.parametrize("height", PICTURES.HEIGHTS)
def test_no_number_of_equal_tasks_has_all_rows(height: int) -> None:
    assert all(height % number for number in range(2, PICTURES.MOST_TASKS + 1))


@pytest.mark.parametrize("seed", range(20))
def test_the_shares_of_the_solutions_are_far_from_the_most(seed: int) -> None:
    """Dealt rows and small blocks pass, and a block for each worker fails by far."""
    for picture in PICTURES.drawn_pictures(Random(seed)):
        work = picture.counts.sum(axis=1) + picture.problem.width
        height = picture.problem.height
        blocks = [work[first : first + 2].sum() for first in range(0, height, 2)]
        assert share([work[first::16].sum() for first in range(16)]) < 1.2
        assert share(blocks) < 1.28
        assert share([part.sum() for part in np.array_split(work, 4)]) > 2
        assert share([part.sum() for part in np.array_split(work, 8)]) > 1.45


def share(costs: list[Any]) -> float:
    busy = [0] * PICTURES.WORKERS
    for cost in costs:
        busy[busy.index(min(busy))] += cost
    return float(max(busy) * PICTURES.WORKERS / sum(busy))


@pytest.mark.parametrize("seed", SEEDS)
def test_each_part_of_the_rules_decides_some_jobs(seed: int) -> None:
    jobs = JOBS.drawn_jobs(Random(seed))
    answers = [JOBS.right(job) for job in jobs]
    assert {answers.count(choice) >= JOBS.FOR_EACH for choice in JOBS.CHOICES} == {True}
    for model, words in JOBS.WRONG.values():
        wrong = [model(job) for job in jobs]
        assert sum(one != other for one, other in zip(wrong, answers, strict=True)) >= 4
        with pytest.raises(FailedError) as failed:
            JOBS.judge(jobs, wrong)
        assert words in str(failed.value)
    JOBS.judge(jobs, answers)


@pytest.mark.parametrize("answer", [None, 3, "both", ["threads"], np.zeros(3), {}], ids=str)
def test_an_odd_choice_is_a_fail(answer: object) -> None:
    jobs = JOBS.drawn_jobs(Random(1))
    with pytest.raises(FailedError, match="allowed"):
        JOBS.judge(jobs, [answer] * len(jobs))


ROW = [0] * 30
ODD: list[object] = [
    *(None, 7, "rows", {}, [3], [[0]], [[0, ROW, 1]], [[True, ROW]], [[0.0, ROW]], [[10**9, ROW]]),
    *([[-1, ROW]], [[0, ROW[1:]]], [[0, [0.0] * 30]], [[0, np.zeros(30)]], [[0, [2**40] * 30]]),
    *([[0, np.zeros((30, 1), np.int32)]], [[0, "0" * 30]], np.zeros((3, 3)), [[0, [None] * 30]]),
]


@pytest.mark.parametrize("result", ODD, ids=str)
def test_an_odd_result_is_a_fail(result: object) -> None:
    picture = PICTURES.drawn_picture(Random(1), 30, 100, first=True)
    with pytest.raises(FailedError) as failed:
        PICTURES.judge_result(picture, result, "Here", "Why?")
    assert len(str(failed.value)) < 400


def test_lists_and_arrays_of_right_counts_are_right() -> None:
    picture = PICTURES.drawn_picture(Random(1), 30, 100, first=True)
    for counts in (
        picture.counts[3],
        picture.counts[3].astype(np.int64),
        picture.counts[3].tolist(),
    ):
        PICTURES.judge_result(picture, [[3, counts]], "Here", "Why?")


@pytest.mark.parametrize(
    ("tasks", "words"),
    [
        (None, "allowed: a list of tasks"),
        ([], "allowed: a list of tasks"),
        ([0] * 81, "81 tasks of"),
        ([np.zeros(10_000)], "carries 80,000 bytes"),
        ([{"text": "x" * 9000}], "carries 9,004 bytes"),
        ([[[0.0] * 500] * 5], "carries 20,000 bytes"),
    ],
    ids=["none", "empty", "many", "array", "text", "lists"],
)
def test_tasks_have_a_sensible_number_and_size(tasks: object, words: str) -> None:
    class Client:
        def call(self, _name: str, *_arguments: object) -> object:
            return tasks

    with pytest.raises(FailedError, match=words):
        PICTURES.asked_tasks(PICTURES.drawn_pictures(Random(1)), Client())


def test_tasks_that_are_too_long_to_be_sent_are_told_why() -> None:
    class Client:
        def call(self, _name: str, *_arguments: object) -> object:
            raise EndedError(Status.FAILED, "its answer is too long")

    with pytest.raises(FailedError, match="What does a worker need to know"):
        PICTURES.asked_tasks(PICTURES.drawn_pictures(Random(1)), Client())


def test_a_row_belongs_to_one_task() -> None:
    picture = PICTURES.drawn_picture(Random(1), 30, 100, first=True)
    rows = [[j, counts] for j, counts in enumerate(picture.counts.tolist())]
    picture.results = {0: rows[:50], 1: rows[49:]}
    with pytest.raises(FailedError, match="Row 49 is in more than one task"):
        picture.judge_rows()
    picture.results = {0: rows[:50], 1: rows[51:]}
    with pytest.raises(FailedError, match="1 of 100 rows are in no task, the first is row 50"):
        picture.judge_rows()


def test_the_example_of_the_task_follows_the_rules() -> None:
    assert "100 calls with 0.1 s held, 0.1 s free, 4 workers, a start of 1 s and messages" in flat()
    job = {"calls": 100, "held": 0.1, "free": 0.1, "workers": 4, "start": 1.0, "message": 0.01}
    assert JOBS.threads(job) == pytest.approx(10)
    assert JOBS.processes(job) == pytest.approx(6)
    for key in JOBS.drawn_job(Random(1)):
        assert f"`{key}`" in LAB.task


def flat() -> str:
    return " ".join(LAB.task.split())
