"""Numba, blocked by hand: a block of pixels takes each step together, and LLVM makes it vectors."""

import numba
import numpy as np
from near_two import HIGH, LOW, recount
from numba import njit, prange

THREADS = True
TOLD = "fastmath off, which is its default: LLVM then fuses nothing; Python's abs() near abs(z) = 2"
VERSION = f"Numba {numba.__version__}"
BLOCK = 32


@njit(nogil=True)
def block_counts(xs, y, c_re, c_im, limit, counts):
    """Count one block; a pixel that has stopped keeps its z, and fails each later test."""
    re, im, n = xs.copy(), np.full(BLOCK, y), np.zeros(BLOCK, np.int32)
    for _ in range(limit):
        left = 0
        for k in range(BLOCK):
            re2, im2 = re[k] * re[k], im[k] * im[k]
            alive = re2 + im2 < LOW
            product = re[k] * im[k]
            re[k] = (re2 - im2) + c_re if alive else re[k]
            im[k] = (product + product) + c_im if alive else im[k]
            n[k] += alive
            left += alive
        if left == 0:
            break
    for k in range(counts.size):
        near = n[k] < limit and re[k] * re[k] + im[k] * im[k] <= HIGH
        counts[k] = -2 - n[k] if near else n[k]


@njit(nogil=True, parallel=True)
def fill(xs, ys, c_re, c_im, limit, counts):
    """Count all rows; the last block of a row is filled up with points that have stopped."""
    width = counts.shape[1]
    for j in prange(ys.size):
        for i in range(0, width, BLOCK):
            block = counts[j, i : min(i + BLOCK, width)]
            block_counts(xs[i : i + BLOCK], ys[j], c_re, c_im, limit, block)


def make(problem):
    """Return the call, after compiling."""
    numba.set_num_threads(problem.threads)
    xs, ys = np.frombuffer(problem.xs).copy(), np.frombuffer(problem.ys).copy()
    counts = np.frombuffer(problem.counts, np.int32).reshape(ys.size, xs.size)
    xs = np.pad(xs, (0, -xs.size % BLOCK), constant_values=9.0)
    c = problem.c
    fill(xs, ys[:0], c.real, c.imag, problem.limit, counts)  # it compiles when it is called
    return lambda: fill(xs, ys, c.real, c.imag, problem.limit, counts) or recount(problem, counts)
