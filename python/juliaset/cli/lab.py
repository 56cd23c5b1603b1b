"""The commands of the labs: list, next, start, check, hint, solution, watch, reset, new, grade."""

import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juliaset.cli import options, result_files
from juliaset.cli.group import CommandGroup
from juliaset.cli.lab_passed import after_a_pass, solution
from juliaset.cli.lasting import going_on
from juliaset.course_folder import CHECKOUT, COURSE
from juliaset.grader.catalogue import Lab, all_labs, find_lab, in_course_order
from juliaset.grader.new_lab import create_lab
from juliaset.grader.verdict import Verdict
from juliaset.grader.workspace import Workspace, short_path
from juliaset.grader.wrapping import flowing
from juliaset.system.plain_files import UnfitFileError, check_plain
from juliaset.system.signals import results_kept

if TYPE_CHECKING:
    from juliaset.grader.wrong_pixels import WrongPixels

labs_app = typer.Typer(
    cls=CommandGroup,
    help="Exercises that grade themselves.",
    subcommand_metavar="COMMAND [ARGS]",
    rich_markup_mode=None,
)

Which = Annotated[
    str,
    typer.Argument(metavar="N", help="Left out: the one worked on last, or after a pass the next."),
]
Named = Annotated[str, typer.Argument(metavar="N", help="A number from `juliaset lab list`.")]
Picture = Annotated[
    bool, typer.Option("--picture", help="Draw the wrong pixels, if there are any.")
]
_LOOK_S = 0.3


@labs_app.command("list")
def list_(json: options.Json = None) -> None:
    """List the labs in the order of the course, and how far you are; JSON has them by number."""
    from juliaset.grader.messages import lab_table, labs_as_json, progress_line
    from juliaset.terminal import UNBROKEN, console

    with result_files.messages_for(json):
        console(UNBROKEN).print(lab_table(in_course_order(all_labs()), Workspace()))
        print(progress_line(all_labs(), Workspace()))
    result_files.write(json, labs_as_json(all_labs(), Workspace()))


@labs_app.command("next")
def next_() -> None:
    """Show what to do next."""
    workspace, labs = Workspace(), in_course_order(all_labs())
    if all(workspace.passed(lab) for lab in labs):
        last = labs[-1]
        print("You have passed every lab. To beat your own result in the last one, type:")
        print(f"juliaset lab check {last.number}")
        return
    lab = workspace.current()
    print(f"Lab {lab.number}: {lab.title} (about {lab.minutes} minutes)")
    if workspace.begun(lab):
        print(f"Edit {short_path(workspace.file(lab))}, then: juliaset lab check")
    else:
        print(f"Begin it: juliaset lab start {lab.number}")


@labs_app.command()
def start(number: Named) -> None:
    """Copy a lab to my_labs/, and show its task."""
    from juliaset.terminal import width_of_terminal

    lab = find_lab(number)
    path = Workspace().begin(lab)
    print(flowing(lab.task, width_of_terminal()))
    print(f"Edit {short_path(path)}, then: juliaset lab check {lab.number}")


@labs_app.command()
def check(
    number: Which = "",
    file: Annotated[
        Path | None, options.option("--file", "FILE", "Instead of the one in my_labs/.")
    ] = None,
    picture: Picture = False,
) -> None:
    """Check a lab: exit code 0 for pass, 1 for fail, 3 for inconclusive."""
    lab = _chosen(number)
    path = file or Workspace().file(lab)
    try:
        check_plain(path)
    except FileNotFoundError:
        raise ValueError(f"--file is {str(path)!r}; there is no such file") from None
    except UnfitFileError as error:
        raise ValueError(f"--file is {str(path)!r}, which {error}") from None
    except OSError as error:
        allowed = f"a file *{lab.start.suffix} in a folder of yours"
        raise ValueError(f"--file is {str(path)!r}: {error.strerror}; allowed: {allowed}") from None
    if path.suffix != lab.start.suffix:
        raise ValueError(
            f"--file is {str(path)!r}; allowed for lab {lab.number}: a file *{lab.start.suffix}"
        )
    with going_on():  # a verdict that can't be printed is noted all the same
        verdict = _checked(lab, path, keep=file is None, picture=picture)
    raise typer.Exit(verdict.exit_code)


