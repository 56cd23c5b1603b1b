"""A row of the C++ registry as a kernel of the Python one."""

from collections.abc import Callable
from pathlib import Path

from juliaset import _native
from juliaset.call_arrays import StopFlag
from juliaset.course_folder import IN_CHECKOUT
from juliaset.kernel_type import Call, Gil, Kernel, StoppedError, UnavailableError
from juliaset.problem import Counts, Problem
from juliaset.system.binaries import flavour_library


def library_of(flavour: str) -> Path:
    """Return the library of a flavour of ours, whether it has been compiled or not."""
    return Path(_native.folder(), flavour_library(flavour))


def not_compiled(flavour: str) -> str:
    """Return how to get a flavour whose library is not here; an empty string if it is."""
    return "" if flavour in _native.flavours() else how_to_get_flavour(flavour)


def how_to_get_flavour(flavour: str) -> str:
    """Return what to type for a flavour that is not here."""
    if IN_CHECKOUT:
        return f"flavour {flavour} is not compiled yet; type: make compile"
    return f"flavour {flavour} is not in this wheel; installed from source, juliaset has it"


def load_flavour(flavour: str, folder: str = "") -> _native.Flavour:
    """Open a flavour, by default ours; raise UnavailableError if it can't be loaded."""
    try:
        return _native.load(flavour, folder)
    except RuntimeError as error:  # the loader's words: no memory, no such file, another version
        raise UnavailableError(str(error)) from None


def library_kernel(name: str, folder: Path, flavour: str) -> Kernel:
    """Return the only kernel of a user's library, which compile_kernel() made in that folder."""

    def row_of(chosen: str) -> _native.Kernel:
        return load_flavour(chosen, str(folder)).kernels[0]

    return native_kernel(name, row_of, (flavour,), flavour)


def native_kernel(
    name: str,
    row_of: Callable[[str], _native.Kernel],
    flavours: tuple[str, ...],
    flavour: str,
    *,
    reason_of: Callable[[str], str] | None = None,
) -> Kernel:
    """Make the kernel. row_of opens it in a flavour; `flavour` is the one that describes it."""
    row = row_of(flavour)

    def bind(problem: Problem, out: Counts, threads: int, flavour: str, gil: Gil) -> Call:
        run = row_of(flavour).run
        release = gil == "released"
        xs, ys, c, limit = problem.xs, problem.ys, problem.c, problem.max_iterations

        def run_to_the_end() -> None:  # whether it was stopped is no answer
            run(xs, ys, c, limit, out, threads=threads, release_gil=release)

        return Call(run_to_the_end)

    def bind_stoppable(  # noqa: PLR0913
        problem: Problem, out: Counts, threads: int, flavour: str, gil: Gil, *, stop: StopFlag
    ) -> Call:
        run = row_of(flavour).run
        release = gil == "released"
        xs, ys, c, limit = problem.xs, problem.ys, problem.c, problem.max_iterations

        def run_until_stopped() -> None:
            if not run(xs, ys, c, limit, out, threads=threads, release_gil=release, stop=stop):
                raise StoppedError(f"{name} was stopped by the array `stop`")

        return Call(run_until_stopped)

    return Kernel(
        name=name,
        summary=row.summary,
        exact=row.exact,
        supports_threads=row.supports_threads,
        bind_checked=bind,
        bind_stoppable=bind_stoppable,
        flavours=flavours,
        below=f"cpp.{row.below}" if row.below else "",
        isa=row.isa,
        lanes=row.lanes,
        vectors_in_flight=row.vectors_in_flight,
        steps=row.steps,
        rung=row.rung,
        flags_of=lambda flavour: row_of(flavour).flags,
        source=Path(_native.folder(), "cxx", row.file),
        reason_of=reason_of or (lambda flavour: row_of(flavour).reason),
    )
