"""A kernel is registered in one line, from any module."""

from collections.abc import Iterator

import numpy as np
import pytest

from juliaset import (
    Problem,
    UnavailableError,
    course_folder,
    escape_counts,
    get_kernel,
    kernel,
    kernels,
    registry,
)
from juliaset.kernel_type import Call, Gil, Kernel
from juliaset.problem import Counts
from juliaset.system.cores import usable_cores

PROBLEM = Problem.view(width=6, height=4, max_iterations=9)


@pytest.fixture(autouse=True)
def _list_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    kernels()
    with monkeypatch.context() as patch:
        patch.setattr(registry, "_kernels", dict(registry._kernels))  # noqa: SLF001
        yield


def test_a_kernel_of_somebody_else() -> None:
    @kernel("mine.sevens", exact=False)
    def fill(problem: Problem, out: Counts) -> None:
        """Sevens everywhere.

        More is not in the summary.
        """
        out[...] = 7 + 0 * problem.width

    assert kernels()[-1].name == "mine.sevens"
    mine = get_kernel("mine.sevens")
    assert (mine.summary, mine.exact, mine.flavours) == ("Sevens everywhere.", False, ())
    assert (escape_counts(PROBLEM, "mine.sevens") == 7).all()
    assert callable(fill)  # the decorator gives the function back


def test_a_kernel_with_threads_is_told_how_many() -> None:
    @kernel("mine.threads", supports_threads=True)
    def fill(problem: Problem, out: Counts, threads: int) -> None:  # noqa: ARG001
        """Write the number of threads."""
        out[...] = threads

    assert (escape_counts(PROBLEM, "mine.threads", threads=3) == 3).all()
    assert (escape_counts(PROBLEM, "mine.threads") == usable_cores()).all()


def test_prepare_and_finish_stand_around_what_is_timed() -> None:
    calls: list[str] = []

    def prepare(problem: Problem) -> tuple[int, int]:
        calls.append("prepare")
        return problem.shape

    def finish(answer: Counts, out: Counts) -> None:
        calls.append("finish")
        out[...] = answer

    @kernel("mine.prepared", prepare=prepare, finish=finish)
    def run(height: int, width: int) -> Counts:
        """Count up."""
        calls.append("run")
        return np.arange(height * width, dtype=np.int32).reshape(height, width)

    out = np.zeros(PROBLEM.shape, np.int32)
    call = get_kernel("mine.prepared").bind(PROBLEM, out)
    assert calls == ["prepare"]
    answer = call.run()
    assert (calls, out.any()) == (["prepare", "run"], np.False_)
    call.finish(answer)
    assert calls == ["prepare", "run", "finish"]
    assert out.reshape(-1).tolist() == list(range(24))
    assert run(1, 1).shape == (1, 1)


def test_a_kernel_made_without_a_word_of_stop_works_and_refuses_it() -> None:
    def bind(problem: Problem, out: Counts, threads: int, flavour: str, gil: Gil) -> Call:
        assert (problem.shape, threads, flavour, gil) == (out.shape, 1, "O3", "held")
        return Call(lambda: out.fill(8))

    registry.add(Kernel("mine.flavoured", "Eights.", True, False, bind, ("O3",)))  # noqa: FBT003
    assert (escape_counts(PROBLEM, "mine.flavoured", gil="held") == 8).all()
    with pytest.raises(ValueError, match=r"mine\.flavoured cannot be stopped by an array"):
        escape_counts(PROBLEM, "mine.flavoured", stop=np.zeros(1, np.uint8))


def test_a_name_given_twice_stands_for_the_later_one_at_the_same_place() -> None:
    names = [known.name for known in kernels()]

    @kernel("python.loops")
    def fill(problem: Problem, out: Counts) -> None:  # noqa: ARG001
        """Another one of the same name."""
        out[...] = 1

    assert [known.name for known in kernels()] == names
    assert get_kernel("python.loops").summary == "Another one of the same name."
    assert (escape_counts(PROBLEM, "python.loops") == 1).all()


@pytest.mark.parametrize(
    ("packages", "reason"),
    [
        ("numpy no_such_one", "no_such_one is not installed; pip install no_such_one"),
        ("no_one nor_two", "no_one and nor_two are not installed; pip install no_one nor_two"),
    ],
)
def test_missing_packages_are_named_with_the_way_to_get_them(packages: str, reason: str) -> None:
    @kernel("mine.lacking", requires=packages)
    def fill(problem: Problem, out: Counts) -> None:  # noqa: ARG001
        """Never run."""
        raise AssertionError

    lacking = get_kernel("mine.lacking")
    assert not lacking.available
    assert lacking.reason == reason
    with pytest.raises(UnavailableError, match=r"mine\.lacking cannot run here: .*pip install"):
        escape_counts(PROBLEM, "mine.lacking")


@pytest.mark.parametrize(
    ("in_checkout", "how"), [(True, "make setup"), (False, "pip install 'juliaset[cluster]'")]
)
def test_packages_of_an_extra_come_with_it(
    monkeypatch: pytest.MonkeyPatch, how: str, *, in_checkout: bool
) -> None:
    monkeypatch.setattr(course_folder, "IN_CHECKOUT", in_checkout)

    @kernel("mine.lacking", requires="no_one nor_two", extra="cluster")
    def fill(problem: Problem, out: Counts) -> None:  # noqa: ARG001
        """Never run."""
        raise AssertionError

    assert get_kernel("mine.lacking").reason == f"no_one and nor_two are not installed; {how}"


def test_a_package_that_is_there_is_no_reason() -> None:
    @kernel("mine.numpy", requires="numpy")
    def fill(problem: Problem, out: Counts) -> None:  # noqa: ARG001
        """Zeros."""
        out[...] = 0

    assert get_kernel("mine.numpy").reason == ""


def test_a_function_without_a_docstring_is_its_name() -> None:
    def fill(problem: Problem, out: Counts) -> None: ...

    kernel("mine.silent")(fill)
    assert get_kernel("mine.silent").summary == "mine.silent"


def test_an_exception_in_a_kernel_arrives() -> None:
    @kernel("mine.broken")
    def fill(problem: Problem, out: Counts) -> None:  # noqa: ARG001
        """Raise."""
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        escape_counts(PROBLEM, "mine.broken")
