"""Halide: what a pixel is, and apart from it the order of the work: vectors, tiles and threads."""

import os
from importlib.metadata import version

import halide as hl
import numpy as np
from near_two import HIGH, LOW, TOLD as IS_TOLD, recount

THREADS = True
TOLD = (
    "strict_float for each operation; Python's abs() near abs(z) = 2; it can't leave a loop early"
)
VERSION = f"Halide {version('halide')}"
TILE, LANES = 32, 8


def make(problem):
    """Return the call, after compiling for this problem."""
    os.environ["HL_NUM_THREADS"] = str(problem.threads)
    width, ys = len(problem.xs), np.frombuffer(problem.ys).copy()
    xs = np.pad(np.frombuffer(problem.xs), (0, -width % TILE))
    image = np.empty((ys.size, xs.size), np.int32)
    strict = hl.strict_float if IS_TOLD else (lambda each: each)
    i, j, tile = hl.Var("i"), hl.Var("j"), hl.Var("tile")
    step = hl.RDom([(0, problem.limit)])
    x_axis, y_axis, c = hl.Buffer(xs), hl.Buffer(ys), problem.c

    z, out = hl.Func("z"), hl.Func("out")
    z[i, j] = (x_axis[i], y_axis[j], hl.i32(0))
    re, im, n = (z[i, j][k] for k in range(3))
    re2, im2, product = strict(re * re), strict(im * im), strict(re * im)
    norm = strict(re2 + im2)
    alive = norm < hl.f64(LOW)
    z[i, j] = (
        hl.select(alive, strict(strict(re2 - im2) + hl.f64(c.real)), re),
        hl.select(alive, strict(strict(product + product) + hl.f64(c.imag)), im),
        n + hl.select(alive, 1, 0) + 0 * step.x,
    )
    out[i, j] = hl.select((n < problem.limit) & (norm <= hl.f64(HIGH)), -2 - n, n)

    out.bound(i, 0, xs.size).bound(j, 0, ys.size).split(i, tile, i, TILE).vectorize(i, LANES)
    z.compute_at(out, tile).vectorize(i, LANES)
    z.update().reorder(i, step.x).vectorize(i, LANES).unroll(i)
    if problem.threads > 1:
        out.parallel(j)
    out.compile_jit(hl.get_host_target())
    target = hl.Buffer(image)

    def run():
        out.realize(target)
        counts = np.ascontiguousarray(image[:, :width])
        recount(problem, counts)
        return counts

    run.kept = xs, ys  # Halide's buffers do not own what they show
    return run
