"""A user's C++ file, compiled into a temporary folder: what that gave, or why it failed."""

import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from juliaset.bench.record import Cold, Status, Variant
from juliaset.compile_kernel import LackingError
from juliaset.system.work_folder import work_folder


@dataclass(frozen=True)
class Compiled:
    """The outcome of a compiler: the library, or the status of a row that has none."""

    library: Path | None = None
    compile_ns: int = 0
    status: Status = Status.OK
    reason: str = ""

    def of(self, about: Variant) -> Variant:
        """Return a row that says so."""
        cold = Cold(compile_ns=self.compile_ns) if self.library else about.cold
        return replace(about, cold=cold, status=self.status, reason=self.reason)


def compiled_file(name: str, compile_into: Callable[[Path], Path]) -> Compiled:
    """Compile into a new folder, whose name begins with `name`; measure how long that takes."""
    folder = Path(tempfile.mkdtemp(prefix=f"{name}_", dir=work_folder()))
    start = time.perf_counter_ns()
    try:
        library = compile_into(folder)
    except OSError as error:
        return not_compiled(error)
    return Compiled(library, time.perf_counter_ns() - start)


def not_compiled(error: OSError | subprocess.SubprocessError) -> Compiled:
    """Return what an error of a compiler means: it lacks something, or the file is at fault."""
    lacks = isinstance(error, LackingError)
    return Compiled(status=Status.UNAVAILABLE if lacks else Status.FAILED, reason=str(error))
