"""Compiles the rows of compilers other than the one that made juliaset's own libraries."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import structs

from juliaset.bench.contestants.compiled_file import not_compiled
from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.contestants.picture_kernel import PictureKernel
from juliaset.bench.record import Status
from juliaset.compile_kernel import Job
from juliaset.fused_instructions import Fused, in_library, shown
from juliaset.kernel_cache import kept, made
from juliaset.registry import get_kernel
from juliaset.system.cores import core_numbers


@dataclass(frozen=True)
class _Library:
    folder: Path
    fused: list[Fused]  # instructions; a test proves that ours have none


def compiled(
    kernels: Sequence[SelectedKernel], say: Callable[[str], None] = lambda _: None
) -> list[SelectedKernel]:
    """Return all kernels, those of other compilers with their libraries, or why they have none.

    Libraries are kept from one contest to the next.

    Args:
        kernels: What `select()` returns. A row that has its library already stays as it is.
        say: Called with a sentence if something must be compiled first.
    """
    waiting = [each for each in kernels if isinstance(each, PictureKernel) and _waits(each)]
    jobs = {each.id: _job(each) for each in waiting}
    different = list(dict.fromkeys(jobs.values()))
    missing = [job for job in different if kept(job) is None]
    if missing:
        names = " and ".join(dict.fromkeys(str(job.compiler) for job in missing))
        say(f"Compiling {_counted(len(missing))} with {names}; the next contest has them.")
    found = dict(zip(different, _made(different), strict=True))
    ready = {each.id: _with(each, found[jobs[each.id]]) for each in waiting}
    return [ready.get(each.id, each) for each in kernels]


def _waits(kernel: PictureKernel) -> bool:
    return kernel.compiler is not None and not kernel.file and kernel.about.status == Status.OK


def _job(kernel: PictureKernel) -> Job:
    path, compiler = get_kernel(kernel.kernel).source, kernel.compiler
    if path is None or compiler is None or kernel.flavour is None:
        raise ValueError(f"{kernel.id} has no source to compile")
    return Job(
        path,
        name=kernel.kernel.partition(".")[2],
        flavour=kernel.flavour,
        flags=kernel.about.flags,
        isa=kernel.about.isa,
        openmp=kernel.supports_threads,
        compiler=compiler,
    )


def _counted(number: int) -> str:
    return f"{number} kernel{'s' * (number != 1)}"


def _made(jobs: Iterable[Job]) -> list[_Library | OSError]:
    """Compile, on all cores; Ctrl-C starts no further compiler."""
    with ThreadPoolExecutor(len(core_numbers())) as pool:
        try:
            return list(pool.map(_library, jobs))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _library(job: Job) -> _Library | OSError:
    try:
        folder = made(job)
    except OSError as error:
        return error
    found = [each for path in folder.glob("lib*") for each in in_library(path) or ()]
    # Those without a line are of the compiler's own library, which is linked in.
    return _Library(folder, [each for each in found if each.place])


def _with(kernel: PictureKernel, library: _Library | OSError) -> PictureKernel:
    """Return the kernel with its library; without one it is broken, or not available here."""
    about = kernel.about
    if isinstance(library, OSError):
        return replace(kernel, about=not_compiled(library).of(about))
    if library.fused and about.exactness == "exact":
        what = f"{kernel.compiler} made fused multiply-adds of it: {shown(library.fused)}"
        note = f"{what}. Other pictures may show wrong pixels"
        kernel = replace(kernel, about=structs.replace(about, note=note))
    return replace(kernel, file=str(library.folder))
