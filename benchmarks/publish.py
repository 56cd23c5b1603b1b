"""Puts a ladder that was measured into README: the table and the picture.

python benchmarks/publish.py benchmarks/results/<machine>.json
"""

import json
import sys
from pathlib import Path
from statistics import median
from typing import Any

from juliaset.tables import duration

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "images" / "ladder.png"
BEGIN = "<!-- ladder: begin, written by benchmarks/publish.py -->\n"
END = "<!-- ladder: end -->\n"
START = 0.8  # where the bars begin: a logarithmic scale has no zero
COLOURS = {
    "python": "#3776ab",
    "numpy": "#4dabcf",
    "numba": "#00a3e0",
    "cython": "#e0a800",
    "cpp": "#c04f6c",
    "best": "#7a4fc0",
}


def measured(contents: dict[str, Any]) -> list[tuple[str, float, dict[str, Any]]]:
    """Give name, median seconds and row of all that have a time, in the ladder's order."""
    return [(row["name"], median(row["wall_s"]), row) for row in contents["rows"] if row["wall_s"]]


def table(contents: dict[str, Any], source: str) -> str:
    """Write the ladder in Markdown."""
    problem, machine = contents["problem"], contents["machine"]
    rows = measured(contents)
    base = rows[0][1]
    provenance = (
        f"Measured on {machine['cpu']}, {machine['cores']} cores, {machine['compiler']}, "
        f"Python {machine['python']}, C++ with -O3, at {contents['when'][:10]} "
        f"([raw samples]({source})). Times move from machine to machine and from day to day; "
        f"the ratios less so."
    )
    lines = [
        provenance,
        "",
        "| kernel | time | against `python.loops` | ns/iteration | cores | counts |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for name, seconds, row in rows:
        cores = sum(row["cpu_s"]) / sum(row["wall_s"])
        lines.append(
            f"| `{name}` | {duration(seconds)} | {base / seconds:,.1f} | "
            f"{seconds * 1e9 / problem['iterations']:.3g} | {cores:.1f} | {counts(row)} |"
        )
    lines += [
        f"| `{r['name']}` | | | | | {r['reason']} |" for r in contents["rows"] if not r["wall_s"]
    ]
    return "\n".join(lines) + "\n"


def counts(row: dict[str, Any]) -> str:
    """Say how the counts compare with Python's."""
    if row["exact"]:
        return "exact"
    return (
        f"{row['differing_pixels']:,} pixels differ"
        if row["differing_pixels"]
        else "not exact elsewhere"
    )


def draw(contents: dict[str, Any], path: Path) -> None:
    """Draw the ladder, on a logarithmic scale."""
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    rows = measured(contents)[::-1]
    figure, axes = plt.subplots(figsize=(9, 0.25 * len(rows) + 0.8), layout="constrained")
    names = [name for name, _, _ in rows]
    speeds = [rows[-1][1] / seconds for _, seconds, _ in rows]
    colours = [COLOURS[name.replace("=", ".").split(".")[0]] for name in names]
    bars = axes.barh(names, [speed - START for speed in speeds], color=colours, left=START)
    for bar, (_, _, row) in zip(bars, rows, strict=True):
        bar.set_alpha(1.0 if row["exact"] else 0.45)
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


def with_table(readme: str, new: str) -> str:
    """Replace what stands between the two marks."""
    head, _, rest = readme.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return head + BEGIN + new + END + tail


def main(source: str) -> None:
    """Publish one results file."""
    path = Path(source).resolve()
    contents = json.loads(path.read_text())
    README.write_text(
        with_table(README.read_text(), table(contents, path.relative_to(ROOT).as_posix()))
    )
    draw(contents, PICTURE)


if __name__ == "__main__":
    main(sys.argv[1])
