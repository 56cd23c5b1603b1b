"""tracemalloc, and two ways to ask how large something is."""

import sys
import zlib

from pympler.asizeof import asizeof

from claims.claim import Cases, case, claim, control
from claims.tools import folder, ipython, last_line, on_sample, python, run

LEAK = """\
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


@claim
def tracemalloc_shows_lines() -> Cases:
    script = """
        import tracemalloc
        import numpy as np
        tracemalloc.start()
        a = np.empty(1_000_000)
        b = [None] * 1000
        for s in tracemalloc.take_snapshot().statistics("lineno")[:2]:
            print(s.traceback[0].lineno, s.size)
    """
    line, size = map(int, on_sample(script, [sys.executable]).splitlines()[0].split())
    right = line == 4 and 8_000_000 <= size < 8_001_000
    yield case("line, bytes", f"{line}, {size:,}", holds=right)


@claim
def times_two_copies() -> Cases:
    for statement, copied in (("b = a * 2.0", True), ("a *= 2.0", False)):
        code = "import numpy as np, tracemalloc\na = np.ones(1_000_000)\ntracemalloc.start()\n"
        peak = int(python(f"{code}{statement}\nprint(tracemalloc.get_traced_memory()[1])"))
        yield case(statement, f"{peak:,} bytes", holds=(peak >= 8_000_000) == copied)


@claim
def tracemalloc_finds_leaks() -> Cases:
    for kind, label in (("python", "a list that grows"), ("c", "malloc without free")):
        line, size = map(int, python(LEAK, kind).split())
        found = line in {7, 9} and size > 4_000_000
        yield case(f"{label}: found", f"line {line}, {size:,} bytes more", holds=found)


@claim
def tracemalloc_without_start() -> Cases:
    code = "import tracemalloc; {}tracemalloc.take_snapshot(); print('taken')"
    done = run([sys.executable, "-c", code.format("")])
    good = run([sys.executable, "-c", code.format("tracemalloc.start(); ")])
    yield case("without start()", last_line(done.stderr), holds=done.returncode == 0)
    yield control("with it", good.stdout.strip(), seen=good.returncode == 0)


@claim
def asizeof_is_better() -> Cases:
    numbers = [complex(i, i) for i in range(1000)]
    shallow, deep = sys.getsizeof(numbers), asizeof(numbers)  # type: ignore[no-untyped-call]
    right = deep == shallow + 32 * 1000
    yield case("1,000 complex numbers", f"{shallow:,} and {deep:,}", holds=right)
    hidden = asizeof(zlib.compressobj())  # type: ignore[no-untyped-call]
    yield case("a zlib compressor, which holds 256 KiB in C", f"{hidden:,}", holds=hidden > 100_000)


@claim
def memit_is_accurate() -> Cases:
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


@claim
def memit_as_written() -> Cases:
    bare = ipython("%memit [1]")
    loaded = ipython("%load_ext memory_profiler", "%memit [1]")
    yield case("without the extension", last_line(bare), holds="peak memory" in bare)
    seen = "peak memory" in loaded
    yield control("with it", last_line(loaded).partition(":")[0], seen=seen)
