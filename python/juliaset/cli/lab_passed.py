"""After a lab is passed: the model solution's figures and its diff, and the lab that follows."""

from contextlib import suppress
from typing import Annotated

import typer

from juliaset.grader.catalogue import Lab, all_labs, find_lab
from juliaset.grader.verdict import Verdict
from juliaset.grader.workspace import Workspace, short_path


def solution(
    number: Annotated[
        str, typer.Argument(metavar="N", help="Left out: the one checked last.")
    ] = "",
    give_up: Annotated[
        bool, typer.Option("--give-up", help="Before a pass, which is noted in `lab list`.")
    ] = False,
) -> None:
    """Show how your file differs from the model solution, after a pass."""
    from juliaset.grader.model_solution import difference, model_of
    from juliaset.terminal import console

    lab, workspace = _last(number), Workspace()
    if not workspace.passed(lab):
        if not give_up:
            raise ValueError(
                f"lab {lab.number} is not passed; `juliaset lab hint {lab.number}` helps, and "
                f"`juliaset lab solution {lab.number} --give-up` shows the solution"
            )
        workspace.give_up(lab)
        print(
            f"Noted: lab {lab.number} is given up. A pass is still one, and `juliaset lab list` "
            f"says that the solution was shown. `juliaset lab grade` sees the file only.\n"
        )
    lines = list(difference(lab, workspace))
    if not lines:
        print("Your file is the model solution, line by line.")
    screen = console()
    for line in lines:
        style = {"+": "green", "-": "red"}.get(line[:1])
        screen.print(line, style=style, markup=False, emoji=False, soft_wrap=True)
    if others := [path for path in lab.solutions if path != model_of(lab)]:
        print(f"Another way: {', '.join(map(short_path, others))}")


def after_a_pass(lab: Lab, verdict: Verdict) -> None:
    """Compare with the model solution, and lead on."""
    from juliaset.grader.messages import next_step
    from juliaset.grader.model_solution import comparable, figures_of_model, side_by_side

    workspace = Workspace()
    if comparable(lab, verdict.figures):
        if lab.description.drawn_figures:
            print("Checking the model solution on the same inputs; Ctrl-C skips it ...", flush=True)
        elif not workspace.state(lab).model:
            print("Measuring the model solution too, once; Ctrl-C skips it ...", flush=True)
        with suppress(KeyboardInterrupt):
            if model := figures_of_model(lab, workspace, verdict.seed):
                print(side_by_side(lab, verdict.figures, model), flush=True)
            else:
                print("The model solution has no verdict on this machine now.", flush=True)
    print(f"How yours differs from the model solution: juliaset lab solution {lab.number}")
    following = workspace.current()
    if not workspace.passed(following):
        print(next_step(following, workspace), flush=True)
    else:
        print("You have passed every lab.", flush=True)


def _last(number: str) -> Lab:
    """Return the lab that is meant if its solution is asked for: the one checked last."""
    workspace = Workspace()
    checked = [lab for lab in all_labs() if workspace.state(lab).checked]
    if number:
        return find_lab(number)
    if not checked:
        return workspace.current()
    return max(checked, key=lambda lab: workspace.state(lab).checked)
