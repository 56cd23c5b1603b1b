"""Lab 13: every attempt to make unequal shares look equal, or to wait unseen, fails.

The rows are dealt out unfairly and the wait is hidden, or the other way round.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from juliaset.grader import build
from juliaset.grader.catalogue import find_lab
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status

pytestmark = pytest.mark.slow
Write = Callable[..., Path]

ROWS = "for (int j = 0; j < problem.height; ++j)"
ROW = "row(problem, j, counts, stop);"


def kernel(body: str) -> str:
    return f"""#include "parts/pixel.hpp"
#include "parts/team.hpp"
#include <omp.h>
extern "C" int sched_yield(void);
namespace {{
void row(const juliaset::Problem& problem, std::int32_t j, std::int32_t* counts,
         juliaset::Stop& stop) {{
  auto patience = juliaset::patience_of_this_thread(stop);
  juliaset::count_row(problem, j, counts, patience);
}}
void calculate(const juliaset::Problem& problem, std::int32_t* counts, std::int32_t threads,
               juliaset::Stop& stop) {{
{body}
}}
}}  // namespace
JULIA_KERNEL("x", many, exact);
"""


def loop(schedule: str, body: str = ROW) -> str:
    """Return rows that OpenMP hands out."""
    return f"""#pragma omp parallel for schedule({schedule}) num_threads(threads)
  {ROWS} {{
{body}
  }}"""


def blocks(wait: str, *, before: str = "", schedule: str = "static") -> str:
    """Return blocks of rows, after which a thread waits in some way for the last one."""
    return f"""{before}
  int left = threads;
#pragma omp parallel num_threads(threads)
  {{
#pragma omp for schedule({schedule}) nowait
    {ROWS} {ROW}
#pragma omp atomic
    --left;
    for (int still = 1; still > 0;) {{
#pragma omp atomic read
      still = left;
{wait}
    }}
  }}"""


def locked(wait: str) -> str:
    """Return rows that are dealt out, of which one at a time is worked out."""
    take = f"""
    for (int got = 0; !got;) {{
      int was;
#pragma omp atomic capture
      {{ was = held; held = 1; }}
      got = !was;
      {wait}
    }}
    {ROW}
#pragma omp atomic write
    held = 0;"""
    return f"  int held = 0;\n{loop('dynamic', take)}"


SPUN = "for (volatile int k = 0; k < 20000; k = k + 1) {}"
LOCK = "omp_lock_t lock; omp_init_lock(&lock);\n"
UNFAIR = {
    "a barrier": loop("static") + "\n#pragma omp parallel num_threads(threads)\n{}",
    "yields": blocks("sched_yield();"),
    "yields between spins": blocks(f"{SPUN} sched_yield();"),
    "spins": blocks(""),
    "pauses": blocks("__builtin_ia32_pause();"),
    "reads the clock": blocks(
        "for (const double t = omp_get_wtime(); omp_get_wtime() < t + 1e-3;) {}"
    ),
    "yields as a task": blocks("#pragma omp taskyield"),
    "takes a lock": blocks(f"omp_set_lock(&lock); {SPUN} omp_unset_lock(&lock);", before=LOCK),
    "works slowly if alone": f"  if (threads == 1) {ROWS} {{ {ROW} {ROW} {ROW} }}\n{blocks('')}",
    "guided": loop("guided"),
    "large pieces": loop("static, 60"),
    "a barrier after each row": f"""#pragma omp parallel num_threads(threads)
  for (int k = 0; k < problem.height / threads; ++k) {{
    const int j = omp_get_thread_num() * (problem.height / threads) + k;
    {ROW}
#pragma omp barrier
  }}""",
    "rows by one, and waste by others": f"""#pragma omp parallel num_threads(threads)
  if (omp_get_thread_num() == 0) {ROWS} {ROW}
  else for (int k = 0; k < 200; ++k) {SPUN}""",
}
WAITS = {
    "a critical row": loop("dynamic", f"#pragma omp critical\n{ROW}"),
    "rows in order": """#pragma omp parallel for ordered schedule(dynamic) num_threads(threads)
  for (int j = 0; j < problem.height; ++j) {
#pragma omp ordered
    row(problem, j, counts, stop);
  }""",
    "in turns": f"""{LOCK}
#pragma omp parallel num_threads(threads)
  {{
    omp_set_lock(&lock);
    for (int j = omp_get_thread_num(); j < problem.height; j += threads) {ROW}
    omp_unset_lock(&lock);
  }}""",
    "in turns, with yields": f"""  int turn = 0;
#pragma omp parallel num_threads(threads)
  {{
    for (int now = -1; now != omp_get_thread_num();) {{
      sched_yield();
#pragma omp atomic read
      now = turn;
    }}
    for (int j = omp_get_thread_num(); j < problem.height; j += threads) {ROW}
#pragma omp atomic
    ++turn;
  }}""",
    "a lock that spins": locked(""),
    "a lock that yields": locked("if (!got) sched_yield();"),
    "a lock that is tried": LOCK
    + loop("dynamic", f"while (!omp_test_lock(&lock)) {{}}\n{ROW}\nomp_unset_lock(&lock);"),
}
NESTED = """  omp_set_max_active_levels(2);
#pragma omp parallel for schedule(static) num_threads(threads)
  for (int b = 0; b < threads; ++b) {
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (int j = b * problem.height / threads; j < (b + 1) * problem.height / threads; ++j)
      row(problem, j, counts, stop);"""
TEAMS = {
    "sixty-four threads": loop("static").replace("num_threads(threads)", "num_threads(64)"),
    "five threads": loop("dynamic").replace("num_threads(threads)", "num_threads(5)"),
    "teams in a team": NESTED + "\n  }",
    "teams in a team, and waste": f"{NESTED}\n    for (int k = 0; k < 200; ++k) {SPUN}\n  }}",
    "all rows twice": loop("dynamic") + "\n" + loop("dynamic"),
    "all rows by each": f"#pragma omp parallel num_threads(threads)\n  {ROWS} {ROW}",
}
ATTACKS = UNFAIR | WAITS | TEAMS
FAIR = {
    "dealt in eights": loop("dynamic, 8"),
    "a counter": f"""  int next = 0;
#pragma omp parallel num_threads(threads)
  for (;;) {{
    int j;
#pragma omp atomic capture
    j = next++;
    if (j >= problem.height) break;
    {ROW}
  }}""",
    "tasks": f"""#pragma omp parallel num_threads(threads)
#pragma omp single
  {ROWS} {{
#pragma omp task
    {ROW}
  }}""",
}


@pytest.mark.parametrize("body", ATTACKS.values(), ids=ATTACKS)
def test_unequal_shares_and_hidden_waits_fail(
    body: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def anything(*_: object, **__: object) -> None:
        """Allow sched_yield(), too: the measurement must find out what the wait hides."""

    monkeypatch.setattr(build, "check_calls", anything)
    verdict = check_submission(find_lab("13"), write(kernel(body), "start.cpp"))
    assert verdict.status == Status.FAIL, verdict.message
    assert "does not compile" not in verdict.message


@pytest.mark.parametrize("body", FAIR.values(), ids=FAIR)
def test_equal_shares_in_another_way_pass(body: str, write: Write) -> None:
    verdict = check_submission(find_lab("13"), write(kernel(body), "start.cpp"))
    assert verdict.status == Status.PASS, verdict.message
