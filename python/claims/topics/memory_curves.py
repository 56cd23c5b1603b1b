"""mprof, and what the trend of a curve says that single lines don't."""

import statistics
from importlib.metadata import distribution
from pathlib import Path

from claims.claim import Cases, case, claim, control
from claims.tools import folder, last_line, line_with, python, run, succeed, tool

CURVE = """
import time

def grow():
    block = bytearray(b"x") * (64 << 20)
    time.sleep(0.6)
    return block

time.sleep(0.3)
with open("/proc/self/statm") as sizes, open("pages", "w") as before:
    before.write(sizes.read().split()[1])
grow()
"""


def mprof_run(path: Path) -> str:
    """Run mprof on the sample in a folder and return the file that it writes."""
    succeed([tool("mprof"), "run", "sample.py"], cwd=path)
    (file,) = path.glob("mprofile_*.dat")
    return file.read_text()


@claim
def mprof_runs() -> Cases:
    with folder(sample=CURVE) as path:
        lines = mprof_run(path).splitlines()
        peak = last_line(succeed([tool("mprof"), "peak"], cwd=path))
        before = int((path / "pages").read_text()) * 4096 / 2**20
    samples = [float(line.split()[1]) for line in lines if line.startswith("MEM")]
    risen = max(samples) - before
    printed = f"{len(samples)} samples, a rise of {risen:.0f} MiB"
    yield case("a program that makes 64 MiB", printed, holds=len(samples) > 4 and 55 < risen < 80)
    yield control("mprof peak", peak.split("\t")[-1], seen="MiB" in peak)


@claim
def mprof_of_functions() -> Cases:
    decorated = CURVE.replace("def grow", "@profile\ndef grow")
    for label, text in (("without", CURVE), ("with", decorated)):
        with folder(sample=text) as path:
            line = line_with(mprof_run(path), "FUNC ").split()
        name = line[1] if line else "none"
        yield case(f"{label} @profile: functions in the file", name, holds="grow" in name)


@claim
def mprof_barely_slows() -> Cases:
    loop = """
        import time
        begin, total = time.process_time(), 0
        for i in range(9_000_000):
            total += i
        print("took", time.process_time() - begin, flush=True)
    """
    rounds = []
    with folder(sample=loop) as path:
        for _ in range(5):
            under = succeed([tool("mprof"), "run", "sample.py"], cwd=path)
            alone = succeed(["python", "sample.py"], cwd=path)
            pair = [float(line_with(text, "took").split()[1]) for text in (under, alone)]
            rounds.append(pair[0] / pair[1])
    ratio = statistics.median(rounds)
    yield case("CPU time under mprof", f"{ratio:.2f} times", holds=ratio < 1.3)


@claim
def mprof_plots() -> Cases:
    with folder(sample=CURVE) as path:
        mprof_run(path)
        done = run([tool("mprof"), "plot"], cwd=path, env={"DISPLAY": "", "WAYLAND_DISPLAY": ""})
        pictures = list(path.glob("*.png"))
        printed = f"code {done.returncode}, {len(pictures)} pictures"
        yield case("without a display", printed, holds=bool(pictures))
        run([tool("mprof"), "plot", "-o", "curve.png"], cwd=path)
        size = (path / "curve.png").stat().st_size
        yield case("with -o curve.png", f"{size // 1024} KiB", holds=size > 5000)


@claim
def mprof_cleans() -> Cases:
    with folder(sample="pass") as path:
        mprof_run(path)
        before = len(list(path.glob("mprofile_*.dat")))
        run([tool("mprof"), "clean"], cwd=path, stdin="y\n")
        after = len(list(path.glob("mprofile_*.dat")))
    yield case("files before and after", f"{before}, {after}", holds=(before, after) == (1, 0))


@claim
def mprof_comes_along() -> Cases:
    scripts = [e.name for e in distribution("memory_profiler").entry_points]
    yield case("commands of memory_profiler", " ".join(scripts), holds="mprof" in scripts)
    with folder(sample="pass", matplotlib="raise ImportError('blocked')") as path:
        mprof_run(path)
        done = run([tool("mprof"), "plot", "-o", "x.png"], cwd=path, env={"PYTHONPATH": str(path)})
        made = (path / "x.png").exists()
    yield case("without matplotlib", last_line(done.stderr + done.stdout), holds=not made)


STEPS = """
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096

kept, grown = [], []
for _ in range(2000):
    kept.append(bytes(440))
before = resident()
for _ in range(20_000):
    last = resident()
    kept.append(bytes(440))
    grown.append(resident() - last)
print(sum(g == 0 for g in grown), len(grown), resident() - before)
"""


@claim
def outside_is_not_exact() -> Cases:
    still, lines, _ = map(int, python(STEPS).split())
    yield case("lines with no growth at all", f"{still:,} of {lines:,}", holds=still > lines / 2)


@claim
def trend_tells_more() -> Cases:
    _, lines, grown = map(int, python(STEPS).split())
    expected = lines * (480 + 8)
    printed = f"{grown / 2**20:.1f} MiB grown, {expected / 2**20:.1f} asked for"
    yield case("all lines", printed, holds=0.85 < grown / expected < 1.2)
