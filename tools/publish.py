"""Puts a contest that was measured into README: the table and the picture. `make readme` runs it.

python tools/publish.py benchmarks/results/<machine>.json
"""

import sys
from pathlib import Path

from juliaset.bench.exchange import to_markdown
from juliaset.bench.record import Record
from juliaset.bench.record_file import load
from juliaset.bench.summary import Summary, summaries
from juliaset.registry import kernels
from markers import replace_between

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CATALOGUE = ROOT / "docs" / "kernels.md"
PICTURE = ROOT / "docs" / "images" / "ladder.png"
FOLDERS = ("julia/kernels", "python/juliaset/techniques", "bindings/cython")
START = 0.8  # where the bars begin: a logarithmic scale has no zero
COLOURS = {
    "python": "#3776ab",
    "numpy": "#4dabcf",
    "numba": "#00a3e0",
    "cython": "#e0a800",
    "cpp": "#c04f6c",
    "best": "#7a4fc0",
}


def table(record: Record, source: str) -> str:
    """Write the ladder in Markdown, with where it comes from."""
    return (
        f"{to_markdown(record)}\nEvery sample of it is in [{source}]({source}). Times move from "
        f"machine to machine and from day to day; the ratios less so.\n"
    )


def speed_ups(record: Record) -> list[tuple[Summary, float]]:
    """Give the rows that have a time, and how many times as fast as the reference each is."""
    rows = summaries(record)
    reference = record.contest.reference
    return [
        (row, 1.0 if row.variant.id == reference else row.against_reference.ratio)
        for row in rows
        if row.against_reference is not None or row.variant.id == reference
    ]


def draw(record: Record, path: Path) -> None:
    """Draw the ladder, on a logarithmic scale."""
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    rows = speed_ups(record)[::-1]
    figure, axes = plt.subplots(figsize=(9, 0.25 * len(rows) + 0.8), layout="constrained")
    names = [row.variant.id for row, _ in rows]
    speeds = [speed for _, speed in rows]
    colours = [COLOURS[name.replace("=", ".").split(".")[0]] for name in names]
    bars = axes.barh(names, [speed - START for speed in speeds], color=colours, left=START)
    for bar, (row, _) in zip(bars, rows, strict=True):
        bar.set_alpha(1.0 if row.variant.exactness == "exact" else 0.45)
    labels = [f"{speed:,.{0 if speed >= 10 else 1}f} x" for speed in speeds]  # noqa: PLR2004
    axes.bar_label(bars, labels, padding=4, fontsize=8)
    axes.set_xscale("log")
    axes.set_xlim(START, max(speeds) * 3)
    axes.set_xticks([1, 10, 100, 1000], ["1 x", "10 x", "100 x", "1000 x"], minor=False)
    axes.margins(y=0.01)
    axes.set_title("Times as fast as the book's Python (pale: not exact)", fontsize=10)
    axes.tick_params(axis="y", labelsize=8, length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    figure.savefig(path, dpi=130)


def catalogue(record: Record) -> str:
    """Write the list of kernels: file, what it shows, and what it gains over cpp.scalar."""
    ratios = {row.variant.kernel: row.against_baseline for row in summaries(record)}
    lines = ["| kernel | file | what it shows | against |", "| --- | --- | --- | ---: |"]
    for kernel in kernels():
        found = ratios.get(kernel.name)
        ratio = "1" if kernel.name == "cpp.scalar" else f"{found.ratio:.3g}" if found else ""
        name = kernel.source.name if kernel.source else ""
        folder = next(folder for folder in FOLDERS if (ROOT / folder / name).is_file())
        link = f"[{name}](../{folder}/{name})"
        lines.append(f"| `{kernel.name}` | {link} | {kernel.summary} | {ratio} |")
    return "\n".join(lines) + "\n"


def main(source: str) -> None:
    """Publish one results file."""
    path = Path(source).resolve()
    record = load(path)
    ladder = table(record, path.relative_to(ROOT).as_posix())
    README.write_text(replace_between(README.read_text(), "ladder", ladder))
    text = CATALOGUE.read_text()
    CATALOGUE.write_text(replace_between(text, "catalogue", catalogue(record)))
    draw(record, PICTURE)


if __name__ == "__main__":
    main(sys.argv[1])
