"""IPython's magics on one kernel: ipython_magics.py KERNEL WIDTH RESULT.json [SCRIPT].

The magics are called by name, so that they return objects instead of printing a text.
With a SCRIPT, %run -n imports its functions without running its main part, and %lprun profiles
their lines.
"""

import json
import sys
from pathlib import Path
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from juliaset.profilers.book import BOOK_FUNCTION
from juliaset.profilers.targets import bound


def main(kernel: str, width: int, result: Path, script: str = "") -> None:
    """Run the magics, and write what they return."""
    shell = InteractiveShell.instance()
    shell.user_ns["call"] = bound(kernel, width)[0].run
    timing = shell.run_line_magic("timeit", "-o -q -n1 -r3 call()")
    calls = shell.run_line_magic("prun", "-r -q call()")
    facts: dict[str, Any] = {
        "timeit_best": timing.best,
        "timeit_runs": len(timing.all_runs),
        "prun": {name: row[1] for (_, _, name), row in calls.stats.items()},
    }
    if script:
        facts |= of_script(shell, script, width)
    shell.run_line_magic("load_ext", "memory_profiler")
    memory = shell.run_line_magic("memit", "-o -q -r1 -t0 call()")
    facts["memit_peak_mib"] = max(memory.mem_usage)
    result.write_text(json.dumps(facts, indent=1))


def of_script(shell: InteractiveShell, script: str, width: int) -> dict[str, Any]:
    """Load a script's functions without its main part, and profile the lines of one of them."""
    shell.run_line_magic("run", f"-n {script}")
    loaded, ran = (name in shell.user_ns for name in (BOOK_FUNCTION, "output"))
    shell.user_ns["width"] = width
    shell.run_line_magic("load_ext", "line_profiler")
    profile = shell.run_line_magic("lprun", f"-r -f {BOOK_FUNCTION} calc_pure_python(width, 300)")
    timings = profile.get_stats().timings
    hits = [hit for entries in timings.values() for _, hit, _ in entries]
    return {"run_n_loaded": loaded, "run_n_ran": ran, "lprun_most_hits": max(hits)}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
