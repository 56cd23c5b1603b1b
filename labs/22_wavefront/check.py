"""Plans for plates, steps and caches of many sizes, each carried out move by move, with a bill.

No clock is read, and no temperature is computed: which row has taken how many steps says all.
"""

from pathlib import Path

from juliaset.grader.catalogue import load_module
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError

MEMORY = load_module(Path(__file__).with_name("memory.py"))

EXAMPLE = (5, 2, 6)


def check(submission: Submission) -> None:
    """Ask for a plan in each case, and carry it out."""
    cases = drawn_cases(submission.random)
    moved = 0
    with submission.start() as process:
        for case in cases:
            moved += judge(case, process.call("plan", *case))
    submission.figures |= {"rows": moved}
    submission.confirm(
        f"{len(cases)} plates have taken all their steps, and {moved:,} rows were moved"
    )


def judge(case, plan):
    """Carry out a plan and return how many rows it moved; raise FailedError if it is wrong."""
    height, steps, room = case
    where = f"plan({height}, {steps}, {room})"
    check_form(where, case, plan)
    machine = MEMORY.Machine(*case)
    try:
        machine.carry_out(plan)
    except FailedError as failed:
        raise FailedError(f"{where}: {failed}") from None
    if (row := machine.unfinished()) is not None:
        raise FailedError(
            f"{where}: at the end row {row} has taken {machine.memory[row]} steps in memory; "
            f"allowed: {steps}. Was it stored when it had taken the last one, and not later?"
        )
    allowed = MEMORY.allowed(*case)
    if machine.moved > allowed:
        raise FailedError(
            f"{where}: all rows have taken their steps, and {machine.moved:,} rows were moved; "
            f"allowed: {allowed:,}. {why_too_many(case, machine)}"
        )
    return machine.moved


def why_too_many(case, machine):
    """Return what to look at if too many rows were moved."""
    height, steps, room = case
    once = 2 * height - 2
    if machine.moved > steps * once:
        return "That is more than one journey for each step: is a row loaded more than once?"
    if machine.fullest < room:
        return (
            f"At most {machine.fullest} of the {room} places were taken: more steps fit into one "
            "journey. When a row has taken a step, which one can take its next, before any of them "
            "leaves the cache?"
        )
    return (
        "All places were taken at times, but not by rows that a later move needs: when is a row of "
        "each step used for the last time?"
    )


def check_form(where, case, plan):
    """Raise FailedError if a plan is not a list of moves."""
    height, steps, _ = case
    forms = ", ".join(f"[{word!r}, {', '.join(names)}]" for word, names in MEMORY.FORMS.items())
    if not isinstance(plan, list):
        raise FailedError(f"{where} gives back {plan!r:.60}; allowed: a list of {forms}")
    most = MEMORY.MOST * height * (steps + 1)
    if len(plan) > most:
        raise FailedError(f"{where} has {len(plan):,} moves; allowed: up to {most:,}")
    for number, move in enumerate(plan, 1):
        if not is_move(move):
            raise FailedError(f"{where}: move {number} is {move!r:.60}; allowed: {forms}")


def is_move(move):
    """Return whether it is a word with as many whole numbers as follow it."""
    if not isinstance(move, list) or not move or not isinstance(move[0], str):
        return False
    word, *numbers = move
    whole = all(isinstance(each, int) and not isinstance(each, bool) for each in numbers)
    return whole and word in MEMORY.FORMS and len(numbers) == len(MEMORY.FORMS[word])


def drawn_cases(random):
    """Draw plates and caches: some steps fill whole journeys, and some leave a shorter one."""
    draw = random.randint
    cases = [EXAMPLE, (3, 1, 4), (3, draw(5, 9), 2 * draw(3, 5)), (draw(12, 20), draw(3, 6), 4)]
    for _ in range(3):
        depth = draw(2, 6)
        cases += [
            (draw(20, 40), depth * draw(2, 4), 2 * depth + 2),
            (draw(20, 40), depth * draw(2, 4) + draw(1, depth - 1), 2 * depth + 3),
            (draw(20, 40), draw(1, depth), 2 * depth + draw(4, 9)),
        ]
    # More steps than rows: the front is below the plate before the last step has begun.
    return [*cases, (draw(4, 6), draw(9, 12), 2 * draw(12, 14) + 2)]
