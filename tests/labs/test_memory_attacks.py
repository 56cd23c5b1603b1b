"""Memory that Linux would not count: labs 4 and 8 measure what a process has, from outside."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from juliaset.grader.build import build
from juliaset.grader.catalogue import find_lab
from juliaset.grader.launch import Limits
from juliaset.grader.process import SubmissionProcess
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status

Write = Callable[[str], Path]

STEPS = """
import array, warnings
system = getattr(warnings, "s" "ys")
def steps(z, c, limit):
    n = 0
    while n < limit and abs(z) < 2:
        z, n = z * z + c, n + 1
    return n
"""
# An entry for each point, in the shared memory: its pages are dropped, and come back when read.
IN_SHARED_MEMORY = f"""{STEPS}
def histogram(xs, ys, c, limit):
    frame = getattr(system, "_get" "frame")(0)
    while "connection" not in getattr(frame, "f_lo" "cals"):
        frame = getattr(frame, "f_b" "ack")
    memory = getattr(getattr(frame, "f_lo" "cals")["connection"].arrays, "_mem" "ory")
    numbers, at = memory.cast("q"), 0
    for y in ys:
        for x in xs:
            numbers[at], at = steps(complex(x, y), c, limit), at + 1
        memory.obj.madvise(ADVICE)
    counts = [0] * (limit + 1)
    for k in range(at):
        counts[numbers[k]] += 1
        if k % 4096 == 0:
            memory.obj.madvise(ADVICE)
    numbers.release()
    return counts
"""
# The same, in the file behind that memory: no page of it is the process's own.
IN_ITS_FILE = f"""{STEPS}
def histogram(xs, ys, c, limit):
    posix, found = getattr(system, "modu" "les")["po" "six"], None
    for place in range(3, 256):
        try:
            found = place if posix.fstat(place).st_size == 1 << 28 else found
        except OSError:
            pass
    if found is None:
        raise ValueError("no descriptor of it")
    at, counts = 0, [0] * (limit + 1)
    for y in ys:
        row = array.array("q", [steps(complex(x, y), c, limit) for x in xs])
        at += posix.pwrite(found, row.tobytes(), at)
    for k in range(0, at, 8 * len(xs)):
        for n in array.array("q", posix.pread(found, 8 * len(xs), k)):
            counts[n] += 1
    return counts
"""
# A new array as large as re, while the pages of re, im and work are dropped in turn.
A_NEW_ARRAY = """
import numpy as np
def advance(re, im, c, number, work):
    place = re
    while isinstance(place, np.ndarray):
        place = place.base
    memory, new, half = place.obj, np.empty_like(re), len(re) // 2
    for _ in range(number):
        memory.madvise(4)
        np.multiply(re, re, out=new)
        memory.madvise(4)
        np.multiply(im, im, out=work)
        new -= work
        new += c.real
        for part in (slice(half), slice(half, None)):
            memory.madvise(4)
            np.multiply(re[part], im[part], out=work[part])
        memory.madvise(4)
        re[:] = new
        memory.madvise(4)
        np.add(work, work, out=new)
        new += c.imag
        memory.madvise(4)
        im[:] = new
"""
ATTACKS = {
    "lab 4, pages dropped": ("4", IN_SHARED_MEMORY.replace("ADVICE", "4"), "not permitted"),
    "lab 4, pages pushed out": ("4", IN_SHARED_MEMORY.replace("ADVICE", "21"), "not permitted"),
    "lab 4, a file": ("4", IN_ITS_FILE, "no descriptor of it"),
    "lab 8, pages dropped": ("8", A_NEW_ARRAY, "not permitted"),
}


@pytest.mark.usefixtures("contained")
@pytest.mark.parametrize(("lab", "text", "words"), ATTACKS.values(), ids=ATTACKS)
def test_memory_that_is_not_counted_is_no_way(
    lab: str, text: str, words: str, write: Write
) -> None:
    verdict = check_submission(find_lab(lab), write(text))
    if "not permitted" in words and (reason := verdict.walls["no other processes"]):
        pytest.skip(reason)
    assert verdict.status == Status.FAIL
    assert words in verdict.message


def test_no_descriptor_of_the_shared_memory_is_left(write: Write) -> None:
    with closing(SubmissionProcess(build(write("def f(): return 1\n")), Limits())) as process:
        assert process.call("f") == 1
        links = [path.readlink() for path in Path(f"/proc/{process.pid}/fd").iterdir()]
    assert links
    assert not [link for link in links if "memfd:juliaset" in str(link)]
