"""Import paths and variables of earlier versions, and what they are called now.

An import of an old path fails with its new name, instead of "No module named ...".
"""

import os
import sys
from typing import Final

NEW_NAMES: Final = {
    "juliaset.bench.anything": "juliaset.bench.contests",
    "juliaset.bench.axes": "juliaset.bench.report.charts",
    "juliaset.bench.bound": "juliaset.bench.roof",
    "juliaset.bench.busy": "juliaset.system.contest_lock",
    "juliaset.bench.called": "juliaset.bench.contestants.function",
    "juliaset.bench.charts": "juliaset.bench.report.charts",
    "juliaset.bench.command": "juliaset.bench.contestants.program",
    "juliaset.bench.ending": "juliaset.system.signals",
    "juliaset.bench.exchange": "juliaset.bench.exports",
    "juliaset.bench.explaining": "juliaset.bench.views.explain",
    "juliaset.bench.foreign": "juliaset.bench.contestants.own_kernel",
    "juliaset.bench.gaps": "juliaset.bench.gap_model",
    "juliaset.bench.gil": "juliaset.bench.views.gil",
    "juliaset.bench.isolated": "juliaset.bench.contestants.kernel",
    "juliaset.bench.kernel_contest": "juliaset.bench.contests",
    "juliaset.bench.limits": "juliaset.bench.views.limit",
    "juliaset.bench.live": "juliaset.bench.screen",
    "juliaset.bench.markup": "juliaset.web_page",
    "juliaset.bench.matrix": "juliaset.bench.views.families",
    "juliaset.bench.process": "juliaset.bench.contestants.child",
    "juliaset.bench.report_facts": "juliaset.bench.report.sections",
    "juliaset.bench.report_families": "juliaset.bench.report.sections",
    "juliaset.bench.report_sections": "juliaset.bench.report.sections",
    "juliaset.bench.rows": "juliaset.bench.contestants.kernel",
    "juliaset.bench.scaling": "juliaset.bench.views.families",
    "juliaset.bench.specs": "juliaset.bench.contests",
    "juliaset.bench.variants": "juliaset.bench.selection",
    "juliaset.bench.worker": "juliaset.bench.contestants.worker",
    "juliaset.cli_bench": "juliaset.cli.contests",
    "juliaset.cli_lab": "juliaset.cli.lab",
    "juliaset.cli_profile": "juliaset.cli.profile",
    "juliaset.cli_results": "juliaset.cli.results",
    "juliaset.climbing": "juliaset.bench",
    "juliaset.cputime": "juliaset.system.cpu_time",
    "juliaset.files": "juliaset.system.files",
    "juliaset.labs": "juliaset.grader",
    "juliaset.ladder": "juliaset.bench",
    "juliaset.listening": "juliaset.system.interruptible",
    "juliaset.memory": "juliaset.system.memory",
    "juliaset.painting": "juliaset.images.painting",
    "juliaset.profiling": "juliaset.profilers",
    "juliaset.render": "juliaset.images.colours",
    "juliaset.tables": "juliaset.terminal",
    "juliaset.trap": "juliaset.images.trap",
    "juliaset.walkthrough": "juliaset.notebook",
}

NEW_VARIABLES: Final = {
    "JULIASET_DESK": "JULIASET_MY_LABS",
    "JULIA_ISA": "JULIASET_ISA",
    "JULIA_WIDTH": "JULIASET_WIDTH",
}


class OldNames:
    """A module finder that finds nothing, but knows the new names of old paths."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:  # noqa: ARG004
        """Raise ModuleNotFoundError if a module of this name has another name now."""
        if name in NEW_NAMES:
            # Without the attribute `name`: "from juliaset import render" would ignore the error.
            raise ModuleNotFoundError(f"{name} is now called {NEW_NAMES[name]}")


def install() -> None:
    """Let imports of old paths answer with the new ones."""
    if OldNames not in sys.meta_path:
        # First, because the finder of an editable install may still list the old files.
        sys.meta_path.insert(0, OldNames)


def note_old_variables() -> None:
    """Print the new name of each variable that is set under its old one."""
    for old in NEW_VARIABLES.keys() & os.environ:
        sys.stderr.write(f"juliaset: {old} is now called {NEW_VARIABLES[old]}\n")
