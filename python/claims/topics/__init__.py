"""One module a topic; importing this package registers every claim.

The order of the list is the order of the document.
"""

from importlib import import_module

TITLES = {
    "interpreter": "From source to machine code",
    "gil": "The GIL, threads and processes",
    "garbage": "Garbage and memory that comes back",
    "measuring": "Measuring time: time, perf_counter, timeit",
    "unix_time": "/usr/bin/time: real, user, sys and faults",
    "function_profilers": "cProfile, pstats and SnakeViz",
    "stats_files": "pstats and SnakeViz: reading a profile",
    "sampling": "Deterministic and statistical profilers; Scalene",
    "py_spy": "py-spy",
    "lines": "line_profiler",
    "kernprof": "kernprof and its flags",
    "memory_lines": "memory_profiler, line by line",
    "memory_cost": "What memory_profiler costs",
    "memory_curves": "mprof and memory over time",
    "allocations": "tracemalloc, asizeof and %memit",
    "ipython": "IPython, python -m and decorators",
    "bytecode": "dis: what its columns say",
    "bytecode_cost": "Bytecode and speed",
    "containers": "sum(), hash maps, and why they are fast",
    "vectors": "Vectorising and compiling",
    "clocks": "perf stat: clocks, instructions and cycles",
    "switches": "perf stat: switches, migrations and page faults",
    "caches": "perf stat: caches and branches",
    "workflow": "How to go about it: order, tests, commands",
    "checklist": "The checklist of optimisations",
}

for module in TITLES:
    import_module(f"claims.topics.{module}")
