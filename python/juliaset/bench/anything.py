"""The same rounds, twin and verdicts over anybody's functions and programs."""

import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from juliaset.bench.contestants.function import Called, Function
from juliaset.bench.contestants.program import Command
from juliaset.bench.kernel_contest import header, measure
from juliaset.bench.outcome import Outcome
from juliaset.bench.record import Record, Variant
from juliaset.bench.rounds import Contestant, Entry, Rules
from juliaset.system.contest_lock import contest_lock
from juliaset.system.signals import sigterm_as_ctrl_c


def contest(
    functions: Mapping[str, Function],
    check: Callable[[Any], object] | None = None,
    *,
    baseline: str | None = None,
    rules: Rules | None = None,
) -> Outcome:
    """Compare functions: `print(contest({"old": old, "new": new}, check=is_right))`.

    check: looks at the answer of every timed sample; False or AssertionError puts the function out.
    baseline: the name that the others are held against; the first where left out.
    """
    if not functions:
        raise ValueError("functions is empty; allowed: {name: callable, ...}")
    for name, function in functions.items():
        if not callable(function):
            raise TypeError(f"{name!r} is {function!r}; allowed: a callable")
    contestants: dict[str, Contestant] = {
        name: Called(function, check) for name, function in functions.items()
    }
    return _held(contestants, baseline, rules or Rules(budget_s=10), "function")


def contest_of_commands(
    commands: Sequence[str], *, same_output: bool, timeout: float, rules: Rules
) -> Outcome:
    """Compare programs; the first is the baseline."""
    agreed: dict[str, str] | None = {} if same_output else None
    contestants: dict[str, Contestant] = {}
    for command in commands:
        try:
            words = shlex.split(command)
        except ValueError as error:
            raise ValueError(f"--command is {command!r}; {str(error).lower()}") from None
        if not words:
            raise ValueError(f"--command is {command!r}; allowed: a program and its arguments")
        contestants[command] = Command(words, timeout, agreed)
    return _held(contestants, None, rules, "command")


@sigterm_as_ctrl_c()
def _held(
    contestants: dict[str, Contestant], baseline: str | None, rules: Rules, toolchain: str
) -> Outcome:
    first = baseline or next(iter(contestants))
    if first not in contestants:
        raise ValueError(f"baseline is {first!r}; allowed: {', '.join(contestants)}")
    twin = f"twin of {first}"
    if twin in contestants:
        raise ValueError(f"{twin!r} is the name of the A/A control; allowed: another one")
    entries = [
        Entry(Variant(id=name, kernel=name, toolchain=toolchain), contestant)
        for name, contestant in [*contestants.items(), (twin, contestants[first])]
    ]
    about = header(baseline=first, twin=twin, reference=first, rules=rules)
    record = Record(about, None, [entry.variant for entry in entries])
    with contest_lock(partial(print, file=sys.stderr, flush=True)):
        measure(record, entries, rules, lambda _record, _what: None)
    return Outcome(record)
