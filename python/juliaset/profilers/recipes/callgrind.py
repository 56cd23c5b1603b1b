"""callgrind: how many instructions does each function execute, to the last one?"""  # noqa: D400 - a question

import re

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Finding, Overhead, Recipe, at_least, contains, equal
from juliaset.profilers.requirements import language, need_program, not_under_valgrind

ROW = re.compile(r"^ *([\d,]+) \( *[\d.]+%\) +(\S+?):(\S.*?)(?: \[(.*)\])?$", re.MULTILINE)
SUMMARY = re.compile(r"^summary: (\d+)$", re.MULTILINE)
TOTALS = re.compile(r"^totals: (\d+)$", re.MULTILINE)
FEWEST = {"Python": 50, "C++": 3, "Cython": 3, "Numba": 1}  # instructions for one iteration


def words(job: Job) -> list[str]:
    """One call is enough: instructions repeat themselves."""
    out = f"--callgrind-out-file={job.path('callgrind.out')}"
    return ["valgrind", "--tool=callgrind", out, *job.python()]


def record(job: Job) -> None:
    """Count, and let callgrind_annotate sum up by function."""
    job.run(words(job)).succeeded()
    table = job.run(["callgrind_annotate", job.path("callgrind.out")]).succeeded()
    job.keep("functions.txt", table.out)
    lines = job.text("callgrind.out")
    found, totals = SUMMARY.search(lines), TOTALS.search(lines)
    job.keep("summary.txt", f"{found[1] if found else 0} {totals[1] if totals else 0}\n")


def read(job: Job) -> Finding:
    """Divide by the iterations: that is what one of them costs, with everything around it."""
    summary, totals = map(int, job.text("summary.txt").split())
    if not summary:
        raise NothingMeasuredError("callgrind.out has no summary: the program did not end well")
    rows = [
        (int(number.replace(",", "")), file.rpartition("/")[2], function)
        for number, file, function, _ in ROW.findall(job.text("functions.txt"))
        if function != "TOTALS"
    ]
    if not rows:
        raise NothingMeasuredError("callgrind_annotate printed no function")
    number, file, function = rows[0]
    kind = "Python" if job.is_book else language(job.row)
    least_each = FEWEST[kind]
    least = least_each * job.known.iterations
    own = sum(part for part, file, _ in rows if file.endswith((".cpp", ".hpp", ".pyx", ".pyx.c")))
    checks = [
        equal("summary and totals of the file", totals, summary),
        at_least(f"instructions: {least_each} or more an iteration", least, summary),
    ]
    if job.is_book:
        names = " ".join(function for _, _, function in rows)
        checks.append(
            contains("the interpreter's loop", "_PyEval_EvalFrameDefault", "_PyEval_Eval" in names)
        )
        checks.append(
            contains("the product of two complex numbers", "complex_mul", "complex_mul" in names)
        )
    elif kind in {"C++", "Cython"}:
        checks.append(contains("C++ or Cython by name", "*.cpp, *.hpp, *.pyx", own > 0))
        checks.append(at_least(f"its own: {least_each} or more an iteration", least, own))
    steps = max(job.known.iterations, 1)
    return Finding(
        lines=(
            f"{summary:,} instructions, the same in every run but for hash seeds and addresses",
            f"in the kernel's own files: {own:,}, {own / steps:.3g} an iteration"
            if own
            else f"{summary / steps:,.0f} an iteration, with start and imports",
            f"most in {function.split('(')[0].strip()} ({file}): {number / summary:.0%}",
        ),
        checks=tuple(checks),
        shown=("functions.txt",),
    )


RECIPE = Recipe(
    name="callgrind",
    program="valgrind",
    question="How many instructions does each function execute?",
    way="deterministic",
    needs=lambda: need_program("valgrind", "valgrind"),
    record=record,
    read=read,
    blind="time: an instruction is not a nanosecond; AVX-512; threads run one after another",
    width=100,
    refuses=not_under_valgrind,
    overhead=Overhead(50, 200, words),
)
