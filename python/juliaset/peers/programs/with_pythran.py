"""Pythran: the loops of Python as C++ with OpenMP, compiled ahead by the system's compiler."""

import importlib.util

import numpy as np
import pythran
from near_two import HIGH, LOW, TOLD as IS_TOLD

THREADS = True
AHEAD = True
TOLD = "-O3 -fopenmp -ffp-contract=off; the C library's hypot near abs(z) = 2"
VERSION = f"Pythran {pythran.__version__}"
SOURCE = """
import numpy as np

def escape_count(re, im, c_re, c_im, limit):
    n = 0
    while n < limit:
        re2 = re * re
        im2 = im * im
        norm = re2 + im2
        if norm >= LOW and not (norm <= HIGH and np.hypot(re, im) < 2.0):
            break
        product = re * im
        re = (re2 - im2) + c_re
        im = (product + product) + c_im
        n += 1
    return n

#pythran export fill(float64[:], float64[:], float64, float64, int, int32[:, :], int)
def fill(xs, ys, c_re, c_im, limit, counts, threads):
    #omp parallel for schedule(dynamic, 8) num_threads(threads)
    for j in range(ys.shape[0]):
        for i in range(xs.shape[0]):
            counts[j, i] = escape_count(xs[i], ys[j], c_re, c_im, limit)
"""


def make(problem):
    """Return the call, after compiling its module if no earlier process has."""
    built = problem.cache / "pythran_julia.so"
    if not built.exists():
        source = SOURCE.replace("LOW", repr(LOW)).replace("HIGH", repr(HIGH))
        told = ["-O3", "-ffp-contract=off"] if IS_TOLD else []
        options = {
            "extra_compile_args": ["-fopenmp", *told],
            "extra_link_args": ["-fopenmp"],
            "output_file": str(built),
        }
        pythran.compile_pythrancode("pythran_julia", source, **options)
    spec = importlib.util.spec_from_file_location("pythran_julia", built)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    xs, ys, c = np.frombuffer(problem.xs), np.frombuffer(problem.ys), problem.c
    counts = np.frombuffer(problem.counts, np.int32).reshape(ys.size, xs.size)
    arguments = xs, ys, c.real, c.imag, problem.limit, counts, problem.threads
    return lambda: module.fill(*arguments)
