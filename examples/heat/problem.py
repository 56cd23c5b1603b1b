"""Heat spreads over a plate: a five-point stencil. `make bench` compares the kernels below.

The plate is a grid of temperatures. In a time step each cell moves towards the mean of its four
neighbours; the cells at the edge keep their temperature. Each kernel fills `out` with the
temperatures after all steps.
"""

import numpy as np

from juliaset.problems import OwnProblem

STEPS = 10
# A product with 1/4 or 1/8 would be exact, and a fused multiply-add would not be noticed.
RATE = 0.2


def inputs(size):
    """Return what each kernel is given, before `out`: `size` is the number of rows.

    The plate is wider than high, so a kernel that confuses the two is wrong.
    """
    height, width = size, size + size // 8
    return np.random.default_rng(seed=1).random((height, width)), height, width, STEPS, RATE


def output(field, height, width, steps, rate):  # noqa: ARG001 - it takes all inputs
    """Return an array of the type and shape that a kernel fills."""
    return np.empty_like(field)


def oracle(field, height, width, steps, rate, out):  # noqa: PLR0913 - all inputs, and the output
    """Take each cell by itself, in lists of Python's floats: this is what is right."""
    now = field.tolist()
    for _ in range(steps):
        after = [row[:] for row in now]
        for i in range(1, height - 1):
            above, here, below, new = now[i - 1], now[i], now[i + 1], after[i]
            for j in range(1, width - 1):
                # In this order: another one rounds differently.
                around = (above[j] + below[j]) + (here[j - 1] + here[j + 1])
                new[j] = (around - 4.0 * here[j]) * rate + here[j]
        now = after
    out[...] = now


def updates(field, height, width, steps, rate):  # noqa: ARG001 - it takes all inputs
    """Return how often a cell gets a new temperature; those at the edge never do."""
    return max((height - 2) * (width - 2) * steps, 1)


heat = OwnProblem(
    name="heat",
    inputs=inputs,
    output=output,
    oracle=oracle,
    size=500,
    small=40,
    step="one new temperature of a cell",
    steps=updates,
)

# The first one is the baseline of the contest. Its row is right by definition: it is the oracle.
heat.kernel("python.loops")(oracle)
heat.from_module(
    "numpy.slices", "heat.numpy_slices:advance", summary="One expression of shifted slices."
)
heat.from_module(
    "numpy.out", "heat.numpy_out:advance", summary="The same operations, into arrays that exist."
)
heat.from_module(
    "numpy.strips", "heat.numpy_strips:advance", summary="A few rows at a time, in the cache."
)
heat.from_module(
    "cython.memoryview", "heat.cython_memoryview:advance", summary="Typed loops, without the GIL."
)
heat.from_module("pybind11.scalar", "heat.native:advance", summary="cpp.scalar, through pybind11.")
heat.cpp_file(
    "cpp.scalar",
    "cpp/scalar.cpp",
    "advance",
    flags="-fno-tree-vectorize",
    summary="One cell at a time: the compiler is told to make no vectors.",
)
heat.cpp_file(
    "cpp.auto",
    "cpp/scalar.cpp",
    "advance",
    flags="-march=native",
    summary="The same file: the compiler makes vectors as wide as the CPU's.",
)
heat.cpp_file(
    "cpp.simd", "cpp/simd.cpp", "advance", flags="-march=native", summary="Vectors by hand: xsimd."
)
heat.cpp_file(
    "cpp.openmp",
    "cpp/openmp.cpp",
    "advance",
    threads=True,
    flags="-march=native",
    summary="cpp.auto on several cores: OpenMP shares out the rows of each step.",
)
heat.cpp_file(
    "cpp.wavefront",
    "cpp/wavefront.cpp",
    "advance",
    flags="-march=native",
    summary="Several steps in one journey through memory.",
)
