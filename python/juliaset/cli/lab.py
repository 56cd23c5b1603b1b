"""The commands of the labs: list, next, start, check, hint, watch, reset, grade."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juliaset.cli import options
from juliaset.cli.group import CommandGroup

if TYPE_CHECKING:
    from juliaset.grader.grading import Grade
    from juliaset.grader.shelf import Lab
    from juliaset.grader.verdict import Verdict

labs_app = typer.Typer(
    cls=CommandGroup,
    help="Exercises that grade themselves.",
    subcommand_metavar="COMMAND [ARGS]",
    rich_markup_mode=None,
)

Which = Annotated[str, typer.Argument(metavar="[N]", help="Left out: the one begun last.")]
Named = Annotated[str, typer.Argument(metavar="N", help="A number from `juliaset lab list`.")]
_LOOK_S = 0.3


@labs_app.command("list")
def list_(json: options.Json = None) -> None:
    """List the labs, and how far you are."""
    from juliaset.grader.desk import Desk
    from juliaset.grader.shelf import labs
    from juliaset.grader.telling import as_json, listed
    from juliaset.terminal import console

    with options.messages_for(json):
        console().print(listed(labs(), Desk()))
    if json is not None:
        options.write(json, as_json(labs(), Desk()))


@labs_app.command("next")
def next_() -> None:
    """Say what to do next."""
    from juliaset.grader.desk import Desk, shown
    from juliaset.grader.shelf import labs

    desk = Desk()
    if all(desk.passed(lab) for lab in labs()):
        print("You have passed every lab. The open contest knows no end: juliaset lab check 15")
        return
    lab = desk.current()
    print(f"Lab {lab.number}: {lab.title} (about {lab.minutes} minutes)")
    if desk.begun(lab):
        print(f"Edit {shown(desk.file(lab))}, then: juliaset lab check")
    else:
        print(f"Begin it: juliaset lab start {lab.number}")


@labs_app.command()
def start(number: Named) -> None:
    """Copy a lab to my_labs/, and show its task."""
    from juliaset.grader.desk import Desk, shown
    from juliaset.grader.shelf import lab_of

    lab = lab_of(number)
    path = Desk().begin(lab)
    print((lab.folder / "README.md").read_text())
    print(f"Edit {shown(path)}, then: juliaset lab check {lab.number}")


@labs_app.command()
def check(
    number: Which = "",
    file: Annotated[
        Path | None, typer.Option("--file", help="Instead of the one in my_labs/.")
    ] = None,
) -> None:
    """Check a lab: exit code 0 for pass, 1 for fail, 3 where nobody can say."""
    from juliaset.grader.desk import Desk
    from juliaset.system.signals import sigterm_as_ctrl_c

    lab = _chosen(number)
    path = file or Desk().file(lab)
    if not path.is_file():
        raise ValueError(f"--file is {str(path)!r}; there is no such file")
    if path.suffix != lab.start.suffix:
        raise ValueError(
            f"--file is {str(path)!r}; allowed for lab {lab.number}: a file *{lab.start.suffix}"
        )
    with sigterm_as_ctrl_c():
        verdict = _checked(lab, path, keep=file is None)
    raise typer.Exit(verdict.exit_code)


@labs_app.command()
def hint(number: Which = "") -> None:
    """Give the next hint; the first ones ask, the last one tells."""
    from juliaset.grader.desk import Desk

    lab = _chosen(number)
    place, text = Desk().next_hint(lab)
    last = " (the last one)" if place == len(lab.hints) else ""
    print(f"Hint {place} of {len(lab.hints)}{last} for lab {lab.number}:\n\n{text}")


@labs_app.command()
def watch(number: Which = "") -> None:
    """Check a lab each time you save the file; Ctrl-C ends it."""
    from juliaset.grader.desk import Desk, shown

    lab = _chosen(number)
    path = Desk().file(lab)
    print(f"Watching {shown(path)}; Ctrl-C ends it.", flush=True)
    try:
        _watched(path, lambda: _checked(lab, path, keep=True))
    except KeyboardInterrupt:
        print("\nNo longer watching.")


@labs_app.command()
def reset(number: Named) -> None:
    """Begin a lab anew; your file is kept under another name."""
    from juliaset.grader.desk import Desk, shown
    from juliaset.grader.shelf import lab_of

    lab = lab_of(number)
    kept = Desk().reset(lab)
    print(f"Lab {lab.number} begins anew. Your file is kept as {shown(kept)}")


@labs_app.command()
def grade(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder for each student.")],
    lab: Annotated[
        list[str] | None, typer.Option(help="Which; repeatable; all if left out.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where the results go.")] = Path("grades"),
) -> None:
    """Grade a folder of submissions: CSV, JSON and Gradescope's results.json."""
    from juliaset.grader.gradebook import prepare
    from juliaset.grader.grading import grades
    from juliaset.grader.shelf import lab_of, labs
    from juliaset.system.signals import sigterm_as_ctrl_c

    chosen = list(dict.fromkeys(lab_of(word) for word in lab)) if lab else labs()
    prepare(out, folder)
    found: list[Grade] = []
    try:
        with sigterm_as_ctrl_c():
            for each in grades(folder, chosen, lambda line: print(line, flush=True)):
                found.append(each)  # noqa: PERF402 - kept if it ends early
    finally:
        if found:
            _write(found, out)


def _write(found: "list[Grade]", out: Path) -> None:
    from juliaset.grader.gradebook import walls_of, write
    from juliaset.grader.telling import walls_in_words

    if any(grade.verdict for grade in found):
        print(walls_in_words(walls_of(found)))
    else:
        print("Nobody has handed in any of these labs.")
    for path in write(found, out)[:2]:
        print(f"Wrote {path}")
    print(f"Wrote {out / 'gradescope'}/*/results.json", flush=True)


def _chosen(number: str) -> "Lab":
    from juliaset.grader.desk import Desk
    from juliaset.grader.shelf import lab_of

    return lab_of(number) if number else Desk().current()


def _checked(lab: "Lab", path: Path, *, keep: bool) -> "Verdict":
    from juliaset.grader.desk import Desk, shown
    from juliaset.grader.examiner import examine
    from juliaset.grader.telling import told

    print(f"Checking {shown(path)} ...", flush=True)
    verdict = examine(lab, path)
    if keep:
        Desk().note(lab, verdict)
    print(told(lab, verdict), flush=True)
    if keep and verdict.exit_code:
        print(f"A hint: juliaset lab hint {lab.number}", flush=True)
    return verdict


def _watched(path: Path, check_it: Callable[[], object]) -> None:
    import time

    seen = None
    while True:
        try:
            now = path.stat().st_mtime_ns
        except FileNotFoundError:
            now = seen or 0  # an editor that saves by renaming is between the two
        if now != seen:
            seen = now
            check_it()
        time.sleep(_LOOK_S)
