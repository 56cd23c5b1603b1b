"""`juliaset explain` shows the loop, wherever it is, in lines that are wrapped and not cut."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from juliaset import get_kernel, kernels
from juliaset.bench.hot_loop import loops_elsewhere
from juliaset.bench.views.source import show_change, show_source
from juliaset.kernel_type import Kernel

ENTRY = """#include "made.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  count_all<CHOICE>(problem, counts);
}

}  // namespace
"""
HEADER = """#include "steps.hpp"

template <bool balls>
JULIA_INLINE void count_all(const Problem& problem, std::int32_t* counts) {
  if constexpr (balls) {
    follow(problem);
  } else {
    for (int j = 0; j < 3; ++j) plain(problem, counts);
  }
}
"""
STEPS = """JULIA_INLINE void plain(const Problem& problem, std::int32_t* counts) {
  while (!patience.over()) { step(re, im); }
}

// A ball.
JULIA_INLINE void follow(const Problem& problem) {
  for (int n = 0; n < 9; ++n) step(re, im);
}
"""


def made(folder: Path, choice: str) -> Path:
    (folder / "made.hpp").write_text(HEADER)
    (folder / "steps.hpp").write_text(STEPS)
    path = folder / f"{choice}.cpp"
    path.write_text(ENTRY.replace("CHOICE", choice))
    return path


def below(kernel: Kernel) -> Kernel | None:
    return get_kernel(kernel.below) if kernel.below else None


def test_the_branch_that_a_template_s_argument_leaves_out_is_not_followed(tmp_path: Path) -> None:
    plain, balls = (loops_elsewhere(made(tmp_path, choice)) for choice in ("false", "true"))
    assert [loop.text.partition("(")[0] for loop in plain] == ["JULIA_INLINE void plain"]
    assert [loop.text.partition("(")[0] for loop in balls] == [
        "// A ball.\nJULIA_INLINE void follow"
    ]
    assert {loop.file for loop in plain + balls} == {tmp_path / "steps.hpp"}


def test_a_branch_that_may_hold_is_followed(tmp_path: Path) -> None:
    assert len(loops_elsewhere(made(tmp_path, "unknown"))) == 2


def test_loops_of_the_kernel_below_are_left_out_if_there_are_new_ones(tmp_path: Path) -> None:
    old, both = made(tmp_path, "false"), made(tmp_path, "unknown")
    (new,) = loops_elsewhere(both, old)
    assert "void follow" in new.text
    assert loops_elsewhere(old, both) == loops_elsewhere(old)


@pytest.mark.parametrize("kernel", kernels(), ids=lambda kernel: kernel.name)
def test_each_kernel_s_loop_is_found(kernel: Kernel) -> None:
    assert kernel.source is not None
    under = below(kernel)
    found = loops_elsewhere(kernel.source, under.source if under else None)
    own = kernel.source.read_text()
    assert found or any(word in own for word in ("for ", "while "))
    if kernel.source.suffix == ".cpp":
        assert found or "patience.over()" in own
    for loop in found:
        assert "for " in loop.text or "while " in loop.text
        assert loop.text in loop.file.read_text()


def test_broken_or_odd_c_plus_plus_has_no_loop(tmp_path: Path) -> None:
    path = tmp_path / "odd.cpp"
    for text in (
        "",
        "void calculate() {\n  calculate();\n",
        "}}}{{",
        'void calculate() {\n x("{");\n}',
    ):
        path.write_text(text)
        assert loops_elsewhere(path) == []


@pytest.mark.parametrize("width", [40, 80, 100])
@pytest.mark.parametrize("name", ["cpp.openmp", "cpp.simd_sse2", "cpp.fastmath", "numba.parallel"])
def test_source_is_wrapped_and_not_cut(name: str, width: int) -> None:
    kernel = get_kernel(name)
    assert kernel.source is not None
    screen = Console(file=io.StringIO(), width=width, height=50, color_system=None)
    show_source(screen, kernel, below(kernel))
    show_change(screen, kernel, below(kernel))
    text: str = screen.file.getvalue()  # type: ignore[attr-defined]
    assert all(len(line) <= width for line in text.splitlines())
    joined = "".join(text.split())
    assert "".join(kernel.source.read_text().split()) in joined
    assert "Theloopthatthisleadsto" in joined


def test_a_kernel_without_a_file_or_a_lower_rung_says_so() -> None:
    kernel = get_kernel("cpp.complex")
    screen = Console(file=io.StringIO(), width=80, color_system=None)
    show_source(screen, replace(kernel, source=None), None)
    show_change(screen, kernel, None)
    show_change(screen, replace(kernel, name="cpp.again"), kernel)
    said: str = screen.file.getvalue()  # type: ignore[attr-defined]
    assert said.startswith("Its source is not installed.")
    assert "No kernel comes before it in the ladder" in said
    assert "What it changes in cpp.complex" in said
    assert said.rstrip().endswith("The two are one file, under other flags.")
