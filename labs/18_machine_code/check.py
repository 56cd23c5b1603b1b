"""Drawn listings of machine code, of two CPUs: what fuses in each function, and in its loops."""

import re
from pathlib import Path

from juliaset.grader.catalogue import load_module
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError

LISTINGS = load_module(Path(__file__).with_name("listings.py"))
WORDS = LISTINGS.WORDS

EXAMPLE = (Path(__file__).parent / "given" / "listing.txt").read_text()
EXAMPLE_ANSWER = {"sum_of_squares(double const*, int)": 1}
FOR_EACH_CPU = 6
SIMILAR = re.compile(r"fm|m(?:add|sub|la|ls)|vf")
_SHOWN = 6  # names or places in a message


def check(submission: Submission) -> None:
    """Ask about the README's example, then about drawn listings of both CPUs."""
    drawn = drawn_listings(submission.random)
    with submission.start() as process:
        for name in ("fused", "in_loops"):
            answer = process.call(name, EXAMPLE)
            if not is_answer(answer) or answer != EXAMPLE_ANSWER:
                raise FailedError(
                    f"{name}() of listing.txt gives back {answer!r:.80}; it must be "
                    f"{EXAMPLE_ANSWER}."
                )
        for name in ("fused", "in_loops"):
            given = [(functions, process.call(name, text)) for functions, text in drawn]
            for functions, answer in given:
                judge(name, functions, answer, given)
        submission.figures |= {"cpu_ms": process.cpu_ms_of_calls}
    count = sum(len(functions) for functions, _ in drawn)
    submission.confirm(f"all numbers are right for {count} functions in {len(drawn)} listings")


def drawn_listings(random):
    """Draw listings of each CPU, with their texts."""
    drawn = []
    for cpu in WORDS.CPUS:
        for _ in range(FOR_EACH_CPU):
            functions = LISTINGS.drawn_listing(random, cpu)
            drawn.append((functions, LISTINGS.printed(functions, cpu)))
    return drawn


def is_answer(answer):
    """Return whether an answer is a dict of whole numbers; True is none."""
    return isinstance(answer, dict) and all(type(number) is int for number in answer.values())


def judge(name, functions, answer, given=()):
    """Compare an answer about a listing with what was drawn; raise FailedError if it is wrong.

    given: all listings and the answers to them, to recognise an idea that is wrong.
    """
    if not is_answer(answer):
        raise FailedError(
            f"{name}() gives back {answer!r:.80}; allowed: a dict with a whole number for each "
            f"function"
        )
    names = [function.name for function in functions]
    if strange := sorted(answer.keys() - set(names)):
        raise FailedError(
            f"{name}() names a function {strange[0]!r:.60}, and there is none. A function's name "
            "is all that stands between the first < and >: in its own line."
        )
    for function in functions:
        if function.name not in answer:
            raise FailedError(
                f"{name}() leaves out {function.name!r}. A function without fused instructions has "
                f"0, and it is in the dict all the same."
            )
        right = function.fused() if name == "fused" else function.in_loops()
        if answer[function.name] != right:
            said = f"{name}() says {answer[function.name]:,} for {function.name!r}; it is {right}."
            few = answer[function.name] < right
            why = why_fused(function, few) if name == "fused" else why_in_loops(function, given)
            raise FailedError(f"{said}\n{why}")


def why_fused(function, few):
    """Name what fuses, or what only looks so; few: whether too few were counted."""
    fusing = unique(name for _, name, _, _ in function.lines if name in WORDS.FUSED)
    if few:
        return f"These names in it fuse: {fusing}. Does your code know all of them?"
    others = unique(
        f"{name} {operands}".strip()
        for _, name, operands, _ in function.lines
        if name not in WORDS.FUSED and SIMILAR.search(f"{name} {operands}")
    )
    return (
        f"Only these names in it fuse: {fusing or 'none'}. These only look so: {others or 'none'}. "
        f"Look at the instruction's whole name, and at nothing else in the line."
    )


def why_in_loops(function, given):
    """Name the wrong idea of a loop that fits all answers; else where the loops are."""
    for model, words in WRONG_LOOPS.items():
        if given and all(
            is_answer(said) and said.get(each.name) == model(each)
            for functions, said in given
            for each in functions
        ):
            return words
    loops = [f"{first:x} to {last:x}" for first, last in function.loops]
    places = [f"{at:x}" for at, name, _, _ in function.lines if name in WORDS.FUSED]
    return (
        f"It begins at {function.begin:x}. Jumps back within it close these loops: "
        f"{shown(loops) or 'none'}. Its fused instructions are at {shown(places) or 'no address'}. "
        f"Which of them are in a loop?"
    )


def unique(words):
    """Return words, each once, as a learner reads them."""
    return shown(list(dict.fromkeys(words)))


def shown(words):
    """Return the first words, and how many more there are."""
    more = f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
    return f"{', '.join(words[:_SHOWN])}{more}"


def everything(function):
    """Take the whole function for a loop."""
    return function.fused()


def each_loop(function):
    """Add up the loops, so that an instruction in two of them counts twice."""
    return sum(in_ranges(function, [loop]) for loop in function.loops)


def any_jump(function):
    """Take what a jump skips for a loop, too."""
    return in_ranges(function, [(min(pair), max(pair)) for pair in jumps(function)])


def into_others(function):
    """Take a jump back into another function for a loop."""
    return in_ranges(function, [pair for pair in jumps(function) if pair[0] <= pair[1]])


def with_calls(function):
    """Take a call of an earlier function for a jump."""
    calls = [(target, at) for at, _, _, target in function.lines if target is not None]
    return in_ranges(function, [pair for pair in calls if pair[0] <= pair[1]])


def innermost(function):
    """Count only in loops that have no other loop in them."""
    loops = function.loops
    return in_ranges(
        function,
        [
            (first, last)
            for first, last in loops
            if not any(
                first <= one and other <= last and (one, other) != (first, last)
                for one, other in loops
            )
        ],
    )


def with_conditions(function):
    """Leave out the jumps without a condition."""
    return in_ranges(function, [loop for loop in function.loops if condition(function, loop)])


def jumps(function):
    """Return the target and the address of each jump that is not a call."""
    return [
        (target, at)
        for at, name, _, target in function.lines
        if target is not None and name not in {cpu.call for cpu in WORDS.CPUS}
    ]


def condition(function, loop):
    """Return whether the jump that closes a loop has a condition."""
    always = {cpu.always for cpu in WORDS.CPUS}
    return any(at == loop[1] and name not in always for at, name, _, _ in function.lines)


def in_ranges(function, ranges):
    """Count the fused instructions whose address is in one of the ranges."""
    return sum(
        any(first <= at <= last for first, last in ranges)
        for at, name, _, _ in function.lines
        if name in WORDS.FUSED
    )


WRONG_LOOPS = {
    everything: (
        "This is the whole function. In a loop is only what stands between the target of a jump "
        "back and that jump."
    ),
    each_loop: "This counts an instruction once for each loop around it. It is one instruction.",
    any_jump: (
        "Here what a jump forward skips counts as a loop. Only a jump back closes one: its target "
        "is not after it."
    ),
    into_others: (
        "Here a jump back into another function closes a loop. Is its target after the first "
        "instruction of this function?"
    ),
    with_calls: "Here a call of an earlier function closes a loop. A call comes back by itself.",
    innermost: (
        "Here only loops without another loop in them count. What stands in the outer loop, and "
        "not in the inner one, is in a loop too."
    ),
    with_conditions: (
        "Here a jump back without a condition closes no loop. `jmp` and `b` go back all the same: "
        "such a loop is left in its middle."
    ),
}
