"""Compute with our OpenMP and with the one of a user's kernel in one process, and in a fork of it.

python two_runtimes.py <kernel.cpp> <folder>; prints how many runtimes were loaded, and the child's
exit code.
"""

import os
import signal
import sys
from pathlib import Path

import numpy as np

from juliaset import Problem, _native, escape_counts
from juliaset.compile_kernel import Job, compile_kernel
from juliaset.native import library_kernel


def main(source: Path, folder: Path) -> None:
    compile_kernel(Job(source, "O3", _native.known_flavours()["O3"]), folder)
    mine = library_kernel(source.stem, folder, "O3")
    problem = Problem.book(200)
    expected = escape_counts(problem, "cpp.scalar")

    def compute() -> None:
        out = np.empty_like(expected)
        mine.bind(problem, out, threads=2).run()
        np.testing.assert_array_equal(out, expected)
        out = escape_counts(problem, "cpp.openmp", threads=2)
        np.testing.assert_array_equal(out, expected)

    compute()
    compute()
    maps = Path("/proc/self/maps").read_text().splitlines()
    libraries = {line.split()[-1] for line in maps if "libgomp" in line}
    sys.stdout.write(f"{len(libraries)}\n")
    sys.stdout.flush()  # once: the child would write it too
    child = os.fork()
    if not child:
        signal.alarm(60)  # of a child that hangs
        compute()
        os._exit(0)
    sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
