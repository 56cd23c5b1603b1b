"""The history of saved contests as the chapters of a page."""

from collections.abc import Iterator, Sequence

from juliaset.bench.history import Series
from juliaset.bench.record import State
from juliaset.bench.report.history import Chapter, Point
from juliaset.bench.views.history import about, comparison, headings, names_of


def chapters(groups: Sequence[Series], patterns: Sequence[str]) -> list[Chapter]:
    """Return what the page shows of each series."""
    return [
        Chapter(
            headings=headings(group, groups),
            contests=[about(each) for each in reversed(group.contests)],
            rows={
                name: points
                for name in names_of(group, patterns)
                if (points := list(_points(group, name)))
            },
        )
        for group in reversed(groups)  # a page is read from its top
    ]


def _points(group: Series, name: str) -> Iterator[Point]:
    for place, each in enumerate(group.contests):
        row = each.record.find(name)
        found = None if row is None else comparison(each.record, row)
        if found is None:
            continue
        ends = (found.interval.low, found.interval.high) if found.interval else None
        when, which, called = about(each)
        words = f"{when}, {which}{f' ({called})' if called else ''}: {found.text}"
        calm = each.record.contest.state == State.COMPLETE
        yield Point(place, f"{each.when:%m-%d}", found.ratio, ends, words, calm)
