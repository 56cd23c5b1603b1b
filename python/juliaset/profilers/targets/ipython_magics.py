"""IPython's magics on one kernel: ipython_magics.py KERNEL WIDTH RESULT.json [SCRIPT].

The magics are called by name, so that what they give is an object and not a text on a screen.
With a SCRIPT, %run -n imports its functions without running its main part, and %lprun looks at
their lines.
"""

import json
import sys
from pathlib import Path
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from juliaset.profilers.ready import ready


def main(kernel: str, width: int, result: Path, script: str = "") -> None:
    """Run them, and write down what they gave."""
    shell = InteractiveShell.instance()
    shell.user_ns["call"] = ready(kernel, width)
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
    """Take a script's functions without its main part, and profile the lines of one of them."""
    shell.run_line_magic("run", f"-n {script}")
    loaded = "calculate_z_serial_purepython" in shell.user_ns
    ran = "output" in shell.user_ns
    shell.user_ns["width"] = width
    shell.run_line_magic("load_ext", "line_profiler")
    function = "calculate_z_serial_purepython"
    profile = shell.run_line_magic("lprun", f"-r -f {function} calc_pure_python(width, 300)")
    stats = profile.get_stats()
    hits = [hit for entries in stats.timings.values() for _, hit, _ in entries]
    return {"run_n_loaded": loaded, "run_n_ran": ran, "lprun_most_hits": max(hits)}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
