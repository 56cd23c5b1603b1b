"""Kernels that keep their answer: one that does not write it is wrong, one that copies it suspect.

The picture has 700 steps for each pixel, so that a copy of its counts is a hundred times as fast as
the fastest arithmetic, whatever else the machine does.
"""

import random
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from simulated import contest, normal

from juliaset import Problem
from juliaset.bench.contestants.child import EndedError
from juliaset.bench.contestants.kernel import KernelContestant, SelectedKernel
from juliaset.bench.contestants.own_kernel import own_kernels
from juliaset.bench.core_limit import Bound, Roof
from juliaset.bench.picture import Picture
from juliaset.bench.record_problem import JuliaSet
from juliaset.bench.rounds import Entry
from juliaset.bench.rules import Rules
from juliaset.bench.shared_problem import shared_problem
from juliaset.bench.summary import Summary, summaries, verdict_of

PROBLEM = Problem.view(width=150, c=0, max_iterations=3000)
# No CPU is faster: eight lanes, and four such steps at once in each nanosecond.
BOUND = Bound(5.0, [Roof("avx512", 8, ns_per_iteration=1 / 32)])
SAMPLES = 5
WITHOUT_WRITING = r"^wrong: it (wrote nothing|left [0-9]+ of the counts unwritten); "
PYTHON = """
    from juliaset import get_kernel

    kept = {}


    def honest(problem, out):
        get_kernel("cpp.scalar").bind(problem, out)()


    def writes_once(problem, out):
        if out.shape not in kept:
            kept[out.shape] = True
            honest(problem, out)


    def writes_in_every_other_call(problem, out):
        kept[out.shape] = kept.get(out.shape, 0) + 1
        if kept[out.shape] % 2:
            honest(problem, out)


    def trusts_what_it_finds(problem, out):
        if kept.get(out.shape) is not out:
            honest(problem, out)
            kept[out.shape] = out


    def copies(problem, out):
        if out.shape not in kept:
            honest(problem, out)
            kept[out.shape] = out.copy()
        out[...] = kept[out.shape]


    def remembers_the_problem(problem, out):
        if id(problem) not in kept:
            honest(problem, out)
            kept[id(problem)] = problem, out.copy()
        out[...] = kept[id(problem)][1]
"""
CPP = """
    #include "parts/pixel.hpp"
    namespace {
    std::int32_t kept[1 << 20];
    std::int32_t kept_pixels = 0;

    void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
      const std::int32_t pixels = problem.width * problem.height;
      if (pixels != kept_pixels) {
        auto patience = juliaset::Patience::caller(stop);
        for (std::int32_t j = 0; j < problem.height; ++j) {
          juliaset::count_row(problem, j, kept, patience);
        }
        kept_pixels = pixels;
      }
      __builtin_memcpy(counts, kept, sizeof *kept * pixels);
    }
    }  // namespace
    JULIA_KERNEL("A kernel that keeps its answer.", one, exact, .steps = juliaset::Steps::every);
"""


@pytest.fixture(scope="module")
def picture() -> Iterator[tuple[Path, JuliaSet]]:
    with shared_problem(Picture(PROBLEM)) as shared:
        yield shared


def summary_of(kernel: SelectedKernel, picture: tuple[Path, JuliaSet], calls: int) -> Summary:
    """Sample a kernel as a contest does, and return what the contest says about it."""
    folder, about = picture
    variant = kernel.variant()
    contestant = KernelContestant(kernel.order(folder), variant, 60)
    entry = Entry(variant, contestant)
    try:
        contestant.begin()
        contestant.open()
        for number in range(SAMPLES):
            entry.add(number, 0, contestant.sample(calls))
    finally:
        contestant.close()
    record = contest(random.Random(1), [1.0], normal(0.01), rules=Rules(processes=3))
    record.variants.append(variant)
    record.problem, record.contest.bound = about, BOUND
    return next(each for each in summaries(record) if each.variant is variant)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(textwrap.dedent(PYTHON))
    return path


@pytest.mark.parametrize(
    ("name", "calls"),
    [
        ("writes_once", 1),
        ("writes_in_every_other_call", 3),
        pytest.param("writes_once", 3, marks=pytest.mark.slow),
        pytest.param("trusts_what_it_finds", 3, marks=pytest.mark.slow),
    ],
)
def test_a_kernel_that_does_not_write_each_time_is_wrong(
    own: Path, picture: tuple[Path, JuliaSet], name: str, calls: int
) -> None:
    (kernel,) = own_kernels(f"{own}:{name}", [])
    with pytest.raises(EndedError, match=WITHOUT_WRITING) as ended:
        summary_of(kernel, picture, calls)
    assert ended.value.status == "wrong"


@pytest.mark.parametrize("name", ["copies", "remembers_the_problem"])
def test_a_kernel_that_copies_what_it_kept_is_suspect(
    own: Path, picture: tuple[Path, JuliaSet], name: str
) -> None:
    (kernel,) = own_kernels(f"{own}:{name}", [])
    found = summary_of(kernel, picture, 3)
    assert verdict_of(found, "baseline") == "suspect"
    assert "it cannot have taken every step" in found.why


def test_a_kernel_that_takes_every_step_is_not_suspect(
    own: Path, picture: tuple[Path, JuliaSet]
) -> None:
    (kernel,) = own_kernels(f"{own}:honest", [])
    found = summary_of(kernel, picture, 1)
    assert found.suspicion == ""
    assert verdict_of(found, "baseline") != "suspect"


@pytest.mark.slow
def test_a_static_cache_in_cpp_is_suspect(tmp_path: Path, picture: tuple[Path, JuliaSet]) -> None:
    (tmp_path / "keeps.cpp").write_text(textwrap.dedent(CPP))
    (kernel,) = own_kernels(str(tmp_path / "keeps.cpp"), ["O0"])
    found = summary_of(kernel, picture, 3)
    assert verdict_of(found, "baseline") == "suspect"
    assert "it cannot have taken every step" in found.why
