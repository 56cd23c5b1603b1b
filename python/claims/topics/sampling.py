"""The two kinds of profilers, and those that sample: py-spy and Scalene."""

import json
import shutil
import sys
from typing import Any

from claims.claim import Cases, NotHereError, case, claim, control
from claims.tools import folder, line_with, python, run, succeed, tool
from claims.watched_process import looks_of, require_tracing

BUSY = """
def inner():
    total = 0
    for i in range(20_000):
        total += i * i
    return total

def outer():
    import time
    end = time.perf_counter() + 1.2
    while time.perf_counter() < end:
        inner()

outer()
"""


@claim
def deterministic_records() -> Cases:
    code = """
        import sys
        def fail(): raise ValueError
        def work():
            try: fail()
            except ValueError: pass
        for setter in (sys.setprofile, sys.settrace):
            events = []
            def note(frame, event, argument):
                if frame.f_code.co_name in ("fail", "work"): events.append(event)
                return note
            setter(note); work(); setter(None)
            print(*(e for e in events if e != "line" and not e.startswith("c_")))
    """
    profiled, traced = python(code).splitlines()
    calls, returns = profiled.split().count("call"), profiled.split().count("return")
    yield case("calls and returns (setprofile)", profiled, holds=calls == returns == 2)
    yield case("exceptions (setprofile)", "exception" in profiled, holds="exception" in profiled)
    yield control("exceptions (settrace)", traced, seen="exception" in traced)


@claim
def statistical_samples() -> Cases:
    require_tracing()
    with folder(busy=BUSY) as path:
        options = ["-f", "raw", "-r", "100", "-o", "raw", "--"]
        succeed([tool("py-spy"), "record", *options, sys.executable, "busy.py"], cwd=path)
        text = (path / "raw").read_text()
    inner, looks = looks_of(text, ";inner "), looks_of(text)
    printed = f"{looks} looks, {inner} of them in inner()"
    yield case("a run of 1.2 s", printed, holds=5 < inner <= looks < 400)


def scalene(source: str) -> dict[str, Any]:
    """Return what Scalene wrote about a script."""
    with folder(sample=source) as path:
        done = run([tool("scalene"), "run", "-o", "x.json", "sample.py"], cwd=path)
        out = path / "x.json"
        found: dict[str, Any] = json.loads(out.read_text() or "{}") if out.exists() else {}
    if not found.get("files"):
        raise AssertionError(f"Scalene saw nothing: {done.stdout}{done.stderr}")
    return found


MIXED = """
def python_part():
    total = 0
    for i in range(12_000_000):
        total += i
    return total

def memory_part():
    kept = [bytes(2_000_000) for _ in range(60)]
    for piece in kept:
        sum(piece[:200_000])
    return kept

python_part()
memory_part()
"""


@claim
def scalene_combines() -> Cases:
    found = scalene(MIXED)
    (file,) = found["files"].values()
    lines = {line["lineno"]: line for line in file["lines"]}
    cpu = max(lines[n]["n_cpu_percent_python"] + lines[n]["n_cpu_percent_c"] for n in (3, 4))
    footprint = found["max_footprint_mb"]
    yield case("CPU by line", f"{cpu:.0f} % in the loop", holds=cpu > 10)
    yield case("memory", f"{footprint:.0f} MB at most", holds=footprint > 100)
    if shutil.which("nvidia-smi"):
        raise NotHereError("the verdict on a machine without a GPU needs one without")
    yield case("GPU on this machine without one", f"gpu: {found['gpu']}", holds=bool(found["gpu"]))


@claim
def scalene_restricts() -> Cases:
    decorated = MIXED.replace("def python_part", "@profile\ndef python_part")
    (file,) = scalene(decorated)["files"].values()
    named = [function["line"] for function in file["functions"]]
    hot = [line["lineno"] for line in file["lines"] if line["n_cpu_percent_python"] > 1]
    inside = all(3 <= n <= 7 for n in hot)
    yield case("functions, hot lines", f"{named}, {hot}", holds=bool(hot) and inside)
    advanced = run([tool("scalene"), "run", "--help-advanced"]).stdout
    offered = [o for o in ("--profile-only", "--profile-exclude") if o in advanced]
    yield case("filters for files", " ".join(offered), holds=len(offered) == 2)


@claim
def scalene_as_written() -> Cases:
    with folder(sample="print(1)") as path:
        done = run([tool("scalene"), "sample.py"], cwd=path)
    error = line_with(done.stderr + done.stdout, "error")
    yield case("it prints", error, holds=done.returncode == 0)
