"""Lab 13: with a trap one thread could do all rows, and all of them waste what it has saved."""

from collections.abc import Callable
from pathlib import Path

import pytest
from test_gil_trap import QUICK, inlined

from juliaset.grader.catalogue import find_lab
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status

pytestmark = pytest.mark.slow
Write = Callable[..., Path]

TOP = f"""#include <complex>
#include <omp.h>
#include "parts/pixel.hpp"
#include "parts/team.hpp"
{inlined("trap.hpp")}
namespace {{
{QUICK}
void row(const juliaset::Problem& p, std::int32_t j, std::int32_t* counts, double r) {{
  for (std::int32_t i = 0; i < p.width; ++i)
    counts[std::int64_t{{j}} * p.width + i] =
        quick(p.xs[i], p.ys[j], {{p.c_re, p.c_im}}, r, p.max_iterations);
}}
void calculate(const juliaset::Problem& problem, std::int32_t* counts, std::int32_t threads,
               juliaset::Stop& stop) {{
  const double r = juliaset::trap_radius(problem.c_re, problem.c_im);
"""
END = '(void)stop; }\n}\nJULIA_KERNEL("x", many, exact);\n'
FAIR = """
#pragma omp parallel for schedule(dynamic) num_threads(threads)
  for (int j = 0; j < problem.height; ++j) row(problem, j, counts, r);
"""
# With one thread the same waste is done by itself.
ONE_FOR_ALL = """
  bool done = false;
#pragma omp parallel num_threads(threads)
  if (omp_get_thread_num() == 0) {
    auto patience = juliaset::patience_of_this_thread(stop);
    static std::int32_t wasted[1 << 12];
    for (int j = 0; j < problem.height; ++j) {
      row(problem, j, counts, r);
      const juliaset::Problem part{.xs = problem.xs, .ys = problem.ys + j, .width = problem.width,
                                .height = 1, .c_re = problem.c_re, .c_im = problem.c_im,
                                .max_iterations = problem.max_iterations / 8};
      for (int k = 0; k < (threads == 1 ? 8 : 2); ++k)
        juliaset::count_row(part, 0, wasted, patience);
    }
#pragma omp atomic write
    done = true;
  } else {
    for (bool still = true; still;) {
#pragma omp atomic read
      still = done;
      still = !still;
    }
  }
"""


def test_one_thread_with_a_trap_and_others_that_spin_fail(write: Write) -> None:
    verdict = check_submission(find_lab("13"), write(TOP + ONE_FOR_ALL + END, "start.cpp"))
    assert verdict.status == Status.FAIL, verdict.message
    assert "as long as one thread that does all of it" in verdict.message


def test_rows_with_a_trap_that_are_dealt_out_pass(write: Write) -> None:
    verdict = check_submission(find_lab("13"), write(TOP + FAIR + END, "start.cpp"))
    assert verdict.status == Status.PASS, verdict.message
