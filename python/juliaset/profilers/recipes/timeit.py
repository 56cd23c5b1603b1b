"""timeit: how long does this statement take, at best?"""  # noqa: D400 - a question

import re

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Finding, Recipe, at_least, at_most, equal
from juliaset.profilers.requirements import nothing

LOOPS, REPEATS = 1, 3
SCALE = {"nsec": 1e-9, "usec": 1e-6, "msec": 1e-3, "sec": 1.0}
ANSWER = re.compile(r"(\d+) loops?, best of (\d+): ([\d.]+) (nsec|usec|msec|sec) per loop")
RUNNING = "it prints no line like '1 loop, best of 3: 3.1 sec per loop'"


def record(job: Job) -> None:
    """Time the kernel alone: what it needs is made in -s, which is not timed."""
    words = ["python", "-m", "timeit", "-n", str(LOOPS), "-r", str(REPEATS), "-s"]
    if job.is_book:
        setup = "from julia1 import calculate_z_serial_purepython, zs, cs"
        line = "calculate_z_serial_purepython(300, zs, cs)"
        ran = job.run([*words, setup, line], JULIASET_WIDTH=str(job.width)).succeeded()
    else:
        setup = (
            f'from juliaset.profilers.ready import ready; call = ready("{job.kernel}", {job.width})'
        )
        ran = job.run([*words, setup, "call()"]).succeeded()
    job.keep("timeit.txt", ran.out)
    job.keep("whole.txt", f"{ran.seconds:.6f}\n")


def read(job: Job) -> Finding:
    """Take the line apart; its unit changes with the time."""
    found = ANSWER.search(job.text("timeit.txt"))
    if not found:
        raise NothingMeasuredError(RUNNING)
    loops, repeats = int(found[1]), int(found[2])
    best = float(found[3]) * SCALE[found[4]]
    whole = float(job.text("whole.txt"))
    per_step = best / max(job.known.iterations, 1) * 1e9
    return Finding(
        lines=(
            found[0],
            f"{per_step:.3g} ns for each of {job.known.iterations:,} iterations",
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


RECIPE = Recipe(
    name="timeit",
    question="How long does this statement take, at best?",
    way="times",
    needs=nothing,
    record=record,
    read=read,
    blind="where the time goes; the setup; the garbage collector, which it switches off",
    trial=(100, 300),
    free="it times whole repetitions from outside: nothing runs within them",
)
