"""Import paths that modules had before, and what they are called now.

An import of an old path fails with its new name, instead of "No module named ...".
"""

import sys
from typing import Final

NEW_NAMES: Final = {
    "juliaset.bench.busy": "juliaset.system.contest_lock",
    "juliaset.bench.called": "juliaset.bench.contestants.function",
    "juliaset.bench.command": "juliaset.bench.contestants.program",
    "juliaset.bench.ending": "juliaset.system.signals",
    "juliaset.bench.foreign": "juliaset.bench.contestants.own_kernel",
    "juliaset.bench.isolated": "juliaset.bench.contestants.kernel",
    "juliaset.bench.process": "juliaset.bench.contestants.child",
    "juliaset.bench.variants": "juliaset.bench.selection",
    "juliaset.bench.worker": "juliaset.bench.contestants.worker",
    "juliaset.cli_bench": "juliaset.cli.bench",
    "juliaset.cli_lab": "juliaset.cli.lab",
    "juliaset.cli_profile": "juliaset.cli.profile",
    "juliaset.cli_results": "juliaset.cli.results",
    "juliaset.cputime": "juliaset.system.cpu_time",
    "juliaset.files": "juliaset.system.files",
    "juliaset.labs": "juliaset.grader",
    "juliaset.listening": "juliaset.system.interruptible",
    "juliaset.memory": "juliaset.system.memory",
    "juliaset.painting": "juliaset.images.painting",
    "juliaset.profiling": "juliaset.profilers",
    "juliaset.render": "juliaset.images.colours",
    "juliaset.tables": "juliaset.terminal",
    "juliaset.trap": "juliaset.images.trap",
    "juliaset.walkthrough": "juliaset.notebook",
}


class OldNames:
    """The last finder of modules: it finds none, and knows the new names of old paths."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:  # noqa: ARG004
        """Raise ModuleNotFoundError if a module of this name has another name now."""
        if name in NEW_NAMES:
            # Without the attribute `name`: "from juliaset import render" would ignore the error.
            raise ModuleNotFoundError(f"{name} is now called {NEW_NAMES[name]}")


def install() -> None:
    """Let imports of old paths answer with the new ones."""
    if OldNames not in sys.meta_path:
        sys.meta_path.append(OldNames)
