"""The model solution of a lab: its figures on this machine, and how a learner's file differs."""

from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path

from juliaset.grader.catalogue import Lab
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status
from juliaset.grader.workspace import Workspace, short_path
from juliaset.system.plain_files import read_plain
from juliaset.system.processes import printable

_LARGEST = 1 << 20
# What a figure of a check counts, in the words of the table. Others, such as a goal, are the same
# for both files, or say nothing without the check's own sentence.
_IN_WORDS = {
    "ratio": "times as fast as the baseline",
    "at_least": "times as fast at least",
    "mib": "MiB more at the peak",
    "false": "part of equal pairs called different",
    "found": "part of faster programs found",
    "asleep": "part of the time that others slept",
    "busiest": "work of the busiest thread, of the mean",
    "again": "tiles computed again",
    "counted": "part of the points counted",
    "rows": "rows moved",
}


def model_of(lab: Lab) -> Path:
    """Return the solution that is shown first."""
    return next(path for path in lab.solutions if path.is_file())


def figures_of_model(lab: Lab, workspace: Workspace) -> dict[str, float]:
    """Return the figures of the model solution on this machine; empty if it has none now.

    They are measured once, and kept with the learner's progress.
    """
    known = workspace.state(lab).model
    if known:
        return {name: number for name, number in known.items() if number is not None}
    verdict = lab.prepared(model_of(lab), lambda path: check_submission(lab, path))
    if verdict.status != Status.PASS:
        return {}
    workspace.note_model(lab, verdict.figures)
    return verdict.figures


def comparable(figures: Mapping[str, float]) -> bool:
    """Return whether a check has figures that a learner can compare."""
    return not _IN_WORDS.keys().isdisjoint(figures)


def side_by_side(yours: Mapping[str, float], model: Mapping[str, float], name: str) -> str:
    """Return a table of a learner's figures and those of the model solution."""
    rows = [("yours", "model", f"solutions/{name}, on this machine")]
    rows += [
        (f"{yours[key]:.3g}", f"{model[key]:.3g}", words)
        for key, words in _IN_WORDS.items()
        if key in yours and key in model
    ]
    return "\n".join(f"  {one:>8}  {other:>8}  {words}" for one, other, words in rows)


def difference(lab: Lab, workspace: Workspace) -> Iterator[str]:
    """Yield the lines of a diff from the learner's file to the model solution.

    It begins at the lab's start if there is no file of the learner.
    """
    path = workspace.file(lab) if workspace.begun(lab) else lab.start
    model = model_of(lab)
    before = read_plain(path, _LARGEST).decode("utf-8", "replace").splitlines()
    after = model.read_text().splitlines()
    for line in unified_diff(before, after, short_path(path), short_path(model), lineterm=""):
        yield printable(line)
