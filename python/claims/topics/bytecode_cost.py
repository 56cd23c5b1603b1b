"""What bytecode says about speed."""

# ruff: noqa: D103 - what a claim says is its docstring
from __future__ import annotations

import dis
from typing import TYPE_CHECKING

from claims.claims import case, claim, control
from claims.counted import counts_of
from claims.running import for_python_311
from claims.timed import said, times_as_long

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from claims.claims import Case
from claims.topics.bytecode import fn_expressive, fn_terse


@claim(
    5,
    says="dis shows the bytecode that is executed.",
    verdict="depends",
    answer="It shows what was compiled. Since 3.11 the running code specialises itself; to see that"
    " as well, call the function first and use dis.dis(f, adaptive=True).",
    command="dis.get_instructions(fn_expressive, adaptive=True) before and after it ran",
)
def dis_shows_executed() -> Iterator[Case]:
    for_python_311()
    names: dict[str, object] = {}
    source = "def f(n):\n    t = 0\n    for i in range(n):\n        t += i\n    return t\n"
    exec(source, names)  # noqa: S102 - the text above
    f = names["f"]

    def differing() -> list[str]:
        compiled = [i.opname for i in dis.get_instructions(f)]  # type: ignore[arg-type]
        running = [i.opname for i in dis.get_instructions(f, adaptive=True)]  # type: ignore[arg-type]
        return sorted({r for c, r in zip(compiled, running, strict=True) if c != r})

    fresh = [name for name in differing() if not name.endswith("_ADAPTIVE")]
    yield case("before the first call", fresh or "no difference", holds=not fresh)
    for _ in range(20):
        f(500)  # type: ignore[operator]
    hot = [name for name in differing() if not name.endswith("_ADAPTIVE")]
    yield case("after some calls", " ".join(hot) or "no difference", holds=not hot)


@claim(
    5,
    says="More lines of bytecode run more slowly than fewer.",
    verdict="depends",
    answer="It is so where they are executed more often. What counts is how many are executed and"
    " what each one does: a short function can call something slow, an unrolled loop is longer and"
    " faster.",
    command="lines by dis, instructions of the CPU by cachegrind, for two pairs of functions",
    slow=True,
)
def more_bytecode() -> Iterator[Case]:
    loop = "def f(n):\n    t = 0\n    for i in range(n): t += i\n    return t\n"
    terse = "def f(n): return sum(range(n))\n"
    rolled = "def f(n):\n    i = t = 0\n    while i < n:\n        t += i; i += 1\n    return t\n"
    formula = "def f(n):\n    last = n - 1\n    pairs = n * last\n    half = pairs // 2\n"
    formula += "    answer = int(half)\n    answer = answer + 0\n    answer = answer + 0\n"
    formula += "    answer = answer + 0\n    answer = answer + 0\n    return answer\n"
    pairs: list[tuple[str, str, str]] = [
        ("a loop against sum(range(n))", loop, terse),
        ("a closed formula, long, against a while loop", formula, rolled),
    ]
    for label, longer, shorter in pairs:
        lengths = [len(list(dis.get_instructions(text))) for text in bodies(longer, shorter)]
        work = [counts_of("f(30_000)", setup=text)["Ir"] for text in (longer, shorter)]
        more = lengths[0] > lengths[1]
        printed = (
            f"{lengths[0]} lines and {lengths[1]}, {work[0]:,} CPU instructions and {work[1]:,}"
        )
        yield control(f"{label}: it has more lines", more, seen=more)
        yield case(f"{label}: it does more", printed, holds=work[0] > work[1])


def bodies(*texts: str) -> list[Callable[[int], int]]:
    """Return the function f of each text."""
    found = []
    for text in texts:
        names: dict[str, Callable[[int], int]] = {}
        exec(text, names)  # type: ignore[arg-type]  # noqa: S102 - texts of this file
        found.append(names["f"])
    return found


@claim(
    5,
    says="sum(range(n)) beats the loop that adds: 18 ms against 52.",
    verdict="true",
    answer="The same answer. The milliseconds are those of that machine, the factor is not far"
    " off.",
    command="fn_expressive and fn_terse, timed in turns",
)
def terse_beats() -> Iterator[Case]:
    same = fn_expressive() == fn_terse()
    yield control("equal results", same, seen=same)
    ratio = times_as_long(fn_expressive, fn_terse, border=1.3)
    yield case("the loop against sum", f"{said(ratio)} as long", holds=ratio > 1.3)


@claim(
    5,
    says="The listings of the page are what dis prints.",
    verdict="false",
    answer="They were, for Python 3.7 and earlier. SETUP_LOOP, BINARY_ADD and CALL_FUNCTION"
    " are gone:"
    " bytecode is private to each version.",
    command="the names of the page's listings in dis.opmap",
)
def old_names() -> Iterator[Case]:
    for name in ("SETUP_LOOP", "BINARY_ADD", "INPLACE_ADD", "CALL_FUNCTION", "JUMP_ABSOLUTE"):
        yield case(name, "known" if name in dis.opmap else "gone", holds=name in dis.opmap)
