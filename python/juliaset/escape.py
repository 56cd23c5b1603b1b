"""One call from a problem to its counts."""

from juliaset.call_arrays import StopFlag
from juliaset.kernel_type import Gil
from juliaset.problem import Counts, Problem, new_counts
from juliaset.registry import get_kernel


def escape_counts(  # noqa: PLR0913
    problem: Problem,
    kernel: str = "best",
    flavour: str | None = None,
    gil: Gil | None = None,
    threads: int | None = None,
    out: Counts | None = None,
    stop: StopFlag | None = None,
) -> Counts:
    """Count, for each pixel, the steps it takes while abs(z) < 2.

    Ctrl-C stops a call: kernels look for it while they compute.

    Args:
        problem: The axes, the constant and the limit.
        kernel: A name from `juliaset.kernels()`, or "best": the fastest exact one on this CPU.
        flavour: The compiler flags of a C++ kernel: "O0", "O2", "O3" or "O3_native". None is "O3".
        gil: "held" keeps the GIL during a C++ kernel's call. None and "released" release it.
        threads: None is one thread for a kernel that supports one, otherwise all usable cores.
        out: A C-contiguous int32 array of shape (height, width) to fill. None makes a new one,
            in huge pages if it is large; an array that was used before is written fastest.
        stop: A uint8 array of shape (1,), for a C++ kernel: as soon as stop[0] is not 0, the call
            ends with StoppedError. Any thread or process that shares its memory may set it, also
            while the GIL is held.

    Returns:
        The counts, an int32 array of shape (height, width). It is `out` itself if that was given.

    Raises:
        TypeError: An argument has the wrong type; the message names the allowed one.
        ValueError: An argument has a value that is not allowed, there is no such kernel, or its
            arrays would not fit into the free memory.
        UnavailableError: The kernel cannot run on this machine, or its library cannot be loaded.
        StoppedError: `stop` ended the call; some counts are missing in `out`.
        MemoryError: There is not enough memory, also for what the kernel's threads need besides.
        OSError: Linux refuses a thread, a process or a file that the kernel needs.
    """
    if not isinstance(problem, Problem):
        raise TypeError(f"problem is a {type(problem).__name__}; allowed: a juliaset.Problem")
    chosen = get_kernel(kernel)
    if out is None:
        out = new_counts(problem.shape)
    chosen.bind(problem, out, flavour=flavour, gil=gil, threads=threads, stop=stop)()
    return out
