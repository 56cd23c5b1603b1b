"""Which version of a tool has spoken."""

import subprocess
from importlib.metadata import PackageNotFoundError, version
from platform import python_version

from juliaset.profilers.running import program

# The package or the program behind a recipe; what is not named here comes with Python.
PACKAGES = {
    "snakeviz": "snakeviz",
    "line_profiler": "line_profiler",
    "memory_profiler": "memory_profiler",
    "mprof": "memory_profiler",
    "pympler": "Pympler",
    "py_spy": "py-spy",
    "py_spy_native": "py-spy",
    "py_spy_gil": "py-spy",
    "py_spy_dump": "py-spy",
    "scalene": "scalene",
    "pyinstrument": "pyinstrument",
    "memray": "memray",
    "ipython": "ipython",
    "pytest_benchmark": "pytest-benchmark",
}
PROGRAMS = {
    "unix_time": "time",
    "objdump": "objdump",
    "perf_stat": "perf",
    "perf_record": "perf",
    "callgrind": "valgrind",
    "cachegrind": "valgrind",
}


def version_of(tool: str) -> str:
    """Give its version as it says itself; empty where it is not here."""
    if tool in PACKAGES:
        try:
            return f"{PACKAGES[tool]} {version(PACKAGES[tool])}"
        except PackageNotFoundError:
            return ""
    if tool in PROGRAMS:
        path = program(PROGRAMS[tool])
        if not path:
            return ""
        words = [path, "--version"]
        ran = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
        return (ran.stdout or ran.stderr).partition("\n")[0].strip()
    return f"Python {python_version()}"
