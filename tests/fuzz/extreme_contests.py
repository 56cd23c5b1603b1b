"""Contests that are allowed, with numbers and texts from the ends of what is allowed."""

import copy
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from valid_documents import contests

TIMES = st.one_of(st.sampled_from([1e-18, 1e-9, 1.0, 7.5e7, 1e9, 1e18]), st.floats(1e-18, 1e18))
NOT_NEGATIVE = st.one_of(st.just(0.0), st.just(-0.0), TIMES)
LARGE = st.sampled_from([1, 2, 3, 1000, 2**31, 2**53 - 1])
COUNTS = st.one_of(st.just(0), LARGE)
TEXTS = st.sampled_from(
    [
        "",
        " ",
        "a\nb",
        "\x1b[2J",
        "\u202e",
        "|`<b>&$x$",
        "é" * 300,
        "x" * 10_000,
        "%s{}[red]",
        "\u0085",
    ]
)
NAMES = TEXTS.filter(bool)


def maybe(values: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.one_of(st.none(), values)


@st.composite
def processes(draw: DrawFn) -> list[Any]:
    """Draw the samples of a row by process; no round comes twice."""
    rounds = draw(st.lists(COUNTS | st.integers(0, 20), max_size=12, unique=True))
    alike = draw(maybe(TIMES))
    samples = [
        [
            *(n, draw(COUNTS)),
            draw(TIMES) if alike is None else alike,
            draw(NOT_NEGATIVE),
            *draw(st.lists(maybe(NOT_NEGATIVE), max_size=1)),
        ]
        for n in rounds
    ]
    of = draw(st.integers(1, 5))
    return [{"samples": samples[k::of], "core": draw(maybe(COUNTS))} for k in range(of)]


@st.composite
def _row(draw: DrawFn, name: str, like: dict[str, Any]) -> dict[str, Any]:
    ok = draw(st.sampled_from([True, True, True, False]))
    return like | {
        "id": name,
        "kernel": draw(TEXTS),
        "toolchain": draw(st.sampled_from(["cpp", "command", "function", "own", "numpy", "\x1b"])),
        "flavour": draw(maybe(TEXTS)),
        "isa": draw(st.sampled_from(["", "avx512", "sse2", "x"])),
        "lanes": draw(LARGE),
        "steps": draw(st.sampled_from(["", "every", "some"])),
        "threads": draw(st.one_of(st.just(1), LARGE)),
        "pictures": draw(st.one_of(st.just(1), LARGE)),
        "exactness": draw(st.sampled_from(["", "exact", "tolerant"])),
        "differing": draw(COUNTS),
        "status": "ok" if ok else draw(st.sampled_from(["wrong", "crashed", "unavailable"])),
        "reason": "" if ok else draw(NAMES),
        "note": draw(TEXTS),
        "verdict": draw(st.sampled_from(["", "faster", "suspect"])) if ok else "",
        "calls": draw(LARGE),
        "processes": draw(processes()),
        "memory": draw(maybe(COUNTS)),
        "cold": {},
    }


@st.composite
def _bound(draw: DrawFn) -> dict[str, Any]:
    flights = st.fixed_dictionaries(
        {"vectors": LARGE, "bare_cycles": TIMES, "tested_cycles": TIMES}
    )
    roofs = st.fixed_dictionaries(
        {
            "isa": st.sampled_from(["", "avx512", "sse2"]),
            "lanes": LARGE,
            "ns_per_iteration": TIMES,
            "in_flight": st.lists(flights, max_size=2),
        }
    )
    return {
        "clock_ghz": draw(TIMES),
        "clock_after_ghz": draw(maybe(TIMES)),
        "agreeing": draw(maybe(NOT_NEGATIVE)),
        "capped": draw(st.booleans()),
        "roofs": draw(st.lists(roofs, min_size=1, max_size=3)),
    }


@st.composite
def _together(draw: DrawFn) -> dict[str, Any]:
    names = ("held", "released", "processes")
    found: dict[str, Any] = {name: draw(NOT_NEGATIVE) for name in names}
    found |= {"threads": draw(LARGE)}
    found |= {f"stall_{name}_ms": draw(NOT_NEGATIVE) for name in names[:2]}
    for name in ("absent", "stall_absent_ms"):
        if draw(st.booleans()):
            found[name] = draw(NOT_NEGATIVE)
    for name in (*names, "absent"):
        if draw(st.booleans()):
            found[f"{name}_interval"] = [draw(NOT_NEGATIVE), draw(NOT_NEGATIVE)]
    return found


@st.composite
def extreme_contests(draw: DrawFn) -> dict[str, Any]:
    """Draw a contest that every reader must accept."""
    whole = copy.deepcopy(contests()[0])
    about, like = whole["contest"], whole["variants"][1]
    names = draw(
        st.lists(st.one_of(NAMES, st.sampled_from("abcdef")), min_size=2, max_size=6, unique=True)
    )
    twins = names[1 : 1 + draw(st.integers(0, min(3, len(names) - 1)))]
    about["baseline"], about["twins"] = names[0], dict.fromkeys(twins, names[0])
    about["reference"] = draw(maybe(st.sampled_from(names)))
    about["state"] = draw(st.sampled_from(["complete", "complete", "interrupted", "contended"]))
    about["budget_s"], about["seconds"] = draw(maybe(NOT_NEGATIVE)), draw(NOT_NEGATIVE)
    about["processes"], about["rounds"] = draw(COUNTS), draw(COUNTS)
    about["pressure"], about["bound"] = draw(maybe(NOT_NEGATIVE)), draw(maybe(_bound()))
    about["machine"] |= {
        "cpu": draw(TEXTS),
        "cores": draw(LARGE),
        "cpu_quota": draw(maybe(NOT_NEGATIVE)),
    }
    whole["problem"] = draw(
        st.sampled_from(
            [
                None,
                whole["problem"] | {"width": draw(LARGE), "steps": draw(COUNTS)},
                whole["problem"] | {"c": [1.7e308, -0.0], "steps": draw(COUNTS)},
                {"kind": "own", "name": draw(TEXTS), "steps": draw(maybe(COUNTS))},
            ]
        )
    )
    whole["variants"] = [draw(_row(name, like)) for name in names]
    rows = draw(st.lists(_together(), max_size=3))
    probe = {"kernel": draw(TEXTS), "rows": rows, "no_absent": draw(TEXTS)}
    whole["probes"] = {"gil": probe} if rows else {}
    whole["imported"] = []
    return whole


@st.composite
def extreme_pairs(draw: DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw two contests of the same rows under the same circumstances, with other times."""
    one = draw(extreme_contests())
    one["contest"]["state"] = draw(st.sampled_from(["complete", "complete", "contended"]))
    other = copy.deepcopy(one)
    for row in other["variants"]:
        row["processes"] = draw(processes())
    return one, other
