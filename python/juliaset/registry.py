"""The list of kernels: code that runs kernels walks it and names none."""

import sys
from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar
from warnings import warn

from juliaset.kernel_type import Call, Gil, Kernel, Steps, most_threads
from juliaset.problem import Counts, Problem

Function = TypeVar("Function", bound=Callable[..., Any])

_MOVED = dict.fromkeys(
    ("UnavailableError", "as_gil", "Bind", "DEFAULT_FLAVOUR"), "juliaset.kernel_type"
)
_MOVED["usable_cores"] = "juliaset.system.cores"

_kernels: dict[str, Kernel] = {}
_choosers: list[Callable[[], str]] = []


def best_is(choose: Callable[[], str]) -> None:
    """Set the function that returns the name of the kernel `best`."""
    _choosers[:] = [choose]


def add(kernel: Kernel) -> None:
    """Append a kernel to the list, or replace the one of the same name."""
    _kernels[kernel.name] = kernel


def kernel(  # noqa: PLR0913
    name: str,
    *,
    exact: bool = True,
    supports_threads: bool = False,
    requires: str = "",
    extra: str = "",
    prepare: Callable[[Problem], tuple[Any, ...]] | None = None,
    finish: Callable[[Any, Counts], None] | None = None,
    bytes_per_pixel: int = 4,
    most_threads: Callable[[], int] = most_threads,
    below: str = "",
    steps: Steps = "",
    complex_numbers: bool = False,
) -> Callable[[Function], Function]:
    """Register the decorated function as a kernel; the first line of its docstring is its summary.

    The function is called as function(problem, out), or as function(problem, out, threads) if it
    supports threads. It fills `out`, an int32 array of shape (height, width).

    Args:
        name: The unique name: the toolchain, a point, the technique, for example "numpy.masked".
        exact: Whether every count must equal CPython's, for every problem.
        supports_threads: Whether the function takes a third argument, the number of threads.
        requires: The import names of packages that may be missing, with blanks between them;
            without them the kernel is listed as unavailable.
        extra: The extra of juliaset that has these packages; left out if none has.
        prepare: Turns the problem into the function's arguments, which then replace problem and
            out. Not part of the kernel's time. Needs `finish`.
        finish: Called with the function's answer and `out`, which it fills. Not part of the time.
        bytes_per_pixel: The memory that a call needs, to refuse a picture that does not fit.
        most_threads: Returns the largest number of threads allowed.
        below: The name of the kernel of which this one changes one thing, for `juliaset explain`.
        steps: "every" if the kernel takes every step of every pixel, "some" if it proves some of
            them away.
        complex_numbers: Whether it multiplies complex numbers of Python, which some Pythons fuse:
            counts that differ for that reason are then not called wrong.

    Returns:
        A decorator that returns the function unchanged.
    """

    def register(function: Function) -> Function:
        def bind(problem: Problem, out: Counts, threads: int, flavour: str, gil: Gil) -> Call:  # noqa: ARG001
            if prepare is not None and finish is not None:
                arguments = prepare(problem)
                return Call(lambda: function(*arguments), lambda answer: finish(answer, out))
            if supports_threads:
                return Call(lambda: function(problem, out, threads))
            return Call(lambda: function(problem, out))

        summary = next(iter((function.__doc__ or "").strip().splitlines()), name)
        add(
            Kernel(
                name=name,
                summary=summary,
                exact=exact,
                supports_threads=supports_threads,
                bind_checked=bind,
                bytes_per_pixel=bytes_per_pixel,
                reason_of=lambda _flavour: not_installed(requires, extra),
                most_threads=most_threads,
                below=below,
                source=_source(function),
                steps=steps,
                complex_numbers=complex_numbers,
            )
        )
        return function

    return register


def not_installed(requires: str, extra: str) -> str:
    """Return which of these packages are missing, and what to type; empty if none is."""
    missing = [name for name in requires.split() if find_spec(name) is None]
    if not missing:
        return ""
    from juliaset.course_folder import (  # noqa: PLC0415 - it looks at the current folder
        how_to_get_extra,
    )

    verb = "is" if len(missing) == 1 else "are"
    how = how_to_get_extra(extra) if extra else f"pip install {' '.join(missing)}"
    return f"{' and '.join(missing)} {verb} not installed; {how}"


def _source(function: Callable[..., Any]) -> Path | None:
    """Return the source file of a function's module; a compiled module has its .pyx next to it."""
    path = getattr(sys.modules.get(function.__module__), "__file__", None)
    if path is None:
        return None
    pyx = Path(path).parent / f"{Path(path).name.partition('.')[0]}.pyx"
    return pyx if pyx.exists() else Path(path)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - it always raises
    """Raise ImportError with the new place of a name that was here in earlier versions."""
    if name in _MOVED:
        raise ImportError(f"{__name__}.{name} is now called {_MOVED[name]}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def kernels() -> list[Kernel]:
    """List every kernel, in the order in which the course meets them.

    Kernels of other packages come last: modules that an entry point of the group
    `juliaset.kernels` names. A module that cannot be loaded, or that takes the name of another
    kernel, causes a warning and is left out.

    Returns:
        All kernels. `Kernel.reason` is not empty for those that cannot run on this machine.
    """
    # By imports, because Python makes each of them once: threads that ask at the same time wait.
    import_module("juliaset.techniques")
    import_module("juliaset.techniques.of_other_packages")
    return list(_kernels.copy().values())  # a thread may add one meanwhile


def load_others() -> None:
    """Load kernels of other packages: modules that entry points of `juliaset.kernels` name.

    Call it once. Two threads here at the same time would take the kernels of a package for ours.
    """
    for entry in entry_points(group="juliaset.kernels"):
        ours = _kernels.copy()
        try:
            entry.load()
        except Exception as error:  # noqa: BLE001 - a broken package must not break this one
            warn(f"the kernels of {entry.value} cannot be loaded: {error!r}", stacklevel=2)
        if taken := [name for name, kernel in ours.items() if _kernels.get(name) is not kernel]:
            _kernels.update(ours)
            warn(f"{entry.value} may not replace {', '.join(taken)}", stacklevel=2)


def get_kernel(name: str) -> Kernel:
    """Return a kernel by its name.

    Args:
        name: A name from `kernels()`, or "best": the fastest exact one that this CPU can run.

    Returns:
        The kernel, whether or not it can run on this machine.

    Raises:
        TypeError: The name is not a string.
        ValueError: There is no kernel of that name; the message suggests similar names.
        UnavailableError: The name is "best", and no exact C++ kernel can run on this machine.
    """
    if not isinstance(name, str):
        raise TypeError(f"kernel is {name!r}; allowed: the name of one, a string")
    known = {kernel.name: kernel for kernel in kernels()}
    if name == "best":
        name = _choosers[0]()
    if name not in known:
        near = get_close_matches(name, [*known, "best"], n=3, cutoff=0.7)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        if name.partition(":")[0].endswith((".py", ".cpp")):
            hint = f"; to try a file: `juliaset bench --kernel {name}`"
        raise ValueError(f"there is no kernel {name!r}{hint} (`juliaset list` shows all)")
    return known[name]
