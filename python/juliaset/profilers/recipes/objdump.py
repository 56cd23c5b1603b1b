"""Which machine instructions does the loop execute, each time around?"""  # noqa: D400 - a question

import os
import re

from juliaset.kernel_type import DEFAULT_FLAVOUR
from juliaset.native import library_of
from juliaset.profilers.book import SCRIPTS
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.instruction_words import register_width, words_of
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, contains
from juliaset.profilers.requirements import only_cpp

FUNCTION = re.compile(r"^[0-9a-f]+ <(.+)>:$")
CODE = re.compile(r"^ +([0-9a-f]+):\t(\S+)\s*(.*)$")
PLACE = re.compile(r"^(?:\S*/)?([\w.]+):(\d+)")
LONGEST = 400  # instructions; a longer one is the loop around the loop


def commands(job: Job) -> Commands:
    """Disassemble the flavour's library, and keep the functions of the kernel's own file."""
    library = library_of(DEFAULT_FLAVOUR)
    words = ["objdump", "--disassemble", "--demangle", "--line-numbers", "--no-show-raw-insn"]
    listing = (yield [*words, os.path.relpath(library, SCRIPTS)]).out
    parts = [part for part in functions(listing) if f"/{job.source}:" in part]
    if not parts:
        raise NothingMeasuredError(
            f"no function of {library.name} has lines of {job.source}: was it built without -g1?"
        )
    job.keep("assembly.txt", "\n\n".join(parts) + "\n")


def functions(text: str) -> list[str]:
    """Split a listing into its functions."""
    return [part for part in text.split("\n\n") if FUNCTION.match(part.partition("\n")[0])]


def loops(text: str) -> list[list[str]]:
    """Return the instructions of each loop: from the target of a backward jump to the jump."""
    found = []
    jump = words_of(text).jump
    for part in functions(text):
        rows = [
            (int(row[1], 16), row[2], row[3]) for row in map(CODE.match, part.split("\n")) if row
        ]
        for at, operation, operands in rows:
            target = jump.match(f"{operation} {operands} ")
            if target and int(target[1], 16) < at:
                back = int(target[1], 16)
                body = [
                    f"{name} {rest}".strip() for where, name, rest in rows if back <= where <= at
                ]
                if len(body) <= LONGEST:
                    found.append(body)
    return found


def hot(text: str, isa: str) -> list[str]:
    """Return the loop that multiplies most for its length, in registers of an instruction set.

    A file that is compiled once for each set has a loop in each; the pixels that do not fill a
    vector have loops too, in narrower registers.
    """
    words = words_of(text)

    def products(body: list[str]) -> int:
        return sum(words.multiplies.match(line) is not None for line in body)

    wanted, others = words.sets.get(isa, ("", ()))
    fitting = [
        body
        for body in loops(text)
        if products(body) > 1
        and wanted in " ".join(body)
        and not any(other in " ".join(body) for other in others)
    ]
    return max(fitting, key=lambda body: products(body) / len(body), default=[])


def read(job: Job) -> Finding:
    """Count what one time around the loop consists of."""
    text = job.text("assembly.txt")
    body = hot(text, job.kernel.isa)
    if not body:
        raise NothingMeasuredError("no loop with multiplications was found in it")
    job.keep("hot_loop.txt", "\n".join(body) + "\n")
    words = words_of("\n".join(body))
    width = register_width(body, words)
    packed = sum(words.packed.match(line) is not None for line in body)
    scalar = sum(words.scalar.match(line) is not None for line in body)
    products = sum(words.multiplies.match(line) is not None for line in body)
    places = {found[1] for found in map(PLACE.match, text.splitlines()) if found}
    calls = dict.fromkeys(
        line.rpartition("<")[2].strip(">") for line in body if words.call.match(line)
    )
    return Finding(
        lines=(
            f"{len(body)} instructions each time around, in registers of {width}",
            f"arithmetic: {packed} packed (several pixels at once), {scalar} scalar (one)",
            f"functions that it calls: {', '.join(calls) or 'none'}",
        ),
        checks=(
            contains("the kernel's file in the line table", job.source, job.source in places),
            at_least("multiplications in the loop", 2, products),
        ),
        shown=("hot_loop.txt", "assembly.txt"),
    )


TOOL = Tool(
    way="reads",
    program="objdump",
    thing="objdump",
    blind="time; which way branches go; what the processor does at once",
    kernel="cpp.scalar",
    refuses=only_cpp,
    widths=(),
    free="it reads the library and runs nothing",
)
