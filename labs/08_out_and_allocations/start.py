"""Steps of z = z*z + c on large arrays, in place, but with new arrays at each step."""


def advance(re, im, c, number, work):  # noqa: ARG001 - work waits for you
    """Do `number` steps of z = z*z + c; re and im, arrays of float64, are changed in place.

    work: an array like them, whose numbers are not needed. Returns nothing.
    Bit for bit: re becomes (re*re - im*im) + c.real, im becomes (re*im + re*im) + c.imag.
    """
    # TODO: every operator makes a new array of this size. Where could each result go instead?
    for _ in range(number):
        product = re * im
        re[:] = re * re - im * im + c.real
        im[:] = product + product + c.imag
