"""Vectorising with NumPy, SIMD, and compiling."""

import ctypes
import sys
from functools import partial
from importlib import import_module
from pathlib import Path

import numpy as np

import juliaset
from claims.claim import Cases, case, claim, control
from claims.counters import instructions_of
from claims.timing import is_longer
from claims.tools import folder, line_with, require_x86_64, run, succeed, tool
from juliaset import _native

MULTIPLY = """
import numpy as np
a = np.ones(200_000, "{kind}")
b = a.copy()
"""
LOOP = "for _ in range(1000): np.multiply(a, b, out=b)"
NO_WIDE = "AVX2 FMA3 X86_V3 X86_V4 AVX512F AVX512CD AVX512_SKX AVX512_ICL AVX512_SPR"


@claim
def vectorise_lists() -> Cases:
    xs = [float(n) for n in range(100_000)]
    array = np.array(xs)
    same = [x * x for x in xs] == (array * array).tolist()
    yield control("equal results", same, seen=same)
    loop, product = lambda: [x * x for x in xs], lambda: array * array
    yield is_longer("a list against an array, 100,000 numbers", loop, product, than=3)


@claim
def vectorising_is_simd() -> Cases:
    info = np.lib.introspect.opt_func_info(func_name="^multiply$")["multiply"]
    setup = MULTIPLY.format(kind="float64")
    found = import_module("numpy._core._multiarray_umath").__cpu_dispatch__
    off = " ".join(name for name in NO_WIDE.split() if name in found)
    narrow = instructions_of(LOOP, setup=setup, env={"NPY_DISABLE_CPU_FEATURES": off})
    wide = instructions_of(LOOP, setup=setup)
    printed = f"{wide / 1e6:.0f} million instructions, and {narrow / 1e6:.0f} with 2 lanes only"
    yield case("float64, 200 million products", printed, holds=wide < 0.75 * narrow)
    has_object = any("O" in types for types in info)
    printed = f"{len(info)} types, among them objects: {has_object}"
    yield case("an array of objects: types with SIMD code", printed, holds=has_object)
    calls: list[float] = []
    np.vectorize(calls.append, otypes=[object])(np.arange(1000.0))
    yield case("np.vectorize over 1,000 numbers", f"{len(calls):,} calls", holds=len(calls) < 1000)


@claim
def simd_does_several() -> Cases:
    ran = {k: instructions_of(LOOP, setup=MULTIPLY.format(kind=k)) for k in ("float64", "float32")}
    products = 200_000_000
    each = {kind: count / products for kind, count in ran.items()}
    printed = ", ".join(f"{kind} {ratio:.2f}" for kind, ratio in each.items())
    halved = 1.5 < ran["float64"] / ran["float32"] < 2.5
    yield case("instructions for each product", printed, holds=halved and each["float32"] < 1)


@claim
def compile_the_loop() -> Cases:
    problem = juliaset.Problem.book(width=100, max_iterations=300)
    slow = partial(juliaset.escape_counts, problem, kernel="python.loops")
    for name in ("cpp.scalar", "cython.memoryview", "numba.njit"):
        fast = partial(juliaset.escape_counts, problem, kernel=name)
        equal = np.array_equal(slow(), fast())
        yield control(f"{name}: equal counts", equal, seen=equal)
        yield is_longer(f"Python against {name}", slow, fast, than=5, rounds=5)


@claim
def compile_with_libraries() -> Cases:
    helper = "from operator import mod\ndef divide(x): return mod(x, 1000003)\n"
    loop = "def f(n):\n    t = 0\n    for i in range(n):\n        t = {}\n    return t\n"
    plain = "from helper import divide\n" + loop.format("divide(t + i)")
    numbers = loop.format("(t + i) % 1000003")
    typed = numbers.replace("f(n)", "f(long n)").replace("t = 0", "cdef long t = 0, i")
    with folder(helper=helper, plain_python=plain, typed_python=numbers) as path:
        for kind, source in (("plain", plain), ("typed", typed)):
            (path / f"{kind}_compiled.pyx").write_text(source)
            succeed([tool("cythonize"), "-3", "-i", f"{kind}_compiled.pyx"], cwd=path)
        found = f"import sys; sys.path.insert(0, {str(path)!r})\n"
        labels = {"plain": "a loop that calls a library", "typed": "a loop of numbers"}
        for kind, label in labels.items():
            slow, fast = (
                instructions_of("f(20_000)", setup=f"{found}from {kind}_{how} import f")
                for how in ("python", "compiled")
            )
            printed = f"Python takes {slow / fast:.1f} times the instructions"
            yield case(f"{label}: compiling gains little", printed, holds=slow < 3 * fast)


@claim
def cython_makes_c() -> Cases:
    with folder() as path:
        (path / "tiny.pyx").write_text("def f(long n):\n    return n * 2\n")
        succeed([tool("cythonize"), "-3", "-i", "tiny.pyx"], cwd=path)
        text = (path / "tiny.c").read_text(encoding="utf-8")
        yield case("tiny.c", text.splitlines()[0].strip("/* "), holds="#include" in text)
        done = run([sys.executable, "-c", "import tiny; print(tiny.f(21))"], cwd=path)
        yield case("tiny.f(21)", done.stdout.strip(), holds=done.stdout == "42\n")


@claim
def compiled_is_callable() -> Cases:
    answer = ctypes.CDLL(None).abs(-42)
    yield case("abs of the C library", answer, holds=answer == 42)
    counts = juliaset.escape_counts(juliaset.Problem.book(50, 300), kernel="cpp.scalar")
    total = int(counts.sum())
    yield case("the Julia set in C++, width 50", f"sum {total}", holds=total == 83654)


@claim
def types_are_settled() -> Cases:
    require_x86_64()
    library = next(Path(juliaset.__path__[0]).rglob("libjuliaset_O3.so"), None)
    file = library or Path(_native.__file__)
    listing = succeed([tool("objdump"), "-d", "--no-show-raw-insn", file])
    found = sum("mulsd" in line or "mulpd" in line for line in listing.splitlines())
    line = line_with(listing, "mulsd").partition(":")[2].strip()
    yield case("multiplications of doubles in it", f"{found}, as {line}", holds=found > 0)
