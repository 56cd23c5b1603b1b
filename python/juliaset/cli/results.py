"""The commands that read the files of contests: report, compare, export, import."""

from pathlib import Path
from typing import Annotated

import typer

from juliaset.cli import options
from juliaset.cli.exit_codes import ExitCode, complain


def report(
    file: options.ContestFile,
    output: Annotated[Path, options.output("The HTML page to write.")] = Path("report.html"),
) -> None:
    """Write one self-contained HTML page about a contest."""
    from juliaset.bench.record_file import load
    from juliaset.bench.report import page

    options.write(output, page(load(file)))


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The contest of before.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The contest of now.")],
    fail_slower: options.Percent = None,
) -> ExitCode:
    """Compare two contests: exit code 1 if a row is slower or wrong."""
    from juliaset.bench.circumstances import apart
    from juliaset.bench.comparison import Gate, changes, gate
    from juliaset.bench.record_file import load
    from juliaset.bench.views.changes import change_table, notes, summary, why_nothing
    from juliaset.terminal import console

    before, after = load(old), load(new)
    found, screen = changes(before, after), console()
    screen.print(change_table(found, screen.width))
    for line in notes(found):
        screen.print(line, style="dim", markup=False)
    screen.print(summary(found), style="bold", markup=False)
    said = gate(found, fail_slower or 0.0)
    if said is Gate.UNKNOWN:
        return complain(why_nothing(found, apart(before, after)), ExitCode.NO_ANSWER)
    return ExitCode.NO if said is Gate.FAILED else ExitCode.DONE


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
    options.write(output or options.STDOUT, forms[0](load(file)))


def import_(
    file: Annotated[
        Path, typer.Argument(metavar="GOOGLE.json", help="What --benchmark_out wrote.")
    ],
    into: Annotated[Path, options.output("The contest to add it to.", "--into")],
) -> None:
    """Add Google Benchmark's times to a contest and compare them."""
    from juliaset.bench.google_benchmark import FORMAT, agreement, from_google_benchmark
    from juliaset.bench.record_file import load, load_as, save

    record = load(into)
    record.imported = load_as(from_google_benchmark, file, FORMAT)
    save(record, into)
    for line in agreement(record):
        print(line)
