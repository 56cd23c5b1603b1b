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


@claim
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


@claim
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


@claim
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


@claim
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
