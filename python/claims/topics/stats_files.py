"""What reads the files of cProfile: pstats and SnakeViz."""

import cProfile
import io
import json
import pstats
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claims.claim import Cases, case, claim, control
from claims.tools import folder, line_with, run, snakeviz_page, succeed
from claims.topics.function_profilers import CPROFILE, SAMPLE


@contextmanager
def profile_file() -> Iterator[Path]:
    """Make a profile of the sample in a temporary folder."""
    with folder(sample=SAMPLE) as path:
        succeed([*CPROFILE, "-o", "profile.stats", "sample.py"], cwd=path)
        yield path / "profile.stats"


@claim(
    1, 4,
    says="-o writes a file from which pstats gives the same report later.",
    verdict="true",
    answer="The file is binary; pstats, SnakeViz and others read it.",
    command="python -m cProfile -o profile.stats sample.py; pstats.Stats('profile.stats')",
)  # fmt: skip
def stats_file() -> Cases:
    with profile_file() as path:
        stream = io.StringIO()
        pstats.Stats(str(path), stream=stream).sort_stats("cumulative").print_stats()
    line = line_with(stream.getvalue(), "(heavy)")
    printed = line.split()[0] + " calls"
    yield case("heavy in the report from the file", printed, holds=line[0] == "3")


@claim(
    4,
    says="print_callers names who called a function, print_callees whom it called.",
    verdict="true",
    answer="Both, for each function of the file.",
    command="p.print_callers('heavy'), p.print_callees('heavy')",
)
def callers_and_callees() -> Cases:
    texts = []
    with profile_file() as path:
        for way in ("print_callers", "print_callees"):
            stream = io.StringIO()
            getattr(pstats.Stats(str(path), stream=stream), way)("heavy")
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
def pstats_browser() -> Cases:
    browser = [sys.executable, "-m", "pstats"]
    with profile_file() as path:
        printed = succeed([*browser, path], stdin="sort cumtime\nstats 10\n")
        missing = run([*browser, "nothing.out"], cwd=path.parent, stdin="stats 10\n")
    ordered = line_with(printed, "Ordered by")
    good = ordered == "Ordered by: cumulative time" and "(heavy)" in printed
    yield case("what it prints", ordered, holds=good)
    error = line_with(missing.stdout, "No such")
    yield control("a missing file", f"{error} (code {missing.returncode})", seen=bool(error))


@claim(
    2,
    says="print_stats(15) shows the first fifteen functions of the order.",
    verdict="true",
    answer="A number limits the lines, a text is a pattern for names.",
    command="pstats.Stats(profiler).sort_stats('cumulative').print_stats(2)",
)
def print_stats_limits() -> Cases:
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
def snakeviz_shows() -> Cases:
    with profile_file() as path:
        status, page = snakeviz_page(path)
    named = "(heavy)" in page and status == 200
    yield case("the page", f"status {status}, names heavy: {named}", holds=named)


@claim(
    1,
    says="SnakeViz and cProfile show which functions load the CPU.",
    verdict="depends",
    answer="They show time on the clock. A function that sleeps or waits looks as heavy as one"
    " that computes, unless you give cProfile a CPU clock: cProfile.Profile(time.process_time).",
    command="cProfile.Profile() and cProfile.Profile(time.process_time) over time.sleep(0.2)",
)
def profile_is_cpu() -> Cases:
    def slept(profiler: cProfile.Profile) -> float:
        profiler.runcall(time.sleep, 0.2)
        rows = pstats.Stats(profiler).get_stats_profile().func_profiles
        return max(row.cumtime for row in rows.values())

    wall, cpu = slept(cProfile.Profile()), slept(cProfile.Profile(time.process_time))
    yield case("the default clock, for a sleep", f"{wall:.1f} s", holds=wall < 0.1)
    yield case("with a CPU clock", f"{cpu:.1f} s", holds=cpu < 0.1)