@labs_app.command()
def hint(number: Which = "") -> None:
    """Show the next hint; the first ones ask, the last one tells."""
    from juliaset.terminal import width_of_terminal

    lab = _chosen(number)
    place, text = Workspace().next_hint(lab)
    last = " (the last one)" if place == len(lab.hints) else ""
    print(f"Hint {place} of {len(lab.hints)}{last} for lab {lab.number}:\n")
    print(flowing(text, width_of_terminal()))


labs_app.command()(solution)


@labs_app.command()
def watch(number: Which = "", picture: Picture = False) -> None:
    """Check a lab each time you save the file; Ctrl-C ends it."""
    lab = _chosen(number)
    path = Workspace().file(lab)
    print(f"Watching {short_path(path)}; Ctrl-C ends it.", flush=True)
    seen, now = (-1, -1, -1), (0, 0, 0)  # it is checked once before anything is saved
    try:
        while True:
            with suppress(FileNotFoundError):  # an editor that saves by renaming is between the two
                found = path.lstat()  # a link is not a submission, wherever it leads
                now = found.st_mtime_ns, found.st_ino, found.st_mode
            if now != seen:
                seen = now
                _checked(lab, path, keep=True, picture=picture)
            time.sleep(_LOOK_S)
    except KeyboardInterrupt:
        print("\nNo longer watching.")


@labs_app.command()
def reset(number: Named) -> None:
    """Begin a lab again; your file is kept under another name."""
    lab = find_lab(number)
    kept = Workspace().reset(lab)
    print(f"Lab {lab.number} begins again. Your file is kept as {short_path(kept)}")


@labs_app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of its folder: false_sharing.")],
    language: Annotated[
        str, typer.Option(metavar="SUFFIX", help="Of the learner's file: py, pyx or cpp.")
    ] = "py",
) -> None:
    """Create a lab: a small complete one, to be changed piece by piece."""
    lab = create_lab(name, language)
    print(f"Lab {lab.number} is in {short_path(lab.folder)}/. Next:")
    print(f"  juliaset lab check {lab.number} --file {short_path(lab.start)}   # fails")
    if COURSE == CHECKOUT:
        print("  make docs   # adds it to the tables of the documentation")


@labs_app.command()
def grade(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder for each student.")],
    lab: Annotated[
        list[str] | None, options.option("--lab", "N", "Which; repeatable; all if left out.")
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Where the results go.")
    ] = Path("grades"),
    again: Annotated[
        bool, typer.Option("--again", help="Also what an earlier run has graded.")
    ] = False,
) -> None:
    """Grade a folder of submissions: CSV, JSON and Gradescope's results.json.

    After an interruption the same command goes on where it stopped: it grades what is new, has
    changed, or was inconclusive.
    """
    from juliaset.grader.batch import grade_batch
    from juliaset.grader.gradebook import locked, prepare
    from juliaset.grader.handed_in import students_of

    chosen = list(dict.fromkeys(find_lab(word) for word in lab)) if lab else all_labs()
    students_of(folder, chosen)  # if it is a mistake, no folder for grades is made
    prepare(output, folder)
    # Whatever happens to what is printed, the grades are in the files.
    with locked(output), results_kept(), going_on():
        grade_batch(folder, chosen, output, lambda line: print(line, flush=True), again=again)


def _chosen(number: str) -> Lab:
    return find_lab(number) if number else Workspace().current()


def _checked(lab: Lab, path: Path, *, keep: bool, picture: bool) -> Verdict:
    from juliaset.grader.messages import verdict_text
    from juliaset.grader.submission import check_submission
    from juliaset.terminal import width_of_terminal

    print(f"Checking {short_path(path)} ...", flush=True)
    verdict = check_submission(lab, path)
    print(verdict_text(lab, verdict, width_of_terminal()), flush=True)
    if verdict.wrong is not None and picture:
        _draw(verdict.wrong)
    if keep:
        Workspace().note(lab, verdict)
    if keep and verdict.exit_code:
        print(f"A hint: juliaset lab hint {lab.number}", flush=True)
    if keep and not verdict.exit_code:
        after_a_pass(lab, verdict)
    return verdict


def _draw(wrong: "WrongPixels") -> None:
    """Draw the wrong pixels, red if the terminal has colours; a sentence says the same before."""
    from rich.text import Text

    from juliaset.terminal import console

    screen = console()
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    print(wrong.in_words(), wrong.legend(encoding), sep="\n", flush=True)
    for line in wrong.drawn(screen.width, encoding):
        shown = Text(line)
        shown.highlight_regex(r"[▀▄█'.#]+", "red")
        screen.print(shown, soft_wrap=True)
