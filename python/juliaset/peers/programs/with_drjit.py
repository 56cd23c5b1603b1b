"""Dr.Jit: a loop over whole arrays is traced, and LLVM makes one vectorized loop of it."""

import drjit as dr
import numpy as np
from drjit.llvm import Float64, Int32
from near_two import HIGH, LOW, recount

THREADS = True
TOLD = "float64; Python's abs() near abs(z) = 2; its code for LLVM fuses nothing by itself"
VERSION = f"Dr.Jit {dr.__version__}"


@dr.syntax
def steps(re, im, c_re, c_im, limit):
    """Return the counts; the condition is that of each pixel, and a vector goes on for any."""
    n = Int32(0)
    norm = re * re + im * im
    while (n < limit) & (norm < LOW):
        re, im = (re * re - im * im) + c_re, 2 * (re * im) + c_im
        norm = re * re + im * im
        n += 1
    return dr.select((n < limit) & (norm <= HIGH), -2 - n, n)


def make(problem):
    """Return the call, after compiling; each call traces the loop again."""
    dr.set_thread_count(problem.threads)
    xs, ys = Float64(np.frombuffer(problem.xs)), Float64(np.frombuffer(problem.ys))
    c_re, c_im = dr.opaque(Float64, problem.c.real), dr.opaque(Float64, problem.c.imag)
    limit = dr.opaque(Int32, problem.limit)

    def counts_of(xs, ys):
        im, re = dr.meshgrid(ys, xs, indexing="ij")
        found = steps(re, im, c_re, c_im, limit)
        dr.eval(found)
        dr.sync_thread()
        return found.numpy()

    def run():
        counts = counts_of(xs, ys)
        recount(problem, counts)
        return counts

    counts_of(Float64([9.0, 9.0]), Float64([9.0, 9.0]))  # it compiles when it is called
    return run
