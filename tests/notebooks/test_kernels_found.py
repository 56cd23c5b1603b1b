"""The search for kernels finds them in many forms, and nothing else."""

import ast

import pytest
from kernels_found import kernels

KERNELS = {
    "plain": "while abs(z) < 2:\n    z = z * z + c\n    n += 1",
    "power": "for n in range(300):\n    z = z**2 + c",
    "in place": "for n in range(300):\n    z *= z\n    z += c",
    "masked": "for n in range(300):\n    z[alive] = z[alive] * z[alive] + c[alive]",
    "expanded": "while n < 9:\n    t = x * x - y * y + a\n    y = 2 * x * y + b\n    x = t",
    "tuple": "while n < 9:\n    x, y = x * x - y * y + a, 2 * x * y + b",
    "squares kept": "while n < 9:\n    y = 2*x*y + b\n    x = xx - yy + a\n    xx, yy = x*x, y*y",
    "by name": "def calculate(problem, out):\n    out[:] = 0",
}
OTHERS = {
    "distance": "for x in xs:\n    r = x * x + y * y\n    print(r)",
    "variance": "for x in xs:\n    d = x - mean\n    total += d * d",
    "growth": "while size < limit:\n    size = size * 2 + 1",
    "one step": "z = z * z + c",
}


@pytest.mark.parametrize("source", KERNELS.values(), ids=KERNELS)
def test_a_kernel_is_found(source: str) -> None:
    assert kernels(ast.parse(source))


@pytest.mark.parametrize("source", OTHERS.values(), ids=OTHERS)
def test_what_is_no_kernel_is_not(source: str) -> None:
    assert not kernels(ast.parse(source))
