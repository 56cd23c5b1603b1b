"""How long does this statement take, at best?"""  # noqa: D400 - a question

import re

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, at_most, equal

LOOPS, REPEATS = 1, 3
SCALE = {"nsec": 1e-9, "usec": 1e-6, "msec": 1e-3, "sec": 1.0}
ANSWER = re.compile(r"(\d+) loops?, best of (\d+): ([\d.]+) (nsec|usec|msec|sec) per loop")


def commands(job: Job) -> Commands:
    """Time the kernel alone: what it needs is made in -s, which is not timed."""
    words = ["python", "-m", "timeit", "-n", str(LOOPS), "-r", str(REPEATS), "-s"]
    if job.is_book:
        setup = "from julia1 import calculate_z_serial_purepython, zs, cs"
        words = ["env", f"JULIASET_WIDTH={job.width}", *words, setup]
        result = yield [*words, "calculate_z_serial_purepython(300, zs, cs)"]
    else:
        bind = f'call, _ = bound("{job.kernel.name}", {job.width})'
        setup = f"from juliaset.profilers.targets import bound; {bind}"
        result = yield [*words, setup, "call.run()"]
    job.keep("timeit.txt", result.out)
    job.keep("whole.txt", f"{result.seconds:.6f}\n")


def read(job: Job) -> Finding:
    """Read its one line, whose unit changes with the time."""
    found = ANSWER.search(job.text("timeit.txt"))
    if not found:
        raise NothingMeasuredError("it prints no line like '1 loop, best of 3: 3.1 sec per loop'")
    loops, repeats = int(found[1]), int(found[2])
    best = float(found[3]) * SCALE[found[4]]
    whole = float(job.text("whole.txt"))
    steps = job.known.iterations
    return Finding(
        lines=(
            found[0],
            f"{best / max(steps, 1) * 1e9:.3g} ns for each of {steps:,} iterations",
            f"the command took {whole:.3g} s: start, setup and {repeats} repetitions",
        ),
        checks=(
            equal("loops a repetition, as asked", LOOPS, loops),
            equal("repetitions, as asked", REPEATS, repeats),
            at_least("the best time", 1e-9, best, " s"),
            at_most("best x loops x repetitions", whole, best * loops * repeats, " s"),
        ),
        shown=("timeit.txt",),
    )


TOOL = Tool(
    way="times",
    blind="where the time goes; the setup; the garbage collector, which it switches off",
    widths=(100, 300),
    free="it times whole repetitions from outside: nothing runs within them",
)
