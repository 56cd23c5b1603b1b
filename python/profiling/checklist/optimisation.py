"""One source, compiled with -O0 and with -O3 -march=native."""

import tempfile
from functools import partial
from pathlib import Path

from pair import main
from pictures import bound, has_right_counts, picture

from juliaset.native import library_of
from juliaset.profilers.recipes.objdump import functions, loops
from juliaset.profilers.requirements import need_program
from juliaset.profilers.running import run

FLAVOURS = {"before": "O0", "after": "O3_native"}
STACK = ("(%rbp)", "(%rsp)")
needs = partial(need_program, "objdump", "objdump")
right = has_right_counts


def before(data):
    """Run the kernel that was compiled without optimisation."""
    return data["O0"]()


def after(data):
    """Run the same kernel, compiled for speed and for this machine."""
    return data["O3_native"]()


def prepare(size):
    """Bind the two flavours of cpp.scalar to one picture."""
    problem, expected = picture(size)
    calls = {
        flavour: bound(problem, "cpp.scalar", flavour=flavour) for flavour in ("O0", "O3_native")
    }
    return {**calls, "expected": expected}


def look(side, _size):
    """Count the instructions of the hot loop that go to the stack for a variable."""
    library = library_of(FLAVOURS[side])
    words = ["objdump", "--disassemble", "--demangle", "--line-numbers", "--no-show-raw-insn"]
    with tempfile.TemporaryDirectory() as folder:
        printed = run([*words, str(library)], Path(folder)).succeeded().out
    parts = [part for part in functions(printed) if "/scalar.cpp:" in part]
    bodies = [body for body in loops("\n\n".join(parts)) if sum("mul" in line for line in body) > 1]
    hot = min(bodies, key=len)  # the innermost of the loops that multiply
    return sum(any(place in line for place in STACK) for line in hot)


if __name__ == "__main__":
    main("optimisation")
