"""A user's own kernel: mine.py:function, or mine.cpp compiled with the flavour's flags.

Nothing of the file runs here: Python is read as text, C++ is compiled. Both run in their worker.
A .py file says STEPS = "some" if its kernels prove steps away instead of taking them all.
"""

import ast
import json
import subprocess
import sys
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

from juliaset import _native
from juliaset.bench.contestants import signature
from juliaset.bench.contestants.compiled_file import Compiled, compiled_file, not_compiled
from juliaset.bench.contestants.kernel import OWN
from juliaset.bench.contestants.picture_kernel import PictureKernel, another
from juliaset.bench.record import Status, Variant
from juliaset.compile_kernel import Job, compile_kernel
from juliaset.compilers import Compiler, usual_compiler
from juliaset.fused_instructions import remark
from juliaset.kernel_type import DEFAULT_FLAVOUR
from juliaset.system.processes import last_words, signal_name

_LOAD_TIMEOUT = 60
Steps = Literal["", "every", "some"]
_STEPS: dict[str, Steps] = {"every": "every", "some": "some"}
_PUBLISHED = "published.json"
# A process that loads the library writes what it publishes next to it: its globals may print.
_DESCRIBE = f"""
import json, pathlib, sys
from juliaset import _native
made = _native.load(*sys.argv[1:]).kernels[0]
names = "exact supports_threads flags isa lanes vectors_in_flight steps reason"
published = {{name: getattr(made, name) for name in names.split()}}
pathlib.Path(sys.argv[2], {_PUBLISHED!r}).write_text(json.dumps(published))
"""


def own_kernels(
    pattern: str, flavours: Sequence[str], compilers: Sequence[Compiler] = ()
) -> list[PictureKernel]:
    """Return the kernels of a file: a Python function, or C++ in each flavour by each compiler."""
    name, _, function = pattern.partition(":")
    path = Path(name)
    if not path.is_file():
        what = f"{name!r} is not a plain file" if path.exists() else f"there is no file {name!r}"
        raise ValueError(f"--kernel is {pattern!r}; {what}")
    if path.suffix == ".py":
        return [_python_function(path, function)]
    if function:
        raise ValueError(f"--kernel is {pattern!r}; a .cpp file needs no function's name")
    asked: Sequence[Compiler | None] = compilers or [None]
    return [
        _cpp_file(path, flavour, compiler)
        for flavour in flavours or [DEFAULT_FLAVOUR]
        for compiler in asked
    ]


def _python_function(path: Path, function: str) -> PictureKernel:
    try:
        tree = ast.parse(path.read_bytes(), str(path))  # bytes: the file says how it is encoded
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"{path} is not Python: {error}") from None
    except (MemoryError, RecursionError):  # the ways in which ast.parse() gives up
        raise ValueError(f"{path} cannot be read: it is nested too deeply") from None
    functions = {node.name: node for node in tree.body if isinstance(node, signature.Definition)}
    if function not in functions:
        found = ", ".join(f"{path}:{name}" for name in functions) or "it has no function"
        raise ValueError(f"--kernel is '{path}:{function}'; allowed: {found}")
    if wrong := signature.complaint(functions[function]):
        raise ValueError(f"{path}:{function} {wrong}")
    kernel = f"{path.name}:{function}"
    about = Variant(kernel, kernel, OWN, exactness="exact", steps=_steps(tree, path))
    return PictureKernel(
        about,
        supports_threads=signature.takes_threads(functions[function]),
        file=f"{path.absolute()}:{function}",
    )


def _steps(tree: ast.Module, path: Path) -> Steps:
    """Return what the top level of a file says about its kernels' steps; empty if nothing."""
    said: Steps = ""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names = [each.id for each in targets if isinstance(each, ast.Name)]
        value = getattr(getattr(node, "value", None), "value", None)
        if "STEPS" in names and isinstance(value, str):
            if value not in _STEPS:
                raise ValueError(f"{path}: STEPS is {value!r}; allowed: 'every' or 'some'")
            said = _STEPS[value]
    return said


def _cpp_file(path: Path, flavour: str, asked: Compiler | None) -> PictureKernel:
    if not path.stem.isidentifier():
        raise ValueError(f"{path.name!r} gives the kernel its name; allowed: letters, digits, _")
    about = Variant(path.name, path.name, OWN, flavour, exactness="exact")
    flags = _native.known_flavours()[flavour]
    job = Job(path.absolute(), flavour, flags, compiler=asked or usual_compiler())
    other = another(asked) if asked else None
    about.compiler = job.compiler.name
    made = _compiled(job)
    about = made.of(about)
    if made.library is None:
        return PictureKernel(about, compiler=other)
    folder = made.library.parent
    try:
        published = _published(path, folder, flavour)
    except (subprocess.SubprocessError, OSError) as error:
        return PictureKernel(not_compiled(error).of(about), compiler=other)
    if not published.pop("exact"):
        about.exactness = "tolerant"
    else:
        about.note = remark(job, folder)
    supports_threads = published.pop("supports_threads")
    for name, value in published.items():
        setattr(about, name, value)
    if about.reason:
        about.status = Status.UNAVAILABLE
    return PictureKernel(about, supports_threads, file=str(folder), compiler=other)


def _published(path: Path, folder: Path, flavour: str) -> dict[str, Any]:
    """Ask the library what it holds; in a process, because its globals begin to live there."""
    command = [sys.executable, "-P", "-c", _DESCRIBE, flavour, str(folder)]
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, timeout=_LOAD_TIMEOUT
    )
    if f"undefined symbol: julia_kernel_{path.stem}" in done.stderr:
        raise OSError(f"{path.name} has no JULIA_KERNEL(...); julia/kernels/scalar.cpp shows one")
    place = folder / _PUBLISHED
    if done.returncode or not place.exists():
        said = last_words(done.stderr.encode())
        code = done.returncode
        how = signal_name(-code) if code < 0 else f"exit code {code}"
        raise OSError(f"{path.name} cannot be loaded: {how}{said}")
    return dict(json.loads(place.read_text()))


@cache
def _compiled(job: Job) -> Compiled:
    return compiled_file(f"{job.path.stem}_{job.flavour}", partial(compile_kernel, job))
