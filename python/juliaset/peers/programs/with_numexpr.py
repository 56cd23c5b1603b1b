"""numexpr: whole expressions at once, in blocks that fit the cache, on the points still alive."""

import numexpr
import numpy as np
from near_two import HIGH, LOW

THREADS = True
TOLD = "hypot near abs(z) = 2; its virtual machine fuses nothing"
VERSION = f"numexpr {numexpr.__version__}"


def make(problem):
    """Return the call."""
    numexpr.set_num_threads(problem.threads)
    xs, ys = np.frombuffer(problem.xs), np.frombuffer(problem.ys)
    counts = np.frombuffer(problem.counts, np.int32)
    evaluate, c = numexpr.evaluate, {"c_re": problem.c.real, "c_im": problem.c.imag}

    def run():
        re, im = np.tile(xs, ys.size), np.repeat(ys, xs.size)
        where = np.arange(counts.size, dtype=np.int32)
        counts[:] = problem.limit
        for n in range(problem.limit):
            norm = evaluate("re * re + im * im")
            alive = norm < LOW
            if not alive.all():
                near = ~alive & (norm <= HIGH)
                alive[near] = evaluate("hypot(re, im) < 2", {"re": re[near], "im": im[near]})
                counts[where[~alive]] = n
                re, im, where = re[alive], im[alive], where[alive]
                if not where.size:
                    break
            re, im = (
                evaluate("(re * re - im * im) + c_re", c | {"re": re, "im": im}),
                evaluate("2 * (re * im) + c_im", c | {"re": re, "im": im}),
            )

    return run
