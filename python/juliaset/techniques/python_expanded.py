"""The same loop with the complex arithmetic written out in floats."""

from juliaset.registry import kernel
from juliaset.techniques.lists import BYTES_PER_PIXEL, counts_from_list, lists_from_axes


@kernel(
    "python.expanded",
    below="python.loops",
    prepare=lists_from_axes,
    finish=counts_from_list,
    bytes_per_pixel=BYTES_PER_PIXEL,
    steps="every",
)
def calculate_z_serial_purepython_expanded(
    maxiter: int, zs: list[complex], cs: list[complex]
) -> list[int]:
    """Pure Python with the arithmetic expanded: no abs() call, four floats instead."""
    output = [0] * len(zs)
    for i in range(len(zs)):
        output[i] = escape_count(maxiter, zs[i], cs[i])
    return output


def escape_count(maxiter: int, z: complex, c: complex) -> int:
    """Count the steps of one point."""
    n = 0
    re, im = z.real, z.imag
    c_re, c_im = c.real, c.imag
    while n < maxiter:
        re2 = re * re
        im2 = im * im
        norm = re2 + im2
        # abs() is the C library's hypot (math.hypot is another one): it agrees with the sum of
        # squares except within 2 ulp below 4.
        if norm >= 4 - 2**-48 and not (norm <= 4 + 2**-48 and abs(complex(re, im)) < 2):  # noqa: PLR2004
            break
        product = re * im
        re = (re2 - im2) + c_re
        im = (product + product) + c_im
        n += 1
    return n
