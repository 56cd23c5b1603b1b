"""A forked process computes as its parent does: nothing in it waits for threads that are not there.

Each program runs in a process of its own, because what is tested depends on what ran before a fork.
"""

import subprocess
import sys
import textwrap
from importlib.util import find_spec

import pytest

pytest.importorskip("juliaset._native", reason="make builds the compiled half")
from juliaset import _native

PATIENCE = 60  # each needs about a second
BEGINNING = """
import multiprocessing, os, signal
import juliaset

problem = juliaset.Problem.view(
    window=(-1.5, 1.5, -1.0, 1.0), width=67, height=43, c=-0.4 + 0.6j, max_iterations=99
)
expected = juliaset.escape_counts(problem, kernel="cpp.scalar")


def is_right(name, flavour=None, threads=3):
    got = juliaset.escape_counts(problem, kernel=name, flavour=flavour, threads=threads)
    return bool((got == expected).all())


def in_child(action):
    child = os.fork()
    if child == 0:
        signal.alarm(20)  # what hangs ends here
        status = 3
        try:
            status = 0 if action() else 1
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
"""


def program(text: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", BEGINNING + textwrap.dedent(text)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env=environment or None,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_kernel_with_threads_works_in_a_child_and_its_child() -> None:
    printed = program(
        """
        rows = [
            (kernel.name, flavour)
            for kernel in juliaset.kernels()
            if kernel.supports_threads and kernel.exact and not kernel.reason
            and kernel.name.startswith(("cpp.", "cython."))
            for flavour in kernel.flavours or (None,)
        ]
        assert all(is_right(*row) for row in rows)
        for row in rows:
            nested = lambda: is_right(*row) and in_child(lambda: is_right(*row)) == 0
            print(*row, in_child(nested), is_right(*row))
        """
    )
    lines = printed.splitlines()
    assert {"cython.prange None 0 True", "cpp.openmp O3 0 True"} <= set(lines)
    assert all(line.endswith(" 0 True") for line in lines)


def test_a_child_of_a_process_that_has_not_computed_uses_threads() -> None:
    assert program("print(in_child(lambda: is_right('cpp.openmp')))") == "0\n"


def test_a_pool_of_forked_processes_computes() -> None:
    printed = program(
        """
        assert is_right("best")
        with multiprocessing.get_context("fork").Pool(2) as pool:
            print(pool.map_async(is_right, ["best", "cpp.openmp"] * 4).get(timeout=30))
        """
    )
    assert printed == f"{[True] * 8}\n"


def test_a_child_has_the_threads_that_it_asks_for() -> None:
    printed = program(
        """
        assert is_right("cpp.openmp")
        counted = lambda: is_right("cpp.openmp") and len(os.listdir("/proc/self/task")) == 3
        print(in_child(counted))
        """
    )
    assert printed == "0\n"


@pytest.mark.skipif(find_spec("numba") is None, reason="Numba, an extra, is not installed")
@pytest.mark.slow
def test_numba_says_what_it_cannot_do_in_a_child() -> None:
    printed = program(
        """
        import numba

        def refused():
            try:
                return is_right("numba.parallel", threads=1)
            except juliaset.UnavailableError as error:
                return "was forked after" in str(error) and numba.threading_layer() == "omp"

        assert is_right("numba.parallel", threads=1)
        print(in_child(refused))
        """
    )
    assert printed == "0\n"


@pytest.mark.slow
def test_a_kernel_of_the_user_works_in_a_child() -> None:
    printed = program(
        """
        import pathlib, tempfile
        from juliaset import _native
        from juliaset.compile_kernel import Job, compile_kernel
        from juliaset.native import library_kernel

        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            source = folder / "mine.cpp"
            source.write_text((pathlib.Path(_native.folder()) / "cxx" / "openmp.cpp").read_text())
            compile_kernel(Job(source, "O3", "-O1"), folder)
            kernel = library_kernel("mine", folder, "O3")

            def works():
                counts = expected * 0
                kernel.bind(problem, counts, threads=3)()
                return bool((counts == expected).all())

            assert works()
            print(in_child(works))
        """
    )
    assert printed == "0\n"


@pytest.mark.parametrize("size", ["16K", "32K", "64K"])
def test_every_kernel_with_threads_runs_on_small_stacks(size: str) -> None:
    if size == "16K" and "Clang" in _native.load("O3").compiler:
        pytest.skip("LLVM's OpenMP needs stacks of 32K itself: docs/library.md")
    printed = program(
        """
        for kernel in juliaset.kernels():
            if kernel.supports_threads and kernel.name.startswith(("cpp.", "cython.")):
                if kernel.exact and not kernel.reason:
                    for flavour in kernel.flavours or (None,):
                        print(kernel.name, is_right(kernel.name, flavour))
        """,
        OMP_STACKSIZE=size,
    )
    lines = printed.splitlines()
    assert "cpp.openmp True" in lines
    assert all(line.endswith(" True") for line in lines)


def test_a_lack_of_memory_is_an_error_in_words() -> None:
    printed = program(
        """
        import resource

        used = 4096 * int(open("/proc/self/statm").read().split()[0])
        resource.setrlimit(resource.RLIMIT_AS, (used + (8 << 20), resource.RLIM_INFINITY))
        try:
            is_right("best", threads=256)
        except MemoryError as error:
            print(error)
        """,
        JULIASET_ISA="sse2",
    )
    assert printed == "there is no memory for the workspaces of 256 thread(s)\n"
