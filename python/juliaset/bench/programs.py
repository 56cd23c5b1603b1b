"""Contests of programs: how often each runs, what runs before it, and how long that will take."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from juliaset.bench.commands import Command
from juliaset.bench.contestants.prepared import PreparedProgram
from juliaset.bench.contestants.program import ProgramContestant, own_mark
from juliaset.bench.contests import contest_by_name
from juliaset.bench.intervals import FEWEST_PROCESSES
from juliaset.bench.outcome import Outcome
from juliaset.bench.record import Record, Status, Variant
from juliaset.bench.rounds import Step
from juliaset.bench.rules import Rules
from juliaset.ranges import LONGEST
from juliaset.system.run_delay import this_thread

BUDGET_S = 60.0
_LONG_S = 20.0  # from this many seconds on, tell the user how to make it shorter


def rules_for(runs: int | None, budget_s: float | None, *, quick: bool = False) -> Rules:
    """Return how often programs run.

    runs: exactly that often, and within the budget only if there is one. Without it they run up to
    40 times, until the budget is spent, but as often as a verdict needs in any case.
    """
    if runs is not None:
        budget_s, rules = LONGEST if budget_s is None else budget_s, Rules(rounds=1, sample_s=0.0)
        fewest = min(runs, FEWEST_PROCESSES)
    else:
        budget_s, rules = BUDGET_S if budget_s is None else budget_s, Rules()
        runs, fewest = (5 if quick else 10), FEWEST_PROCESSES
    # Each runs equally often: rows of one contest differ much less than kernels do.
    return replace(rules, budget_s=budget_s, processes=runs, slow_s=inf, fewest=fewest, warm=True)


def contest_of_programs(  # noqa: PLR0913
    commands: Sequence[Command],
    rules: Rules,
    *,
    same_output: bool = False,
    timeout: float = 60.0,
    warmup: int = 1,
    say: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Compare programs; the first is the baseline.

    Args:
        commands: The rows.
        rules: How often they run.
        same_output: Whether all must print what the first one prints.
        timeout: The seconds of one run, and of what runs before it.
        warmup: How often each runs before the rounds.
        say: Called with what is about to be measured, and how long that will take.
    """
    agreed: dict[str, str] | None = {} if same_output else None
    contestants = {
        each.name: PreparedProgram(
            ProgramContestant(each.words, timeout, agreed),
            # What it starts may serve the runs of this row, also if another row fails.
            setup=ProgramContestant(each.setup, timeout, None, own_mark()) if each.setup else None,
            prepare=ProgramContestant(each.prepare, timeout, None) if each.prepare else None,
            warmup=warmup,
        )
        for each in commands
    }
    herald = _Herald(contestants, rules, say)
    outcome = contest_by_name(contestants, None, rules, "command", herald.progress)
    for row, command in zip(outcome.record.rows, commands, strict=True):
        notes = (shell_note(command), note_of(row, counted=this_thread() is not None))
        row.note = "; ".join(note for note in notes if note)
    return outcome


def shell_note(command: Command) -> str:
    """Return that a command has what only a shell understands, if so."""
    if not command.of_shell:
        return ""
    return (
        f"{command.of_shell!r} is passed on, because no shell reads the command; "
        f"write sh -c '...' to use one"
    )


def note_of(row: Variant, *, counted: bool) -> str:
    """Return that a busy machine would not be noticed, if so.

    counted: whether the system counts how long a thread waits for a core.
    """
    if not row.timed or any(sample.waited_ns is not None for sample in row.samples):
        return ""
    why = "too much of it is done by short processes, or by more threads than there are cores"
    if not counted:
        why = "this system does not count it"
    return f"how long it waited for a core is not known, because {why}"


@dataclass
class _Herald:
    """Says once how long a contest will take, as soon as each program has run once."""

    programs: Mapping[str, PreparedProgram]
    rules: Rules
    say: Callable[[str], None]
    said: bool = field(default=False, init=False)

    def progress(self, record: Record, _step: Step) -> None:
        """Call `say`, if that is not done and the time can be known."""
        twins = record.contest.twins
        running = [row.id for row in record.variants if row.status == Status.OK]
        names = [twins.get(name, name) for name in running]
        seconds = [self.programs[name].run_s for name in names]
        known = [each for each in seconds if each is not None]
        if not self.said and known and len(known) == len(seconds):
            self.said = True
            controls = sum(name in twins for name in running)
            self.say(announced(known, controls, self.rules))


def announced(runs_s: Sequence[float], controls: int, rules: Rules) -> str:
    """Return what is about to be measured, and for how long.

    runs_s: the seconds of a run of each row, those of the controls among them.
    """
    commands = len(runs_s) - controls
    rows = f"{commands} command{'s' * (commands != 1)}"
    if controls:  # none if the baseline has failed
        rows += f" and {controls} controls"
    turn_s = sum(runs_s)
    if rules.fewest * turn_s > rules.budget_s:
        takes = f"take{'s' * (rules.fewest == 1)} about {_whole(rules.fewest * turn_s)}"
        text = f"{rows}: {_runs(rules.fewest)} of each {takes}, more than --budget"
        text += f" {rules.budget_s:g}."
        if rules.fewest > 1:
            text += f" Fewer give no verdict; --runs 1 takes about {_whole(turn_s)}."
        return text
    seconds = rules.seconds(runs_s)
    upto = "" if rules.rounds == 1 else "up to "
    runs = _runs(rules.processes * rules.rounds)
    text = f"{rows}, {upto}{runs} of each: about {_whole(seconds)}."
    if seconds > _LONG_S and rules.processes > rules.fewest:
        text += f" --runs {rules.fewest} takes about {_whole(rules.fewest * turn_s)}."
    return text


def _runs(number: int) -> str:
    return f"{number} run{'s' * (number != 1)}"


def _whole(seconds: float) -> str:
    return f"{max(round(seconds), 1)} s"
