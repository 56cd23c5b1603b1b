"""On a CPU with fewer instructions than this one: what may not run there is refused, by name."""

import platform
import shutil
import subprocess
import sys

import pytest

from juliaset import _native

QEMU = "qemu-x86_64-static"
PROGRAM = """
from juliaset import Problem, UnavailableError, escape_counts, get_kernel, kernels
problem = Problem.book(60, 100)
print(get_kernel("best").name)
print(*sorted({kernel.isa for kernel in kernels() if kernel.isa and not kernel.reason}))
print(*{int(escape_counts(problem, name).sum()) for name in ("best", "cpp.scalar")})
try:
    escape_counts(problem, "cpp.scalar", flavour="O3_native")
    print("it ran")
except UnavailableError as error:
    print(error)
"""


@pytest.mark.slow
@pytest.mark.skipif(platform.machine() != "x86_64", reason="the CPU that is emulated is an x86-64")
def test_a_flavour_of_a_newer_cpu_is_refused() -> None:
    if not shutil.which(QEMU):
        pytest.skip(f"{QEMU} is not installed; on Debian: apt-get install qemu-user-static")
    if "O3_native" not in _native.flavours():
        pytest.skip("flavour O3_native is not compiled here")
    nehalem = [QEMU, "-cpu", "Nehalem", sys.executable, "-c", PROGRAM]
    answer = subprocess.run(nehalem, capture_output=True, text=True, check=True)
    best, isas, sums, refused = answer.stdout.splitlines()
    assert best.endswith("_sse2")
    assert isas == "sse2"
    assert len(sums.split()) == 1
    assert refused.startswith("cpp.scalar cannot run here: this CPU or its OS has no ")
