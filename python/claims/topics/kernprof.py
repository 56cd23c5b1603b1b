"""The flags of kernprof."""

import sys
from importlib.metadata import distribution

from claims.claim import Cases, case, claim, control
from claims.tools import folder, has_line, last_line, line_with, run, succeed, tool
from claims.topics.lines import SAMPLE, kernprof


@claim
def not_in_library() -> Cases:
    known = "line_profiler" in sys.stdlib_module_names
    yield case("among the library's modules", known, holds=not known)
    scripts = [e.name for e in distribution("line_profiler").entry_points]
    yield case("commands that it brings", " ".join(scripts), holds="kernprof" in scripts)


@claim
def line_by_line_flag() -> Cases:
    for options, ending in ((["-l"], ".lprof"), ([], ".prof")):
        with folder(sample=SAMPLE) as path:
            kernprof(path, *options)
            files = sorted(p.name for p in path.glob("sample.py.*"))
        yield case(f"kernprof {' '.join(options)}", files, holds=files == [f"sample.py{ending}"])


@claim
def view_flag() -> Cases:
    with folder(sample=SAMPLE) as path:
        shown, quiet = kernprof(path, "-l", "-v"), kernprof(path, "-l")
    yield has_line("with -v", shown, "Line #")
    yield case("without", last_line(quiet).partition(" to ")[0], holds="Line #" not in quiet)


@claim
def saved_without_view() -> Cases:
    with folder(sample=SAMPLE) as path:
        kernprof(path, "-l", "-v")
        saved = (path / "sample.py.lprof").exists()
        again = succeed([sys.executable, "-m", "line_profiler", "sample.py.lprof"], cwd=path)
    yield case("with -v", f"saved: {saved}", holds=not saved)
    yield control("shown again", line_with(again, "Line #"), seen="Line #" in again)


@claim
def kernprof_f() -> Cases:
    with folder(sample=SAMPLE) as path:
        done = run([tool("kernprof"), "-f", "sample.py"], cwd=path)
        made = (path / "sample.py.lprof").exists()
    yield case("it prints", last_line(done.stderr), holds=made)
