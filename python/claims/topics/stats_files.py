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


@claim
def stats_file() -> Cases:
    with profile_file() as path:
        stream = io.StringIO()
        pstats.Stats(str(path), stream=stream).sort_stats("cumulative").print_stats()
    line = line_with(stream.getvalue(), "(heavy)")
    printed = line.split()[0] + " calls"
    yield case("heavy in the report from the file", printed, holds=line[0] == "3")


@claim
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


@claim
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


@claim
def print_stats_limits() -> Cases:
    profiler, stream = cProfile.Profile(), io.StringIO()
    profiler.runcall(json.loads, json.dumps({"a": [1, 2, {"b": 3}]}))
    pstats.Stats(profiler, stream=stream).sort_stats("cumulative").print_stats(2)
    line = line_with(stream.getvalue(), "List reduced")
    yield case("with 2", line, holds="to 2 due to restriction" in line)


@claim
def snakeviz_shows() -> Cases:
    with profile_file() as path:
        status, page = snakeviz_page(path)
    named = "(heavy)" in page and status == 200
    yield case("the page", f"status {status}, names heavy: {named}", holds=named)


@claim
def profile_is_cpu() -> Cases:
    def slept(profiler: cProfile.Profile) -> float:
        profiler.runcall(time.sleep, 0.2)
        rows = pstats.Stats(profiler).get_stats_profile().func_profiles
        return max(row.cumtime for row in rows.values())

    wall, cpu = slept(cProfile.Profile()), slept(cProfile.Profile(time.process_time))
    yield case("the default clock, for a sleep", f"{wall:.1f} s", holds=wall < 0.1)
    yield case("with a CPU clock", f"{cpu:.1f} s", holds=cpu < 0.1)
