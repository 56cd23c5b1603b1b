"""dis: which bytecodes does the interpreter work through, each time around the loop?"""  # noqa: D400 - a question

import dis
import os
from pathlib import Path
from types import CodeType

from juliaset.profilers.book import SCRIPTS
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Finding, Recipe, at_least, contains, equal
from juliaset.profilers.requirements import nothing, only_python


def script(job: Job) -> Path:
    """Name the file whose bytecode is read."""
    if job.is_book or job.row.source is None:
        return SCRIPTS / "julia1_nopil.py"
    return job.row.source


def record(job: Job) -> None:
    """List the whole file, as the command line does."""
    words = ["python", "-m", "dis", os.path.relpath(script(job), SCRIPTS)]
    job.keep("dis.txt", job.run(words).succeeded().out)


def functions(path: Path) -> list[CodeType]:
    """Compile a file, and give the code of its functions."""
    module = compile(path.read_text(), path.name, "exec")
    return [code for code in module.co_consts if isinstance(code, CodeType)]


def inner_loop(code: CodeType) -> list[dis.Instruction]:
    """Give the instructions from the innermost backward jump's target to the jump."""
    instructions = list(dis.get_instructions(code))
    jumps = [
        one
        for one in instructions
        if "BACKWARD" in one.opname and isinstance(one.argval, int) and one.argval < one.offset
    ]
    loops = [
        [one for one in instructions if jump.argval <= one.offset <= jump.offset] for jump in jumps
    ]
    return min(loops, key=len, default=[])


def of_interest(codes: list[CodeType]) -> CodeType:
    """Take the book's function, or the longest with a loop."""
    looping = [code for code in codes if inner_loop(code)]
    if not looping:
        raise NothingMeasuredError("no function of the file has a loop")
    book = [code for code in looping if code.co_name == "calculate_z_serial_purepython"]
    return max(book or looping, key=lambda code: len(code.co_code))


def globals_of(code: CodeType) -> list[str]:
    """Name what it looks up, each time it stands there."""
    return [str(one.argval) for one in dis.get_instructions(code) if one.opname == "LOAD_GLOBAL"]


def read(job: Job) -> Finding:
    """Compare lengths: names of instructions change with every version of Python."""
    codes = functions(script(job))
    code = of_interest(codes)
    loop = inner_loop(code)
    listing = job.text("dis.txt")
    looked_up = sum(len(globals_of(each)) for each in codes)
    steps = len(loop) * job.known.iterations
    return Finding(
        lines=(
            f"{code.co_name}: {len(list(dis.get_instructions(code)))} instructions",
            f"its inner loop: {len(loop)} of them, each time around",
            f"times {job.known.iterations:,} iterations: {steps:,} instructions of the interpreter"
            if job.is_book
            else f"globals that it looks up: {', '.join(dict.fromkeys(globals_of(code)))}",
        ),
        checks=(
            equal("LOAD_GLOBAL in the listing", looked_up, listing.count(" LOAD_GLOBAL ")),
            contains(
                "its part of the listing", code.co_name, f"<code object {code.co_name}" in listing
            ),
            at_least("instructions of the inner loop", 2, len(loop)),
        ),
        shown=("dis.txt",),
    )


RECIPE = Recipe(
    name="dis",
    question="Which bytecodes does the interpreter work through, each time around?",
    way="reads",
    needs=nothing,
    record=record,
    read=read,
    blind="time; what an instruction does; what the interpreter makes of it while it runs",
    refuses=only_python,
    free="it reads the code and runs nothing",
)
