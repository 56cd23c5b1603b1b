"""The flags of kernprof."""

import sys
from importlib.metadata import distribution

from claims.claim import Cases, case, claim, control
from claims.tools import folder, has_line, last_line, line_with, run, succeed, tool
from claims.topics.lines import SAMPLE, kernprof


@claim(
    3,
    says="line_profiler is not in the standard library.",
    verdict="true",
    answer="It comes with pip, and brings the command kernprof.",
    command="sys.stdlib_module_names; the package's entry points",
)
def not_in_library() -> Cases:
    known = "line_profiler" in sys.stdlib_module_names
    yield case("among the library's modules", known, holds=not known)
    scripts = [e.name for e in distribution("line_profiler").entry_points]
    yield case("commands that it brings", " ".join(scripts), holds="kernprof" in scripts)


@claim(
    4, 5,
    says="-l measures line by line rather than by function.",
    verdict="true",
    answer="Without -l kernprof writes a cProfile file, sample.py.prof.",
    command="kernprof -l sample.py, kernprof sample.py: the files that appear",
)  # fmt: skip
def line_by_line_flag() -> Cases:
    for options, ending in ((["-l"], ".lprof"), ([], ".prof")):
        with folder(sample=SAMPLE) as path:
            kernprof(path, *options)
            files = sorted(p.name for p in path.glob("sample.py.*"))
        yield case(f"kernprof {' '.join(options)}", files, holds=files == [f"sample.py{ending}"])


@claim(
    1, 4, 5,
    says="-v prints the table when the program ends.",
    verdict="true",
    answer="-v stands for --view.",
    command="kernprof -l -v sample.py",
)  # fmt: skip
def view_flag() -> Cases:
    with folder(sample=SAMPLE) as path:
        shown, quiet = kernprof(path, "-l", "-v"), kernprof(path, "-l")
    yield has_line("with -v", shown, "Line #")
    yield case("without", last_line(quiet).partition(" to ")[0], holds="Line #" not in quiet)


@claim(
    5,
    says="Only without -v is the result saved to the .lprof file.",
    verdict="false",
    answer="It is saved in both cases; python -m line_profiler shows it again.",
    command="kernprof -l -v sample.py: the file that appears",
)
def saved_without_view() -> Cases:
    with folder(sample=SAMPLE) as path:
        kernprof(path, "-l", "-v")
        saved = (path / "sample.py.lprof").exists()
        again = succeed([sys.executable, "-m", "line_profiler", "sample.py.lprof"], cwd=path)
    yield case("with -v", f"saved: {saved}", holds=not saved)
    yield control("shown again", line_with(again, "Line #"), seen="Line #" in again)


@claim(
    3,
    says="`kernprof -f script.py` is the command.",
    verdict="false",
    answer="kernprof -l script.py",
    command="kernprof -f sample.py",
)
def kernprof_f() -> Cases:
    with folder(sample=SAMPLE) as path:
        done = run([tool("kernprof"), "-f", "sample.py"], cwd=path)
        made = (path / "sample.py.lprof").exists()
    yield case("it prints", last_line(done.stderr), holds=made)
