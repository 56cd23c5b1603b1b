"""The recipes, one a file, in the order in which the course meets the tools."""

from importlib import import_module

from juliaset.profilers.recipe import Recipe

NAMES = (
    *("timeit", "unix_time", "cprofile", "snakeviz"),
    *("line_profiler", "memory_profiler", "mprof", "tracemalloc", "pympler"),
    *("dis", "objdump"),
    *("py_spy", "py_spy_native", "py_spy_gil", "py_spy_dump"),
    *("scalene", "pyinstrument", "profiling_sampling"),
    *("perf_stat", "perf_record", "callgrind", "cachegrind", "memray"),
    *("ipython", "pytest_benchmark"),
)


def recipes() -> list[Recipe]:
    """Load all recipes."""
    return [recipe(name) for name in NAMES]


def recipe(name: str) -> Recipe:
    """Load a recipe by its name; py-spy is py_spy."""
    plain = name.replace("-", "_")
    if plain not in NAMES:
        raise ValueError(f"there is no recipe {name!r}; allowed: {', '.join(NAMES)}")
    module = import_module(f"juliaset.profilers.recipes.{plain}")
    parts = {"name": plain, "question": module.__doc__, "read": module.read}
    return Recipe(**vars(module.TOOL) | parts | {"commands": module.commands})
