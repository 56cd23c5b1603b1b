"""The commands that read the files of contests: report, compare, history, export, import."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juliaset.cli import options, result_files
from juliaset.cli.exit_codes import ExitCode, complain
from juliaset.system.processes import in_one_line

if TYPE_CHECKING:
    from juliaset.bench.history import Saved
    from juliaset.bench.record import Record


def report(
    file: options.ContestFile,
    output: Annotated[Path, options.output("The HTML page to write.")] = Path("report.html"),
) -> None:
    """Write one self-contained HTML page about a contest."""
    from juliaset.bench.record_file import load

    record = load(file)
    from juliaset.bench.report import page  # with Matplotlib, which a wrong FILE need not wait for

    result_files.write(output, page(record))


def compare(
    old: Annotated[
        Path | None, typer.Argument(metavar="OLD", help="The contest before the change.")
    ] = None,
    new: Annotated[Path | None, typer.Argument(metavar="NEW", help="The contest after it.")] = None,
    last: Annotated[
        bool,
        typer.Option("--last", help="Take the newest saved contest as NEW, or the one file given."),
    ] = False,
    fail_slower: options.Percent = None,
    allow_missing: Annotated[
        bool,
        typer.Option(
            "--allow-missing", help="Accept rows of OLD that are missing or cannot be compared."
        ),
    ] = False,
) -> ExitCode:
    """Compare two contests: exit code 1 if a row is slower or wrong.

    The exit code is 3 if a row of OLD is missing or cannot be compared, or if no row has an answer.

    With --last, OLD is the newest contest saved before NEW that can be compared with it.
    """
    from juliaset.bench.circumstances import apart, problems_apart
    from juliaset.bench.comparison import Gate, changes, gate
    from juliaset.bench.record_file import load
    from juliaset.bench.views.changes import change_table, legend, notes, summary, why_unknown
    from juliaset.terminal import console

    if last:
        if new is not None:
            raise ValueError("--last finds OLD itself; allowed: --last, or --last NEW")
        before, after = _last_two(old)
    elif old is None or new is None:
        raise ValueError("compare needs two contests; allowed: OLD NEW, or --last")
    else:
        before, after = load(old), load(new)
    if why := problems_apart(before, after):
        return complain(f"the two contests cannot be compared: {why}", ExitCode.NO_ANSWER)
    found, screen = changes(before, after), console()
    table = change_table(found, screen.width)
    screen.print(table)
    screen.print()
    for line in [*notes(found), *legend(str(column.header) for column in table.columns)]:
        screen.print(line, style="dim", markup=False)
    screen.print()
    screen.print(summary(found), style="bold", markup=False)
    said = gate(found, fail_slower or 0.0, allow_missing=allow_missing)
    if said is Gate.UNKNOWN:
        why = why_unknown(found, apart(before, after), allow_missing=allow_missing)
        return complain(why, ExitCode.NO_ANSWER)
    return ExitCode.NO if said is Gate.FAILED else ExitCode.DONE


def _last_two(new: Path | None) -> "tuple[Record, Record]":
    """Return the newest saved contest that can be compared, and the one that is compared."""
    from juliaset.bench.history import before
    from juliaset.bench.record_file import load

    contests = _saved()
    after = load(new) if new else contests[-1].record
    old = before(after, contests)
    for path in (old.path, new or contests[-1].path):
        print(result_files.named(path))
    return old.record, after


def history(
    kernel: options.KernelGlobs = None,
    output: Annotated[
        Path | None, options.output("Write one self-contained HTML page with charts.")
    ] = None,
) -> None:
    """Show how the rows of saved contests changed, separately for each CPU.

    `juliaset bench --save` keeps contests in the folder JULIASET_HISTORY, or in .juliaset.
    """
    from juliaset.bench.history import matching, series
    from juliaset.bench.views.history import show
    from juliaset.terminal import console

    patterns = kernel or []
    contests = [each for each in _saved() if any(matching(each.record, patterns))]
    if not contests:
        raise ValueError(f"--kernel is {' '.join(patterns)!r}; allowed: a row of a saved contest")
    groups = series(contests)
    if output is None:
        show(groups, patterns, console())
    else:
        from juliaset.bench.report.history import page
        from juliaset.bench.views.trends import chapters

        result_files.write(output, page(chapters(groups, patterns)))


def _saved() -> "list[Saved]":
    """Return all saved contests, oldest first; complain of files that are none."""
    from juliaset.bench.history import NoContestError, folder, saved

    contests, complaints = saved(folder())
    for complaint in complaints:
        print(f"juliaset: left out: {in_one_line(complaint)}", file=sys.stderr)
    if not contests:
        where = result_files.named(folder())
        raise NoContestError(f"no contest is saved in {where}; `juliaset bench --save` saves one")
    return contests


def export(
    file: options.ContestFile,
    output: Annotated[
        Path | None, options.output("The file to write; standard output if left out.")
    ] = None,
    pyperf: Annotated[bool, typer.Option("--pyperf", help="JSON for pyperf.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="CSV, one line for each sample.")] = False,
    md: Annotated[bool, typer.Option("--md", help="The table in Markdown.")] = False,
) -> None:
    """Write a contest as CSV, as Markdown or as JSON for pyperf."""
    from juliaset.bench.exports import to_csv, to_markdown, to_pyperf
    from juliaset.bench.record_file import load

    wanted = {to_pyperf: pyperf, to_csv: csv, to_markdown: md}
    forms = [form for form, asked in wanted.items() if asked]
    if len(forms) != 1:
        raise ValueError("export needs the form; allowed: one of --pyperf, --csv, --md")
    result_files.write(output or result_files.STDOUT, forms[0](load(file)))


def import_(
    file: Annotated[
        Path, typer.Argument(metavar="GOOGLE.json", help="What --benchmark_out wrote.")
    ],
    into: Annotated[Path, options.output("The contest to add it to.", "--into")],
    details: Annotated[
        bool, typer.Option("--details", help="A line for each row that both have.")
    ] = False,
) -> None:
    """Add Google Benchmark's times to a contest and compare them."""
    from juliaset.bench.google_benchmark import (
        FORMAT,
        agreement,
        from_google_benchmark,
        in_summary,
    )
    from juliaset.bench.record_file import load, load_as, save
    from juliaset.terminal import console

    record = load(into)
    record.imported = load_as(from_google_benchmark, file, FORMAT)
    save(record, into)
    found = agreement(record)
    lines = [in_summary(found), *(map(str, found) if details else ())]
    if found and not details:
        lines.append(f"`juliaset import {file} --into {into} --details` shows each row.")
    screen = console()
    for line in lines:
        screen.print(in_one_line(line), markup=False, emoji=False)
