"""What each section of the report shows, as plain data: the template puts it into words."""

from typing import Any

import msgspec
from markupsafe import Markup

from juliaset.bench.exports import to_csv
from juliaset.bench.record import Record, Variant
from juliaset.bench.report.charts import Curve, Entry, Guide, bars, curves, dots, letter
from juliaset.bench.stats import FASTER, SLOWER, Comparison
from juliaset.bench.summary import Summary, against, controls, resolution, summaries, verdict_of
from juliaset.compiler_names import shown
from juliaset.terminal import duration, figure

TOOLCHAINS = {"python", "numpy", "numba", "cython", "c", "cpp", "own"}
VERDICTS = {FASTER: "accent", SLOWER: "warn"}
GIL = {"released": "accent", "processes": "python", "held": "warn", "absent": "cpp"}
# Rows this close to the baseline get a chart of their own: next to a row that is a hundred times
# as fast, their intervals are dots.
CLOSE = (0.8, 1.25)


def nanoseconds(number: float) -> str:
    """Return a time in the unit that fits."""
    return duration(number / 1e9)


def factor(ratio: float) -> str:
    """Return how many times as fast, with about three digits."""
    places = 0 if ratio >= 100 else 1 if ratio >= 10 else 2  # noqa: PLR2004 - three digits
    return f"{figure(ratio, places)} x" if ratio >= 1 else f"{ratio:.3g} x"


def css(variant: Variant) -> str:
    """Return the CSS classes of a row: its toolchain, and whether its counts may differ."""
    known = variant.toolchain if variant.toolchain in TOOLCHAINS else "other"
    return f"{known} tolerant" if variant.exactness == "tolerant" else known


def label(variant: Variant, member: str, usual: str) -> str:
    """Return the name of a row's family, in which only a field differs: flavour or threads.

    usual: the compiler of the rows whose names have none.
    """
    flavour = f"@{variant.flavour}" if variant.flavour and member != "flavour" else ""
    threads = f"/t{variant.threads}" if variant.threads > 1 and member != "threads" else ""
    gil = f"/{variant.gil}" if variant.gil in {"held", "absent"} else ""
    compiler = shown(variant.compiler)
    by = f", {compiler}" if compiler and compiler != shown(usual) else ""
    return f"{variant.kernel}{flavour}{threads}{gil}{by}"


