"""JAX: XLA compiles a while_loop over some rows at once, which asks after every few steps."""

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp
from jax.sharding import Mesh, PartitionSpec
from near_two import HIGH, LOW, recount

THREADS = True
TOLD = "float64; Python's abs() near abs(z) = 2; XLA fuses the sum of the test, and none of a step"
VERSION = f"JAX {jax.__version__}"
ROWS, STEPS = 4, 4  # of a tile, and between two questions whether a pixel of it is alive


def make(problem):
    """Return the call, after compiling for this size; each device is a thread with its rows."""
    jax.config.update("jax_enable_x64", val=True)
    jax.config.update("jax_num_cpu_devices", problem.threads)
    xs, ys = np.frombuffer(problem.xs), np.frombuffer(problem.ys)
    padded = np.pad(ys, (0, -ys.size % (ROWS * problem.threads))).reshape(-1, ROWS)

    def fill(xs, ys, c_re, c_im, limit):
        def alive(state):
            re, im, n = state
            return (re * re + im * im < LOW) & (n < limit)

        def step(_, state):
            (re, im, n), going = state, alive(state)
            re, im = (
                jnp.where(going, (re * re - im * im) + c_re, re),
                jnp.where(going, 2 * (re * im) + c_im, im),
            )
            return re, im, n + going

        def tile(ys):
            im, re = jnp.meshgrid(ys, xs, indexing="ij")
            start = re, im, jnp.zeros_like(re, jnp.int32)
            steps = lambda state: lax.fori_loop(0, STEPS, step, state, unroll=True)
            re, im, n = lax.while_loop(lambda state: alive(state).any(), steps, start)
            near = (n < limit) & (re * re + im * im <= HIGH)
            return jnp.where(near, -2 - n, n)

        return lax.map(tile, ys)

    cores, everywhere = PartitionSpec("cores"), PartitionSpec()
    specs = (everywhere, cores, everywhere, everywhere, everywhere)
    mesh = Mesh(np.array(jax.devices()), ("cores",))
    shared = jax.shard_map(fill, mesh=mesh, in_specs=specs, out_specs=cores, check_vma=False)
    arguments = xs, padded, problem.c.real, problem.c.imag, np.int32(problem.limit)
    compiled = jax.jit(shared).lower(*arguments).compile()

    def run():
        counts = np.array(compiled(*arguments)).reshape(-1, xs.size)[: ys.size]
        recount(problem, counts)
        return counts

    return run
