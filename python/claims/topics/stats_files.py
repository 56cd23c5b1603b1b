"""What reads the files of cProfile: pstats and SnakeViz."""

# ruff: noqa: D103 - what a claim says is its docstring
from __future__ import annotations

import cProfile
import io
import json
import pstats
import sys
import time
from typing import TYPE_CHECKING

from claims.claims import case, claim, control
from claims.running import folder, line_with, run, succeed, tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claims.claims import Case
from claims.topics.function_profilers import CPROFILE, SAMPLE


@claim(
    1, 4,
    says="-o writes a file from which pstats gives the same report later.",
    verdict="true",
    answer="The file is binary; pstats, SnakeViz and others read it.",
    command="python -m cProfile -o profile.stats sample.py; pstats.Stats('profile.stats')",
)  # fmt: skip
def stats_file() -> Iterator[Case]:
    with folder(sample=SAMPLE) as path:
        succeed([*CPROFILE, "-o", "profile.stats", "sample.py"], cwd=path)
        stream = io.StringIO()
        pstats.Stats(str(path / "profile.stats"), stream=stream).sort_stats(
            "cumulative"
        ).print_stats()
    line = line_with(stream.getvalue(), "(heavy)")
    yield case(
        "heavy in the report from the file", line.split()[0] + " calls", holds=line[0] == "3"
    )


@claim(
    4,
    says="print_callers names who called a function, print_callees whom it called.",
    verdict="true",
    answer="Both, for each function of the file.",
    command="p.print_callers('heavy'), p.print_callees('heavy')",
)
def callers_and_callees() -> Iterator[Case]:
    texts = []
    with folder(sample=SAMPLE) as path:
        succeed([*CPROFILE, "-o", "profile.stats", "sample.py"], cwd=path)
        for way in ("print_callers", "print_callees"):
            stream = io.StringIO()
            getattr(pstats.Stats(str(path / "profile.stats"), stream=stream), way)("heavy")
            texts.append(stream.getvalue())
    yield case("callers", "main" if "(main)" in texts[0] else "none", holds="(main)" in texts[0])
    seen = "listcomp" in texts[1] or "builtins.abs" in texts[1]
    yield case("callees", "the comprehension in it" if seen else "none", holds=seen)


@claim(
    3,
    says="pstats on the command line shows a profile: `sort cumtime`, then `stats 10`.",
    verdict="true",
    answer="In that order: before a sort the functions come in no order. It ends with code 0 even"
    " if the file is missing, so read what it says.",
    command="python -m pstats prof.out, with the two lines on stdin",
)
def pstats_browser() -> Iterator[Case]:
    with folder(sample=SAMPLE) as path:
        succeed([*CPROFILE, "-o", "prof.out", "sample.py"], cwd=path)
        printed = succeed(
            [sys.executable, "-m", "pstats", "prof.out"], cwd=path, stdin="sort cumtime\nstats 10\n"
        )
        missing = run([sys.executable, "-m", "pstats", "nothing.out"], cwd=path, stdin="stats 10\n")
    ordered = line_with(printed, "Ordered by")
    good = ordered == "Ordered by: cumulative time" and "(heavy)" in printed
    yield case("what it prints", ordered, holds=good)
    said = line_with(missing.stdout, "No such")
    yield control("a missing file", f"{said} (code {missing.returncode})", seen="No such" in said)


@claim(
    2,
    says="print_stats(15) shows the first fifteen functions of the order.",
    verdict="true",
    answer="A number limits the lines, a text is a pattern for names.",
    command="pstats.Stats(profiler).sort_stats('cumulative').print_stats(2)",
)
def print_stats_limits() -> Iterator[Case]:
    profiler, stream = cProfile.Profile(), io.StringIO()
    profiler.runcall(json.loads, json.dumps({"a": [1, 2, {"b": 3}]}))
    pstats.Stats(profiler, stream=stream).sort_stats("cumulative").print_stats(2)
    line = line_with(stream.getvalue(), "List reduced")
    yield case("with 2", line, holds="to 2 due to restriction" in line)


@claim(
    1, 3, 4, 5,
    says="SnakeViz shows a cProfile file in the browser.",
    verdict="true",
    answer="It serves a page on your own machine; -s only serves, for machines without a browser.",
    command="snakeviz -s -p PORT profile.stats, and a request for its page",
)  # fmt: skip
def snakeviz_shows() -> Iterator[Case]:
    from claims.serving import snakeviz_page  # noqa: PLC0415 - loads what only this one needs

    with folder(sample=SAMPLE) as path:
        succeed([*CPROFILE, "-o", "profile.stats", "sample.py"], cwd=path)
        status, page = snakeviz_page(tool("snakeviz"), path / "profile.stats")
    named = "(heavy)" in page and status == 200
    yield case("the page", f"status {status}, names heavy: {named}", holds=named)


@claim(
    1,
    says="SnakeViz and cProfile show which functions load the CPU.",
    verdict="depends",
    answer="They show time on the clock. A function that sleeps or waits looks as heavy as one that"
    " computes, unless you give cProfile a CPU clock: cProfile.Profile(time.process_time).",
    command="cProfile.Profile() and cProfile.Profile(time.process_time) over time.sleep(0.2)",
)
def profile_is_cpu() -> Iterator[Case]:
    def slept(profiler: cProfile.Profile) -> float:
        profiler.runcall(time.sleep, 0.2)
        rows = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
        return max(row[3] for row in rows.values())

    wall, cpu = slept(cProfile.Profile()), slept(cProfile.Profile(time.process_time))
    yield case("the default clock, for a sleep", f"{wall:.1f} s", holds=wall < 0.1)
    yield case("with a CPU clock", f"{cpu:.1f} s", holds=cpu < 0.1)
