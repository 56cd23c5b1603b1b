"""Mojo: a language like Python with types and vectors, compiled ahead of time; called by ctypes."""

import ctypes
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import numpy as np
from near_two import HIGH, LOW, TOLD as IS_TOLD, recount

THREADS = True
AHEAD = True
TOLD = "--fp-mode contract=off; Python's abs() near abs(z) = 2; threads are those of Python"
VERSION = f"Mojo {version('mojo')}"
SOURCE = Path(__file__).with_suffix(".mojo")


def make(problem):
    """Return the call, after compiling its library if no earlier process has."""
    built = problem.cache / "julia.so"
    if not built.exists():
        source = built.with_suffix(".mojo")
        source.write_text(SOURCE.read_text().replace("LOW", repr(LOW)).replace("HIGH", repr(HIGH)))
        told = ["--fp-mode", "contract=off"] if IS_TOLD else []
        mojo = Path(sys.executable).with_name("mojo")
        command = [mojo, "build", *told, "--emit", "shared-lib", "-o", built, source]
        subprocess.run(command, stdout=sys.stderr, check=True)
    rows = ctypes.CDLL(str(built)).rows
    whole, double, address = ctypes.c_ssize_t, ctypes.c_double, ctypes.c_void_p
    rows.argtypes = (address,) * 2 + (whole,) * 4 + (double, double, ctypes.c_int32, address)
    width, ys, c = len(problem.xs), np.frombuffer(problem.ys), problem.c
    xs = np.pad(np.frombuffer(problem.xs), (0, -width % 64))
    image = np.empty((ys.size, xs.size), np.int32)
    pool = ThreadPoolExecutor(problem.threads)

    def some(first):
        places = xs.ctypes.data, ys.ctypes.data, xs.size, ys.size, first, problem.threads
        rows(*places, c.real, c.imag, problem.limit, image.ctypes.data)

    def run():
        list(pool.map(some, range(problem.threads)))
        counts = np.ascontiguousarray(image[:, :width])
        recount(problem, counts)
        return counts

    return run
