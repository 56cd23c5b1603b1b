"""When memory is given back: reference counts at once, cycles later."""

import gc
import sys
import weakref

from claims.claim import Cases, case, claim, control
from claims.tools import python


class Thing:
    """Something that can be watched, and can point to itself."""

    def __init__(self) -> None:
        """Begin without a circle."""
        self.me: Thing | None = None


def alive(thing: weakref.ref[Thing]) -> bool:
    """Return whether what was watched still exists."""
    return thing() is not None


@claim(
    1,
    says="Garbage collection is not immediate.",
    verdict="depends",
    answer="An object without references is freed at once, in the very same instruction. Only"
    " objects that point at each other in a circle wait for the collector.",
    command="weakref to an object, del; then the same for one that points to itself",
)
def garbage_waits() -> Cases:
    gc.disable()
    try:
        plain = Thing()
        watched = weakref.ref(plain)
        del plain
        yield case("after del, one reference", f"alive: {alive(watched)}", holds=alive(watched))
        circle = Thing()
        circle.me = circle
        watched = weakref.ref(circle)
        del circle
        yield case("after del, a circle", f"alive: {alive(watched)}", holds=alive(watched))
        gc.collect()
        left = alive(watched)
        yield control("the circle, after gc.collect()", f"alive: {left}", seen=not left)
    finally:
        gc.enable()


@claim(
    1,
    says="So one cannot know what the collector does under the hood.",
    verdict="false",
    answer="The collector runs when allocations minus frees pass a threshold (700 in 3.11), not at"
    " random times: gc.callbacks tells of each run, and two runs of a program tell the same.",
    command="python -c: gc.callbacks while 5,000 lists are made and kept, in two processes",
)
def collector_cannot_be_watched() -> Cases:
    code = """
        import gc
        seen, kept = [], []
        gc.collect()
        gc.callbacks.append(lambda phase, info: phase == "stop" and seen.append(len(kept)))
        for _ in range(5000):
            kept.append([])
        print(gc.get_threshold()[0], seen)
    """
    one, two = python(code), python(code)
    yield control("the second process collects where the first did", one == two, seen=one == two)
    yield case("threshold, and lists made at each collection", one, holds=one != two or "[]" in one)


@claim(
    1,
    says="What is freed goes back to the system.",
    verdict="depends",
    answer="A large block does; small objects live in arenas of 1 MiB, and one survivor keeps its"
    " arena.",
    command="python -c: resident memory of a process after del, for one block and for floats",
    implied=True,
)
def freed_goes_back() -> Cases:
    code = """
        import sys
        def resident():
            return int(open("/proc/self/statm").read().split()[1]) * 4096 / 2**20
        start = resident()
        if sys.argv[1] == "block":
            data = bytearray(b"x") * (64 << 20)
        else:
            data = [float(i) for i in range(2_000_000)]
        full = resident()
        data = data[::10000] if sys.argv[1] == "survivors" else None
        print(f"{full - start:.0f} MiB, then {resident() - start:.0f}")
    """
    for kind, label in (("block", "one block of 64 MiB"), ("survivors", "floats, some survive")):
        printed = python(code, kind)
        full, left = (float(part.split()[0]) for part in printed.split(", then "))
        yield case(label, printed, holds=left < full / 4)


@claim(
    1,
    says="Counting references is what frees most objects.",
    verdict="true",
    answer="With the collector off, a program without circles keeps nothing.",
    command="sys.getallocatedblocks() before and after 100,000 lists, under gc.disable()",
    implied=True,
)
def counting_frees() -> Cases:
    gc.disable()
    try:
        for _ in range(10):
            [None]  # noqa: B018 - warms up what the loop below needs
        before = sys.getallocatedblocks()
        for i in range(100_000):
            [i]  # noqa: B018 - made in order to be thrown away
        left = sys.getallocatedblocks() - before
    finally:
        gc.enable()
    yield case("blocks left of 100,000 lists", left, holds=abs(left) < 100)
