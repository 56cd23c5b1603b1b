"""A lab's kernel in which a compiler has fused multiply and add: the learner is told the line."""

import platform
from collections.abc import Callable
from pathlib import Path

import pytest
from cpp_texts import OURS

from juliaset.grader.build import fused_in
from juliaset.grader.catalogue import find_lab
from juliaset.grader.check_folder import check_folder
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError
from juliaset.oracle import golden

Write = Callable[..., Path]
KERNEL = """#include <cmath>
#include "parts/pixel.hpp"

namespace {

double real_part(double re, double im) {
  return REAL_PART;  // line 7
}

std::int32_t count(double re, double im, const juliaset::Problem& problem) {
  std::int32_t n = 0;
  while (n < problem.max_iterations && juliaset::inside(re, im, re * re + im * im)) {
    const double product = re * im;
    re = real_part(re, im) + problem.c_re;
    im = product + product + problem.c_im;
    ++n;
  }
  return n SPOILT;
}

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop&) {
  for (std::int32_t j = 0; j < problem.height; ++j) {
    for (std::int32_t i = 0; i < problem.width; ++i) {
      *counts++ = count(problem.xs[i], problem.ys[j], problem);
    }
  }
}

}  // namespace

JULIA_KERNEL("As a learner writes it.", one, exact);
"""
FUSED = "std::fma(re, re, -im * im)"
ROUNDED = "re * re - im * im"


def complaint(path: Path) -> str:
    submission = Submission(find_lab("14"), path, headers=OURS)
    with check_folder(), pytest.raises(FailedError) as failed:
        submission.check_counts([golden()["sensitive_small"].make()])
    return str(failed.value)


def text(real_part: str, spoilt: str = "") -> str:
    return KERNEL.replace("REAL_PART", real_part).replace("SPOILT", spoilt)


@pytest.mark.slow
def test_the_instruction_and_its_line_are_named(write: Write) -> None:
    path = write(text(FUSED), "start.cpp")
    with check_folder():
        if not fused_in(path):
            pytest.skip(f"{platform.machine()}: this CPU has no fused multiply-add")
    said = complaint(path)
    assert "of 25600 pixels are wrong" in said
    assert "(start.cpp:7)" in said
    assert "which rounds once where Python rounds twice" in said


@pytest.mark.slow
def test_a_kernel_that_is_wrong_in_another_way_is_not_blamed_for_it(write: Write) -> None:
    said = complaint(write(text(ROUNDED, "+ (n == 8)"), "start.cpp"))
    assert "pixels are wrong" in said
    assert "fused" not in said


def test_what_a_compiler_refuses_is_not_free_of_fused_instructions(write: Write) -> None:
    path = write("this isn't C++;", "start.cpp")
    with check_folder():
        with pytest.raises(FailedError, match=r"(?s)^start\.cpp does not compile:\n.*this"):
            fused_in(path)
        assert Submission(find_lab("14"), path).fused_instructions() == []
