"""How far long work is: a bar on a terminal, and a line now and then in a log."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

_BETWEEN_LINES_S = 10.0
_BETWEEN_DRAWINGS_S = 0.2
_BEFORE_ESTIMATES_S = 2.0  # until then the start of the work is most of what was measured
_MINUTE, _HOUR = 60, 3600


@dataclass(frozen=True)
class Unit:
    """What is counted: its name, and how many pieces of work are one."""

    name: str
    size: float = 1.0


TILES, MEGAPIXELS = Unit("tiles"), Unit("megapixels", 1e6)


class Watch:
    """Shows how far work is; `watch()` makes one."""

    def __init__(self, unit: Unit, screen: "Console", drawing: "Progress | None") -> None:
        """Begin the clock."""
        self._unit, self._screen, self._drawing = unit, screen, drawing
        self._task: TaskID | None = None
        self._start = self._said = time.monotonic()

    def note(self, done: int, total: int, new: int, left_s: float | None = None) -> None:
        """Print how far it is, unless that was said a moment ago.

        Args:
            done: How much is done, now or before.
            total: How much there is.
            new: How much of it was done since the watch began.
            left_s: What the rest should take; None is what the rate says.
        """
        now = time.monotonic()
        pause = _BETWEEN_LINES_S if self._drawing is None else _BETWEEN_DRAWINGS_S
        if now - self._said < pause:
            return
        self._said = now
        passed = now - self._start
        rate = new / max(passed, 1e-9)
        left_s = (total - done) / rate if left_s is None and rate else left_s
        words = f"{rate / self._unit.size:.3g} {self._unit.name} a second"
        if left_s is not None:
            words += f", about {in_time(left_s)} left"
        if self._drawing is None:
            amount = f"{done / self._unit.size:,.0f} of {total / self._unit.size:,.0f}"
            self.say(f"{amount} {self._unit.name} ({done / max(total, 1):.0%}), {words}")
            return
        if self._task is None:
            self._task = self._drawing.add_task("")
        known = words if passed >= _BEFORE_ESTIMATES_S else ""
        self._drawing.update(self._task, completed=done, total=total, description=known)
        self._drawing.refresh()

    def say(self, text: str) -> None:
        """Print a line, above the bar if there is one."""
        self._screen.print(text, markup=False, soft_wrap=True)
        if self._drawing is None:
            self._screen.file.flush()


@contextmanager
def watch(unit: Unit) -> Iterator[Watch]:
    """Watch work on standard output; a bar is gone when it ends."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    from juliaset.terminal import console

    screen = console()
    if not screen.is_terminal:
        yield Watch(unit, screen, None)
        return
    columns: list[BarColumn | TaskProgressColumn | TextColumn] = [
        BarColumn(24),
        TaskProgressColumn(),
        TextColumn("{task.description}", markup=False),
    ]
    # It draws when it is told to: a thread that draws would take its time from the work.
    with Progress(*columns, console=screen, transient=True, auto_refresh=False) as drawing:
        yield Watch(unit, screen, drawing)


def in_time(seconds: float) -> str:
    """Return a long time in words."""
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    hours, rest = divmod(round(seconds / _MINUTE), _MINUTE)
    return f"{hours} h {rest} min"
