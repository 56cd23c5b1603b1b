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
_ALL_DIGITS = 1000  # a larger figure has no exponent
# What each race measures, in the words of the table. lab.toml has the words of a lab's own figures.
# Others, such as a goal, are the same for both files, or say nothing without the check's sentence.
_OF_A_RACE = {"ratio": "times as fast as the baseline", "at_least": "times as fast at least"}


def model_of(lab: Lab) -> Path:
    """Return the solution that is shown first."""
    return next(path for path in lab.solutions if path.is_file())


def figures_of_model(lab: Lab, workspace: Workspace, seed: int) -> dict[str, float]:
    """Return the figures of the model solution on this machine; empty if it has none now.

    seed: of the learner's verdict, to draw the same inputs. Figures that do not depend on what was
    drawn, such as those of a race, are measured once, and kept with the learner's progress.
    """
    known = workspace.state(lab).model
    once = not lab.description.drawn_figures
    if known and once:
        return {name: number for name, number in known.items() if number is not None}
    verdict = lab.prepared(model_of(lab), lambda path: check_submission(lab, path, seed))
    if verdict.status != Status.PASS:
        return {}
    if once:
        workspace.note_model(lab, verdict.figures)
    return verdict.figures


def compared_figures(lab: Lab) -> dict[str, str]:
    """Return the names of the figures that a learner can compare, with what each of them counts."""
    return _OF_A_RACE | lab.description.figures


def comparable(lab: Lab, figures: Mapping[str, float]) -> bool:
    """Return whether a check of this lab has found figures that a learner can compare."""
    return not compared_figures(lab).keys().isdisjoint(figures)


def side_by_side(lab: Lab, yours: Mapping[str, float], model: Mapping[str, float]) -> str:
    """Return a table of a learner's figures and those of the model solution."""
    rows = [("yours", "model", f"solutions/{model_of(lab).name}, on this machine")]
    rows += [
        (_shown(yours[key]), _shown(model[key]), words)
        for key, words in compared_figures(lab).items()
        if key in yours and key in model
    ]
    return "\n".join(f"  {one:>8}  {other:>8}  {words}" for one, other, words in rows)


def _shown(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= _ALL_DIGITS else f"{figure:.3g}"


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
