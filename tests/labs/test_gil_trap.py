"""Lab 7: a trap makes the work so short that the GIL could be held for all of it, unseen.

The rest of the time is then wasted without the GIL.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from test_gil_attacks import ALL, LAB, RELEASED, module

from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status

pytestmark = pytest.mark.slow
Write = Callable[..., Path]

INCLUDE = Path(__file__).parents[2] / "julia/include/juliaset"


def inlined(*names: str) -> str:
    """Return what headers of ours define, as a text that includes none of them."""
    texts = ((INCLUDE / name).read_text().partition("namespace juliaset {") for name in names)
    text = "".join("".join(each[1:]) for each in texts)
    return "#include <cmath>\nusing std::sqrt;\n" + re.sub("JULIA_(NOT_)?INLINED?", "inline", text)


TRAP = inlined("step.hpp", "trap.hpp")
QUICK = """
std::int32_t quick(double re, double im, std::complex<double> c, double r, std::int32_t limit) {
  for (std::int32_t n = 0; n < limit; ++n) {
    const double re2 = re * re, im2 = im * im, product = re * im;
    if (!(re2 + im2 < 4)) return n;
    if (re2 + im2 < r * r * (1 - 0x1p-40)) return limit;
    re = re2 - im2 + c.real();
    im = product + product + c.imag();
  }
  return limit;
}
"""
ALL_QUICK = "const double r = juliaset::trap_radius(c.real(), c.imag());" + ALL.replace(
    "count(x(i), y(j), c, limit)", "quick(x(i), y(j), c, r, limit)"
)
WASTE = RELEASED % ALL.replace("out(j, i) =", "sink =")


def test_all_of_it_under_the_gil_and_then_waste_fails(write: Write) -> None:
    body = f"static volatile std::int32_t sink; {ALL_QUICK} {WASTE}"
    verdict = check_submission(LAB, write(module(body, TRAP + QUICK), "start.cpp"))
    assert verdict.status == Status.FAIL, verdict.message
    assert "another thread of Python can do nothing for" in verdict.message


def test_a_trap_without_the_gil_passes(write: Write) -> None:
    body = RELEASED % ALL_QUICK
    verdict = check_submission(LAB, write(module(body, TRAP + QUICK), "start.cpp"))
    assert verdict.status == Status.PASS or "too busy to tell" in verdict.message, verdict.message
