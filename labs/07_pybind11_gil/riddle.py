"""A small function of Python that only the grader knows before the call.

C++ in the process can set everything in it to something else. But it would have to interpret
Python itself to take these steps while a thread of its own holds the GIL.
"""

import time

_LINES = (
    "s = (s * {odd} + {number}) % {prime}",
    "s ^= sum(int(digit) for digit in str(s)) * {number}",
    "s = sum(ord(letter) * k for k, letter in enumerate(format(s, 'x')[::-1], {small})) + s",
    "s = (s >> {small}) ^ (s * {odd} % {prime})",
    "s += len({{each % {odd} for each in range(s % 7, s % 7 + {small})}}) * {number}",
    "s = int(str(s + {number})[::-1]) % {prime}",
    "s = max([s % {prime}, s // {odd}, {number}][s % 2:])",
    "s += sorted([s % {odd}, s % {prime}, {number}], key=lambda each: -each)[s % 3]",
    "s = {{0: s + {number}, 1: s * {odd}, 2: s - {small}}}[s % 3] % {prime}",
    "s = int('{number}{small}'.replace('1', str(s % 10))) + s % {prime}",
)
_PRIMES = (1_000_000_007, 998_244_353, 2_147_483_647)


def drawn(random):
    """Write a function step(s, k) whose lines and numbers are drawn at random."""
    lines = random.sample(_LINES, 6)
    numbers = {
        "odd": 2 * random.randrange(1_000, 50_000) + 1,
        "number": random.randrange(10_000, 1_000_000),
        "small": random.randrange(3, 9),
        "prime": random.choice(_PRIMES),
    }
    body = "".join(f"    {line.format(**numbers)}\n" for line in lines)
    # The number of the step and all earlier ones count, or a state could come back and stay.
    last = "(s ^ before * {odd} ^ k) % {prime}".format(**numbers)
    return f"def step(s, k):\n    before = s = s * 3 + k\n{body}    return {last}\n"


def answer(riddle, steps):
    """Take the steps; return the state and the CPU time that they need."""
    names = {}
    exec(riddle, names)  # noqa: S102 - it is ours
    step, state, before = names["step"], 0, time.thread_time()
    for k in range(steps):
        state = step(state, k)
    return state, time.thread_time() - before