class Report:
    """A contest, and what the page shows of it."""

    def __init__(self, record: Record) -> None:
        """Compute what several sections show."""
        self.record = record
        self.contest = record.contest
        self.rows = summaries(record)
        self.timed = {row.variant.id: row for row in self.rows if row.variant.timed}
        # All are compared with the reference, or with the baseline if the reference has no time.
        names = (self.contest.reference, self.contest.baseline)
        self.yardstick = next((name for name in names if name in self.timed), None)
        self.speed_ups = self._speed_ups()
        self.controls = controls(record)
        self.resolution = resolution(record)
        self.samples = to_csv(record)
        compilers = {row.variant.id: shown(row.variant.compiler) for row in self.rows}
        usual = shown(self.contest.machine.compiler)  # the machine's section has it
        self.compilers = compilers if set(compilers.values()) - {"", usual} else {}

    def _speed_ups(self) -> dict[str, float]:
        by_reference = self.yardstick == self.contest.reference
        ups = {} if self.yardstick is None else {self.yardstick: 1.0}
        for name, row in self.timed.items():
            pair = row.against_reference if by_reference else row.against_baseline
            if pair and name != self.yardstick:
                ups[name] = pair.ratio
        return dict(sorted(ups.items(), key=lambda up: -up[1]))

    def fastest(self) -> Summary | None:
        """Return the fastest right row; None if there is only the yardstick.

        A tolerant row of the Julia set may be wrong; of another problem it is near enough.
        """
        rows = (self.timed[name] for name in self.speed_ups if name != self.yardstick)
        any_row = self.record.problem is not None and self.record.problem.near_is_right
        return next((r for r in rows if any_row or r.variant.exactness != "tolerant"), None)

    def doubted(self) -> list[Summary]:
        """Return the rows with a remark: too fast, with an answer kept, or with fused products."""
        return [row for row in self.timed.values() if row.suspicion or row.variant.remarks]

    def ladder(self) -> Markup:
        """Return the chart of speed-ups."""
        entries = []
        for name, up in self.speed_ups.items():
            row = self.timed[name]
            figures = f"{factor(up)}  {nanoseconds(row.median_ns or 0)}"
            entries.append(Entry(name, up, figures, css(row.variant)))
        return bars(f"Speed-up against {self.yardstick}, on a logarithmic scale", entries)

    def intervals(self) -> dict[str, Markup]:
        """Return charts of the ratios against the baseline, of all rows and of the close ones."""
        pairs = [(row, pair) for row in self.timed.values() if (pair := row.against_baseline)]
        pairs.sort(key=lambda each: -each[1].ratio)
        entries = [self._ratio(row, pair) for row, pair in pairs]
        close = [entry for entry in entries if CLOSE[0] <= entry.value <= CLOSE[1]]
        band = (1 / (1 + self.resolution), 1 + self.resolution) if self.resolution else None
        charts = {"Close to the baseline": close} if 0 < len(close) < len(entries) else {}
        charts |= {"All rows": entries} if entries else {}
        title = f"Ratios against {self.contest.baseline} with their intervals"
        return {
            name: dots(f"{title}. {name}", drawn, [Guide(1)], band)
            for name, drawn in charts.items()
        }

    def _ratio(self, row: Summary, pair: Comparison) -> Entry:
        words = verdict_of(row, self.contest.baseline)
        found = pair.interval
        return Entry(
            row.variant.id,
            pair.ratio,
            f"{pair.text} {words}",
            VERDICTS.get(pair.verdict, "undecided"),
            brief=f"{pair.text.partition(' ')[0]} {words}",
            interval=(found.low, found.high) if found else None,
        )

    def roof(self) -> Markup | None:
        """Return the chart of how near each row comes to what this machine's vectors can do."""
        bound = self.contest.bound
        timed = [row for row in self.timed.values() if row.ns_per_iteration]
        if bound is None or not timed:
            return None
        roofs = sorted(bound.roofs, key=lambda roof: roof.ns_per_iteration)
        guides = [
            Guide(roof.ns_per_iteration, f"{roof.isa or 'bound'}: {roof.ns_per_iteration:.3g} ns")
            for roof in roofs
        ]
        entries = []
        for row in timed:
            each = (row.ns_per_iteration or 0) * row.variant.threads
            share = f"  {100 * row.share_of_bound:.3g} %" if row.share_of_bound else ""
            figures, stem = f"{each:.3g} ns{share}", (guides[0].value, each)
            entries.append(Entry(row.variant.id, each, figures, css(row.variant), interval=stem))
        entries.sort(key=lambda entry: entry.value)
        return dots("Time per iteration above the measured bound", entries, guides)

    @property
    def gil_ways(self) -> dict[str, str]:
        """The ways to run threads that have times, and the class of each one's curve."""
        probe = self.record.probes.gil
        rows = probe.rows if probe else []
        measured = any(row.absent is not None for row in rows)
        return {way: css for way, css in GIL.items() if way != "absent" or measured}

    @property
    def gil_stalls(self) -> list[str]:
        """The ways to run threads of one process, in which one can make another one wait."""
        return [way for way in self.gil_ways if way != "processes"]

    @property
    def gil_legend(self) -> list[tuple[str, str]]:
        """The class of each curve, and its letter and name."""
        return [(css, f"{letter(k)}: {way}") for k, (way, css) in enumerate(self.gil_ways.items())]

    def gil(self) -> Markup:
        """Return the chart of what threads gain with the GIL held, released and absent."""
        probe = self.record.probes.gil
        rows = probe.rows if probe else []
        points = {
            way: [(row.threads, gain) for row in rows if (gain := getattr(row, way)) is not None]
            for way in self.gil_ways
        }
        drawn = [Curve(way, points[way], colour) for way, colour in self.gil_ways.items()]
        return curves("Throughput with the GIL released, held or absent, and with processes", drawn)

    def scaling(self) -> list[Curve]:
        """Return the speed-up by the number of threads of each kernel with several numbers."""
        drawn = []
        for members in self.families("threads"):
            fewest = min(members)
            first = members[fewest].variant
            others = {n: members[n].variant for n in sorted(members) if n != fewest}
            pairs = {n: against(self.record, first, row) for n, row in others.items()}
            points = [(fewest, float(fewest))]
            points += [(n, fewest * pair.ratio) for n, pair in pairs.items() if pair]
            usual = self.contest.machine.compiler
            drawn.append(Curve(label(first, "threads", usual), points, css(first)))
        return drawn

    def families(self, member: str) -> list[dict[Any, Summary]]:
        """Group the timed rows that differ only in a field, by its value; drop groups of one."""
        fields = {"kernel", "flavour", "compiler", "threads", "gil"} - {member}
        found: dict[tuple[Any, ...], dict[Any, Summary]] = {}
        # A thread with a picture of its own does not make that of another one ready any sooner.
        for row in (each for each in self.timed.values() if each.variant.pictures == 1):
            family = tuple(getattr(row.variant, field) for field in fields)
            value = getattr(row.variant, member) or "default"
            # `best` may be a kernel that has a row of its own; that one came first.
            found.setdefault(family, {}).setdefault(value, row)
        return [members for members in found.values() if len(members) > 1]

    def machine(self) -> dict[str, Any]:
        """Return all circumstances that give the numbers their meaning."""
        about: dict[str, Any] = msgspec.to_builtins(self.contest)
        about |= about.pop("machine")
        if about["bound"]:
            del about["bound"]["roofs"]  # they are lines in the roof
        return about
