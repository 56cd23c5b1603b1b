"""Which bytecodes does the interpreter work through, each time around?"""  # noqa: D400 - a question

import dis
import os
from pathlib import Path
from types import CodeType

from juliaset.profilers.book import BOOK_FUNCTION, SCRIPTS
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, contains, equal
from juliaset.profilers.requirements import only_python


def commands(job: Job) -> Commands:
    """List the whole file, as the command line does."""
    listing = yield ["python", "-m", "dis", os.path.relpath(job.script, SCRIPTS)]
    job.keep("dis.txt", listing.out)


def functions(path: Path) -> list[CodeType]:
    """Compile a file, and return the code of its functions."""
    module = compile(path.read_text(), path.name, "exec")
    return [code for code in module.co_consts if isinstance(code, CodeType)]


def inner_loop(code: CodeType) -> list[dis.Instruction]:
    """Return the instructions from the target of the innermost backward jump to the jump."""
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


def function_with_loop(codes: list[CodeType]) -> CodeType:
    """Return the book's function, or the longest one with a loop."""
    looping = [code for code in codes if inner_loop(code)]
    if not looping:
        raise NothingMeasuredError("no function of the file has a loop")
    book = [code for code in looping if code.co_name == BOOK_FUNCTION]
    return max(book or looping, key=lambda code: len(code.co_code))


def globals_of(code: CodeType) -> list[str]:
    """Return the names that it looks up, each as often as it does."""
    return [str(one.argval) for one in dis.get_instructions(code) if one.opname == "LOAD_GLOBAL"]


def read(job: Job) -> Finding:
    """Compare lengths: names of instructions change with every version of Python."""
    codes = functions(job.script)
    code = function_with_loop(codes)
    loop, steps = inner_loop(code), job.known.iterations
    listing = job.text("dis.txt")
    lookups = sum(len(globals_of(each)) for each in codes)
    listed = f"<code object {code.co_name}" in listing
    return Finding(
        lines=(
            f"{code.co_name}: {len(list(dis.get_instructions(code)))} instructions",
            f"its inner loop: {len(loop)} of them, each time around",
            f"times {steps:,} iterations: {len(loop) * steps:,} instructions of the interpreter"
            if job.is_book
            else f"globals that it looks up: {', '.join(dict.fromkeys(globals_of(code)))}",
        ),
        checks=(
            equal("LOAD_GLOBAL in the listing", lookups, listing.count(" LOAD_GLOBAL ")),
            contains("its part of the listing", code.co_name, listed),
            at_least("instructions of the inner loop", 2, len(loop)),
        ),
        shown=("dis.txt",),
    )


TOOL = Tool(
    way="reads",
    blind="time; what an instruction does; what the interpreter makes of it while it runs",
    refuses=only_python,
    widths=(),
    free="it reads the code and runs nothing",
)
