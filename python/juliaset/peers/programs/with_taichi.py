"""Taichi: a kernel in Python's words, whose outermost loop runs on all cores."""

import numpy as np
import taichi as ti
from near_two import HIGH, LOW, TOLD as IS_TOLD, recount

THREADS = True
TOLD = "fast_math=False, float64; Python's abs() near abs(z) = 2"
VERSION = f"Taichi {'.'.join(map(str, ti.__version__))}"


def make(problem):
    """Return the call, after compiling."""
    ti.init(
        ti.cpu,
        default_fp=ti.f64,
        fast_math=not IS_TOLD,
        cpu_max_num_threads=problem.threads,
        offline_cache=False,
        log_level=ti.ERROR,
    )

    @ti.kernel
    def fill(
        xs: ti.types.ndarray(),
        ys: ti.types.ndarray(),
        c_re: ti.f64,
        c_im: ti.f64,
        limit: ti.i32,
        counts: ti.types.ndarray(),
    ):
        for j, i in counts:
            re, im, n = xs[i], ys[j], 0
            norm = re * re + im * im
            while n < limit and norm < LOW:
                re, im = (re * re - im * im) + c_re, 2 * (re * im) + c_im
                norm = re * re + im * im
                n += 1
            counts[j, i] = -2 - n if n < limit and norm <= HIGH else n

    xs, ys, c = np.frombuffer(problem.xs), np.frombuffer(problem.ys), problem.c
    counts = np.frombuffer(problem.counts, np.int32).reshape(ys.size, xs.size)
    point = np.zeros(1)
    fill(point, point, 0.0, 0.0, 0, np.zeros((1, 1), np.int32))  # it compiles when it is called

    def run():
        fill(xs, ys, c.real, c.imag, problem.limit, counts)
        recount(problem, counts)

    return run
