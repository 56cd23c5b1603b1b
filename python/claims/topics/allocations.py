"""tracemalloc, and two ways to ask how large something is."""

# ruff: noqa: D103 - what a claim says is its docstring
from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pympler.asizeof import asizeof

from claims.claims import case, claim, control
from claims.running import folder, last_line, python, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claims.claims import Case

LEAK = """
import ctypes, sys, tracemalloc

seen = []

def handle(request):
    if sys.argv[1] == "python":
        seen.append("request %d" % request + "x" * 1000)
    else:
        ctypes.CDLL(None).malloc(1000)
    return request

handle(0)
tracemalloc.start()
before = tracemalloc.take_snapshot()
for request in range(5000):
    handle(request)
growth = tracemalloc.take_snapshot().compare_to(before, "lineno")[0]
print(growth.traceback[0].lineno, growth.size_diff)
"""


@claim(
    2, 3,
    says="tracemalloc shows which lines allocated memory.",
    verdict="true",
    answer="NumPy tells it of its arrays, to the byte.",
    command="python -c: np.empty(1_000_000) and a snapshot's statistics('lineno')",
)  # fmt: skip
def tracemalloc_shows_lines() -> Iterator[Case]:
    script = """
        import tracemalloc
        import numpy as np
        tracemalloc.start()
        a = np.empty(1_000_000)
        b = [None] * 1000
        for s in tracemalloc.take_snapshot().statistics("lineno")[:2]:
            print(s.traceback[0].lineno, s.size)
    """
    with folder(sample=script) as path:
        first = run([sys.executable, "sample.py"], cwd=path).stdout.splitlines()[0]
    line, size = map(int, first.split())
    yield case(
        "line, bytes", f"{line}, {size:,}", holds=line == 4 and 8_000_000 <= size < 8_001_000
    )


@claim(
    2,
    says="arr * 2.0 makes a copy.",
    verdict="true",
    answer="A new array for the result; arr *= 2.0 or out=arr makes none.",
    command="tracemalloc's peak for a * 2.0 and for a *= 2.0, a million doubles",
)
def times_two_copies() -> Iterator[Case]:
    for statement, copied in (("b = a * 2.0", True), ("a *= 2.0", False)):
        peak = int(
            python(
                "import numpy as np, tracemalloc\na = np.ones(1_000_000)\ntracemalloc.start()\n"
                f"{statement}\nprint(tracemalloc.get_traced_memory()[1])"
            )
        )
        yield case(statement, f"{peak:,} bytes", holds=(peak >= 8_000_000) == copied)


@claim(
    3,
    says="tracemalloc is a good tool for memory leaks.",
    verdict="depends",
    answer="For objects of Python: compare two snapshots, and the line that leaks stands on top."
    " Memory that C or C++ takes with malloc or new is not seen; memray sees it.",
    command="two snapshots around 5,000 requests, with a leak in a list and one in malloc",
)
def tracemalloc_finds_leaks() -> Iterator[Case]:
    for kind, label in (("python", "a list that grows"), ("c", "malloc without free")):
        with folder(leak=LEAK) as path:
            printed = run([sys.executable, "leak.py", kind], cwd=path).stdout
        line, size = map(int, printed.split())
        found = line in {7, 9} and size > 4_000_000
        yield case(f"{label}: found", f"line {line}, {size:,} bytes more", holds=found)


@claim(
    3,
    says="import tracemalloc and take_snapshot() is all it takes.",
    verdict="false",
    answer="tracemalloc.start() first; what was allocated before is not known.",
    command='python -c "import tracemalloc; tracemalloc.take_snapshot()"',
)
def tracemalloc_without_start() -> Iterator[Case]:
    code = "import tracemalloc; {}tracemalloc.take_snapshot(); print('taken')"
    done = run([sys.executable, "-c", code.format("")])
    good = run([sys.executable, "-c", code.format("tracemalloc.start(); ")])
    yield case("without start()", last_line(done.stderr), holds=done.returncode == 0)
    yield control("with it", good.stdout.strip(), seen=good.returncode == 0)


@claim(
    4,
    says="pympler's asizeof tells sizes better.",
    verdict="depends",
    answer="Better than sys.getsizeof, which counts the list and not what is in it. But it looks at"
    " Python objects: memory that C++ holds for one is unknown to it, and looking takes long.",
    command="sys.getsizeof and asizeof of 1,000 complex numbers in a list, of a C buffer",
)
def asizeof_is_better() -> Iterator[Case]:
    import zlib  # noqa: PLC0415 - only this experiment needs it

    numbers = [complex(i, i) for i in range(1000)]
    shallow, deep = sys.getsizeof(numbers), asizeof(numbers)
    yield case(
        "1,000 complex numbers", f"{shallow:,} and {deep:,}", holds=deep == shallow + 32 * 1000
    )
    hidden = asizeof(zlib.compressobj())
    yield case("a zlib compressor, which holds 256 KiB in C", f"{hidden:,}", holds=hidden > 100_000)


@claim(
    4,
    says="%memit gives the accurate memory of an expression.",
    verdict="depends",
    answer="It looks at the whole process ten times a second and prints the highest look. For"
    " something large that takes a while this is right; an expression that is over within a tenth"
    " of a second can be missed altogether.",
    command="%memit on a block of 64 MiB that stays for 0.4 s, and on one that does not",
    slow=True,
)
def memit_is_accurate() -> Iterator[Case]:
    code = """
        import sys
        from IPython.core.interactiveshell import InteractiveShell
        shell = InteractiveShell.instance()
        shell.run_line_magic("load_ext", "memory_profiler")
        result = shell.run_line_magic("memit", "-o -r 4 " + sys.argv[1])
        print("grown", *(use - result.baseline for use in result.mem_usage))
    """
    block = "bytearray(b'x') * (64 << 20)"
    asked = (
        ("64 MiB that stay for 0.4 s", f"({block}, __import__('time').sleep(0.4))"),
        ("64 MiB that are gone at once", block),
    )
    with folder() as home:
        for label, expression in asked:
            printed = python(code, expression, env={"IPYTHONDIR": str(home)})
            grown = [float(part) for part in printed.split("grown")[1].split()]
            shown = f"{', '.join(f'{mib:.0f}' for mib in grown)} MiB in four runs"
            yield case(label, shown, holds=min(grown) > 50)


@claim(
    4,
    says="%memit works as written.",
    verdict="false",
    answer="%load_ext memory_profiler first.",
    command="ipython -c '%memit [1]'",
)
def memit_as_written() -> Iterator[Case]:
    with folder() as home:
        command = [sys.executable, "-m", "IPython", "-c"]
        bare = run([*command, "%memit [1]"], env={"IPYTHONDIR": str(home)})
        loaded = run(
            [*command, "%load_ext memory_profiler\n%memit [1]"], env={"IPYTHONDIR": str(home)}
        )
    printed = bare.stdout + bare.stderr
    yield case("without the extension", last_line(printed), holds="peak memory" in printed)
    seen = "peak memory" in loaded.stdout
    yield control("with it", last_line(loaded.stdout).partition(":")[0], seen=seen)
