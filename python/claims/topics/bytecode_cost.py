"""What bytecode says about speed."""

import dis
from collections.abc import Callable
from typing import Any

from claims.claim import Cases, case, claim, control
from claims.counters import instructions_of
from claims.timing import is_longer
from claims.tools import require_python_311
from claims.topics.bytecode import fn_expressive, fn_terse


def defined(text: str) -> Callable[[int], int]:
    """Return the function f that a text defines."""
    names: dict[str, Any] = {}
    exec(text, names)  # noqa: S102 - texts of this file
    return names["f"]  # type: ignore[no-any-return]


@claim
def dis_shows_executed() -> Cases:
    require_python_311()
    f = defined("def f(n):\n    t = 0\n    for i in range(n):\n        t += i\n    return t\n")

    def differing() -> list[str]:
        compiled = [i.opname for i in dis.get_instructions(f)]
        running = [i.opname for i in dis.get_instructions(f, adaptive=True)]
        return sorted({r for c, r in zip(compiled, running, strict=True) if c != r})

    fresh = [name for name in differing() if not name.endswith("_ADAPTIVE")]
    yield case("before the first call", fresh or "no difference", holds=not fresh)
    for _ in range(20):
        f(500)
    hot = [name for name in differing() if not name.endswith("_ADAPTIVE")]
    yield case("after some calls", " ".join(hot) or "no difference", holds=not hot)


@claim
def more_bytecode() -> Cases:
    loop = "def f(n):\n    t = 0\n    for i in range(n): t += i\n    return t\n"
    terse = "def f(n): return sum(range(n))\n"
    rolled = "def f(n):\n    i = t = 0\n    while i < n:\n        t += i; i += 1\n    return t\n"
    formula = "def f(n):\n    last = n - 1\n    pairs = n * last\n    half = pairs // 2\n"
    formula += "    answer = int(half)\n    answer = answer + 0\n    answer = answer + 0\n"
    formula += "    answer = answer + 0\n    answer = answer + 0\n    return answer\n"
    for label, *pair in (
        ("a loop against sum(range(n))", loop, terse),
        ("a closed formula, long, against a while loop", formula, rolled),
    ):
        lengths = [len(list(dis.get_instructions(defined(text)))) for text in pair]
        work = [instructions_of("f(30_000)", setup=text) for text in pair]
        more = lengths[0] > lengths[1]
        printed = f"{lengths[0]} lines and {lengths[1]}, "
        printed += f"{work[0]:,} CPU instructions and {work[1]:,}"
        yield control(f"{label}: it has more lines", more, seen=more)
        yield case(f"{label}: it does more", printed, holds=work[0] > work[1])


@claim
def terse_beats() -> Cases:
    same = fn_expressive() == fn_terse()
    yield control("equal results", same, seen=same)
    yield is_longer("the loop against sum", fn_expressive, fn_terse, than=1.3)


@claim
def old_names() -> Cases:
    for name in ("SETUP_LOOP", "BINARY_ADD", "INPLACE_ADD", "CALL_FUNCTION", "JUMP_ABSOLUTE"):
        yield case(name, "known" if name in dis.opmap else "gone", holds=name in dis.opmap)
