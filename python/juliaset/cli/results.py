"""The doors that read what was measured: report, compare, export, import."""

from pathlib import Path
from typing import Annotated

import typer

EXIT_REGRESSION = 1

Results = Annotated[Path, typer.Argument(metavar="FILE", help="What --json wrote.")]


def register(app: typer.Typer) -> None:
    """Put the commands behind those that stand there already."""
    for name, command in (
        ("report", report),
        ("compare", compare),
        ("export", export),
        ("import", import_),
    ):
        app.command(name)(command)


def report(
    file: Results,
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML page to write.")] = Path(
        "report.html"
    ),
) -> None:
    """Write one self-contained page of a contest."""
    from juliaset.bench.record_file import load
    from juliaset.bench.report import page
    from juliaset.system.files import check_writable, write_whole

    check_writable("--output", output)
    write_whole(output, page(load(file)))
    print(f"Wrote {output}.")


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD")],
    new: Annotated[Path, typer.Argument(metavar="NEW")],
) -> None:
    """Compare two contests: exit code 1 where a row became slower, or wrong."""
    from juliaset.bench.comparison import change_table, changes, regressed
    from juliaset.bench.record_file import load
    from juliaset.terminal import console

    found = changes(load(old), load(new))
    console().print(change_table(found))
    if regressed(found):
        raise typer.Exit(EXIT_REGRESSION)


def export(
    file: Results,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file instead of the terminal.")
    ] = None,
    pyperf: Annotated[bool, typer.Option("--pyperf", help="JSON of pyperf.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="One line a sample.")] = False,
    md: Annotated[bool, typer.Option("--md", help="The table in Markdown.")] = False,
) -> None:
    """Write a contest as pyperf's JSON, CSV or Markdown."""
    from juliaset.bench.exchange import to_csv, to_markdown, to_pyperf
    from juliaset.bench.record_file import load
    from juliaset.system.files import check_writable, write_whole

    named = {"pyperf": pyperf, "csv": csv, "md": md}
    asked = [name for name, wanted in named.items() if wanted]
    if len(asked) != 1:
        raise ValueError("export needs to know the form; allowed: one of --pyperf, --csv, --md")
    if output is not None:
        check_writable("--output", output)
    write = {"pyperf": to_pyperf, "csv": to_csv, "md": to_markdown}[asked[0]]
    text = write(load(file))
    if output is None:
        print(text, end="" if text.endswith("\n") else "\n")
    else:
        write_whole(output, text)
        print(f"Wrote {output}.")


def import_(
    file: Annotated[Path, typer.Argument(metavar="GOOGLE.json", help="Of --benchmark_out.")],
    into: Annotated[Path, typer.Option(metavar="FILE", help="The contest to add it to.")],
) -> None:
    """Add Google Benchmark's times to a contest, and say whether the two agree."""
    from juliaset.bench.exchange import agreement, from_google_benchmark
    from juliaset.bench.record_file import load, save

    record = load(into)
    record.imported = from_google_benchmark(file.read_text())
    save(record, into)
    for line in agreement(record):
        print(line)
