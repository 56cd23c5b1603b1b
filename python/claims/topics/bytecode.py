"""What dis prints, and what bytecode says about speed."""

import contextlib
import dis
import io
import sys

from claims.claim import Cases, case, claim, control
from claims.tools import has_line, require_python_311, run


def fn_expressive(upper: int = 300_000) -> int:
    """Add the numbers below `upper` in a loop of Python."""
    total = 0
    for n in range(upper):
        total += n
    return total


def fn_terse(upper: int = 300_000) -> int:
    """Add the numbers below `upper` in C."""
    return sum(range(upper))


class Sample:
    """Two methods to disassemble."""

    def first(self) -> int:
        """Return one."""
        return 1

    def second(self) -> int:
        """Return two."""
        return 2


def listing(what: object) -> list[str]:
    """Return the lines that dis.dis prints."""
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        dis.dis(what)  # type: ignore[arg-type]
    return stream.getvalue().splitlines()


def marked() -> dict[int, str]:
    """Return offset and name of each line of fn_expressive's listing with the mark >>."""
    rows = [line.split(">>")[1].split() for line in listing(fn_expressive) if ">>" in line]
    return {int(row[0]): row[1] for row in rows}


@claim
def dis_shows() -> Cases:
    printed = run([sys.executable, "-m", "dis"], stdin="x = a + 1\n").stdout
    yield has_line("python -m dis", printed, "STORE_NAME")
    heads = [line for line in listing(Sample) if line.startswith("Disassembly")]
    yield case("dis.dis(Sample)", " ".join(heads), holds=len(heads) == 2)


@claim
def first_column() -> Cases:
    require_python_311()
    starts = {line for _, line in dis.findlinestarts(fn_expressive.__code__)}
    fields = [line.split() for line in listing(fn_expressive) if line.strip()]
    printed = {int(f[0]) for f in fields if f[0] != ">>" and not f[1].isupper()}
    yield case("numbers of lines", f"{len(printed)} lines", holds=printed == starts)


@claim
def jump_marks() -> Cases:
    require_python_311()
    targets = set(dis.findlabels(fn_expressive.__code__.co_code))  # type: ignore[arg-type]
    jumps = {i.offset for i in dis.get_instructions(fn_expressive) if i.opcode in dis.hasjrel}
    marks = set(marked())
    yield control("marks are where jumps arrive", f"{sorted(marks)}", seen=marks == targets)
    yield case("marks are where jumps start", f"{sorted(jumps)}", holds=marks == jumps)


@claim
def third_column() -> Cases:
    code = fn_expressive.__code__.co_code
    there = [code[i.offset] == i.opcode for i in dis.get_instructions(fn_expressive)]
    yield case("opcodes found at their offsets", f"{sum(there)} of {len(there)}", holds=all(there))


@claim
def fourth_column() -> Cases:
    names = [i.opname for i in dis.get_instructions(fn_expressive)]
    known = [name in dis.opmap for name in names]
    yield case("names in dis.opmap", f"{sum(known)} of {len(known)}", holds=all(known))


@claim
def fifth_column() -> Cases:
    require_python_311()
    code = fn_expressive.__code__
    first = {i.opname: i for i in reversed(list(dis.get_instructions(fn_expressive)))}
    tables: dict[str, tuple[object, ...]] = {
        "LOAD_CONST": code.co_consts,
        "STORE_FAST": code.co_varnames,
        "BINARY_OP": code.co_names,
        "JUMP_BACKWARD": code.co_names,
    }
    for name, table in tables.items():
        argument, value = first[name].arg, first[name].argval
        index = argument is not None and argument < len(table) and table[argument] == value
        yield case(name, f"{argument} ({first[name].argrepr})", holds=index)


@claim
def last_column() -> Cases:
    lines = listing(fn_expressive)
    told = [i for i in dis.get_instructions(fn_expressive) if i.argrepr]
    seen = [any(f"({i.argrepr})" in line and i.opname in line for line in lines) for i in told]
    yield case("arguments explained", f"{sum(seen)} of {len(seen)}", holds=all(seen))
