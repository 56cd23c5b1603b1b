"""`juliaset verify` as a user meets it: what it passes, what it counts, what it names."""

import subprocess
import sys

from command import juliaset


def test_a_verification_of_nothing_is_no_success() -> None:
    answer = juliaset("verify", "--kernel", "cpp.simd_avx*", JULIASET_ISA="sse2")
    assert answer.returncode == 3
    assert "nothing was verified" in answer.stderr


# Python needs seconds for the pixels of the large golden problems, to find the first wrong one.
WITH_SMALL_PROBLEMS = """
from juliaset import oracle
from juliaset.cli import main
from juliaset.registry import get_kernel, kernel, kernels
known = {name: entry for name, entry in oracle.golden().items() if entry.sum < 1_000_000}
oracle.golden = lambda: known
kernels()
@kernel("mine.wrong")
def wrong(problem, out):
    "Wrong in one pixel."
    get_kernel("best").bind(problem, out)()
    out[-1, -1] += 1
main()
"""


def with_small_problems(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITH_SMALL_PROBLEMS, *words],
        capture_output=True,
        text=True,
        check=False,
    )


def test_verify_passes_an_exact_kernel() -> None:
    exact = juliaset("verify", "--kernel", "cpp.scalar", "--flavour", "O2")
    assert exact.returncode == 0
    assert exact.stdout.startswith("exact    cpp.scalar@O2: all ")


def test_verify_counts_the_pixels_of_a_tolerant_kernel() -> None:
    tolerant = with_small_problems("verify", "--kernel", "cpp.float32_sse2", "--flavour", "O3")
    assert tolerant.returncode == 0
    assert "tolerant cpp.float32_sse2@O3" in tolerant.stdout
    assert "of sensitive" in tolerant.stdout


def test_a_wrong_kernel_exits_1_with_its_first_pixel() -> None:
    for command in (["verify"], ["run", "--width", "10"]):
        answer = with_small_problems(*command, "--kernel", "mine.wrong")
        assert answer.returncode == 1, command
        assert "WRONG" in answer.stdout + answer.stderr
        assert "the first at row" in answer.stdout + answer.stderr
        assert "Traceback" not in answer.stderr
