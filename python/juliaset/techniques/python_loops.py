"""The book's algorithm on lists of complex numbers."""

from juliaset.registry import kernel
from juliaset.techniques.lists import BYTES_PER_PIXEL, counts_from_list, lists_from_axes


@kernel(
    "python.loops",
    prepare=lists_from_axes,
    finish=counts_from_list,
    bytes_per_pixel=BYTES_PER_PIXEL,
    steps="every",
    complex_numbers=True,
)
def calculate_z_serial_purepython(maxiter: int, zs: list[complex], cs: list[complex]) -> list[int]:
    """The book's algorithm in pure Python: two loops, complex numbers, abs(z) < 2."""  # noqa: D401
    output = [0] * len(zs)
    for i in range(len(zs)):
        n = 0
        z = zs[i]
        c = cs[i]
        while abs(z) < 2 and n < maxiter:  # noqa: PLR2004
            z = z * z + c
            n += 1
        output[i] = n
    return output
