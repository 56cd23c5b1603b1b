"""Tables and a picture of the kernels, from a contest that was measured; `make docs` writes them.

README has the ladder, nine rows in the order in which a learner climbs it; docs/kernels.md has the
list of all kernels, the complete table, and the picture.
"""

from pathlib import Path

from juliaset.bench.columns import INTERVAL, RATIO, SPEED_UP, columns
from juliaset.bench.exports import to_markdown
from juliaset.bench.record import Record, Variant
from juliaset.bench.summary import Summary, summaries
from juliaset.kernel_type import DEFAULT_FLAVOUR, Kernel
from juliaset.registry import kernels

ROOT = Path(__file__).parent.parent
FOLDERS = ("julia/kernels", "bindings/cython", "python/juliaset/techniques")
# The sources of the ladder's rows; the last row is the fastest exact one of the contest.
LADDER = (
    "python_loops.py",
    "numpy_compacting.py",
    "cython_memoryview.pyx",
    "scalar.cpp",
    "openmp.cpp",
    "simd_tiled.cpp",
    "sieve.cpp",
    "balls.cpp",
)
_SHOWN = ("time", SPEED_UP, RATIO, INTERVAL)  # of the columns that a terminal shows
START = 0.8  # where the bars begin: a logarithmic scale has no zero
COLOURS = {
    "python": "#3776ab",
    "numpy": "#4dabcf",
    "numba": "#00a3e0",
    "dask": "#d9730d",
    "cython": "#e0a800",
    "c": "#8a9a2e",
    "cpp": "#c04f6c",
}
BEST = "#7a4fc0"


def source_of(kernel: Kernel) -> str:
    """Return the file of a kernel, relative to the checkout; empty if another package has it."""
    name = kernel.source.name if kernel.source else ""
    found = [f"{folder}/{name}" for folder in FOLDERS if name and (ROOT / folder / name).is_file()]
    return found[0] if found else ""


def is_plain(variant: Variant, flavour: str = DEFAULT_FLAVOUR) -> bool:
    """Return whether a row is its kernel in that flavour; a row of `best` has another id."""
    return variant.id in {variant.kernel, f"{variant.kernel}@{flavour}"}


def plain_rows(record: Record) -> dict[str, Summary]:
    """Return the row of each kernel in the default flavour."""
    rows = summaries(record)
    return {row.variant.kernel: row for row in rows if is_plain(row.variant)}


def row_of(source: str, rows: dict[str, Summary]) -> tuple[Kernel, Summary]:
    """Return the kernel of a source, with the widest vectors of those that have a time."""
    own = [k for k in kernels() if source_of(k).endswith(f"/{source}") and k.name in rows]
    timed = [kernel for kernel in own if rows[kernel.name].median_ns is not None]
    if not timed:
        raise ValueError(f"the published contest has no time of {source}")
    widest = max(timed, key=lambda kernel: kernel.lanes)
    return widest, rows[widest.name]


def fastest(record: Record) -> tuple[Kernel, Summary]:
    """Return the fastest exact row that `make bench` shows, and its kernel."""
    exact = [row for row in plain_rows(record).values() if row.variant.exactness == "exact"]
    row = min((row for row in exact if row.median_ns), key=lambda row: row.median_ns or 0)
    return next(kernel for kernel in kernels() if kernel.name == row.variant.kernel), row


def ladder(source: str, record: Record) -> str:
    """Return README's table: nine rows, their files, and how fast each is.

    source: the path of the contest's file in the checkout.
    """
    rows = plain_rows(record)
    contest, machine, said = record.contest, record.contest.machine, columns(record)
    lines = [
        f"| kernel | what it shows | {' | '.join(_SHOWN)} |",
        "| --- | --- | ---: | ---: | ---: | --- |",
    ]
    for kernel, row in [*(row_of(name, rows) for name in LADDER), fastest(record)]:
        cells = [
            f"[`{kernel.name}`]({source_of(kernel)})",
            kernel.summary,
            *(said[name](row) for name in _SHOWN),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    where = f"{machine.cpu}, {machine.cores} cores, {machine.compiler}, Python {machine.python}"
    of = "times as fast as"
    lines += [
        "",
        f"Speed-up: {of} `{contest.reference}`. Ratio: {of} `{contest.baseline}`.",
        f"Measured on {where}, on {contest.when[:10]}: [every sample]({source}).",
    ]
    return "\n".join(lines) + "\n"


def catalogue(record: Record) -> str:
    """Return the list of kernels: file, what it shows, and what it gains over the baseline."""
    rows = plain_rows(record)
    lines = ["| kernel | file | what it shows | ratio |", "| --- | --- | --- | ---: |"]
    for kernel in kernels():
        path = source_of(kernel)
        if not path:  # of another package
            continue
        row = rows.get(kernel.name)
        ratio = f"{row.against_baseline.ratio:.3g}" if row and row.against_baseline else ""
        if row and row.variant.id == record.contest.baseline:
            ratio = "1"
        link = f"[{Path(path).name}](../{path})"
        lines.append(f"| `{kernel.name}` | {link} | {kernel.summary} | {ratio} |")
    return "\n".join(lines) + "\n"


def complete(source: str, record: Record) -> str:
    """Return the table of all rows, and where its samples are."""
    return f"{to_markdown(record)}\nEvery sample is in [{Path(source).name}](../{source}).\n"


def speed_ups(record: Record) -> list[tuple[Summary, float]]:
    """Return the rows that have a time, and how many times as fast as the reference each is."""
    reference = record.contest.reference
    return [
        (row, 1.0 if row.against_reference is None else row.against_reference.ratio)
        for row in summaries(record)
        if row.against_reference is not None or row.variant.id == reference
    ]


def described(record: Record) -> str:
    """Return in words what the picture shows; the picture's file contains them."""
    return "; ".join(f"{row.variant.id} {speed:.4g}" for row, speed in speed_ups(record))


def described_in(path: Path) -> str:
    """Return the words that a picture contains; empty if there is none."""
    from PIL import Image  # noqa: PLC0415

    if not path.exists():
        return ""
    with Image.open(path) as picture:
        return str(picture.info.get("Description", ""))


def draw(record: Record, path: Path) -> None:
    """Draw all rows on a logarithmic scale."""
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    rows = speed_ups(record)[::-1]
    figure, axes = plt.subplots(figsize=(9, 0.25 * len(rows) + 0.8), layout="constrained")
    speeds = [speed for _, speed in rows]
    bars = axes.barh(
        [row.variant.id for row, _ in rows],
        [speed - START for speed in speeds],
        color=[_colour(row.variant) for row, _ in rows],
        left=START,
    )
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
    figure.savefig(path, dpi=130, metadata={"Description": described(record)})
    plt.close(figure)


def _colour(variant: Variant) -> str:
    flavour = variant.flavour or ""
    return COLOURS[variant.toolchain] if is_plain(variant, flavour) else BEST
