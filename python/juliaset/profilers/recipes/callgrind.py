"""How many instructions does each function execute?"""  # noqa: D400 - a question

import re

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, contains, equal
from juliaset.profilers.requirements import language, not_under_valgrind

ROW = re.compile(r"^ *([\d,]+) \( *[\d.]+%\) +(\S+?):(\S.*?)(?: \[(.*)\])?$", re.MULTILINE)
FEWEST = {"Python": 50, "C": 3, "C++": 3, "Cython": 3, "Numba": 1}  # instructions for one iteration
OWN_FILES = (".cpp", ".hpp", ".pyx", ".pyx.c", "c_rows.c")


def commands(job: Job) -> Commands:
    """Count once, because instructions repeat themselves, and sum up by function."""
    out = f"--callgrind-out-file={job.path('callgrind.out')}"
    yield ["valgrind", "--tool=callgrind", out, *job.python()]
    table = yield ["callgrind_annotate", job.path("callgrind.out")]
    job.keep("functions.txt", table.out)


def read_valgrind(text: str) -> tuple[dict[str, int], int]:
    """Read a file of callgrind or cachegrind: the count of each event, and the totals line's first.

    NothingMeasuredError is raised if the program did not end and left no summary.
    """
    lines = {
        name: words.split() for name, words in re.findall(r"^(\w+): (.*)$", text, re.MULTILINE)
    }
    counts = dict(zip(lines.get("events", []), map(int, lines.get("summary", [])), strict=False))
    if not counts.get("Ir"):
        raise NothingMeasuredError("its file has no summary: the program did not end normally")
    return counts, int(lines.get("totals", ["0"])[0])


def read(job: Job) -> Finding:
    """Divide by the iterations: the cost of one, with everything around it."""
    counts, totals = read_valgrind(job.text("callgrind.out"))
    summary = counts["Ir"]
    rows = [
        (int(number.replace(",", "")), file.rpartition("/")[2], function)
        for number, file, function, _ in ROW.findall(job.text("functions.txt"))
        if function != "TOTALS"
    ]
    if not rows:
        raise NothingMeasuredError("callgrind_annotate printed no function")
    number, file, function = rows[0]
    kind = language(job.kernel)
    steps, each = max(job.known.iterations, 1), FEWEST[kind]
    least = each * job.known.iterations
    own = sum(part for part, file, _ in rows if file.endswith(OWN_FILES))
    checks = [
        equal("summary and totals of the file", totals, summary),
        at_least(f"instructions: {each} or more an iteration", least, summary),
    ]
    if job.is_book:
        names = " ".join(function for _, _, function in rows)
        loop, product = "_PyEval_Eval" in names, "complex_mul" in names
        checks += [
            contains("the interpreter's loop", "_PyEval_EvalFrameDefault", loop),
            contains("the product of two complex numbers", "complex_mul", product),
        ]
    elif kind in {"C++", "Cython"}:
        checks += [
            contains("C++ or Cython by name", "*.cpp, *.hpp, *.pyx", own > 0),
            at_least(f"its own: {each} or more an iteration", least, own),
        ]
    return Finding(
        lines=(
            f"{summary:,} instructions, the same in every run except for hash seeds and addresses",
            f"in the kernel's own files: {own:,}, {own / steps:.3g} an iteration"
            if own
            else f"{summary / steps:,.0f} an iteration, with start and imports",
            f"most in {function.split('(')[0].strip()} ({file}): {number / summary:.0%}",
        ),
        checks=tuple(checks),
        shown=("functions.txt",),
    )


TOOL = Tool(
    way="deterministic",
    program="valgrind",
    thing="valgrind",
    blind="time: an instruction is not a nanosecond; AVX-512; threads run one after another",
    width=100,
    refuses=not_under_valgrind,
    widths=(50, 200),
)
