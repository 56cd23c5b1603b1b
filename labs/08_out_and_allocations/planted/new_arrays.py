# fails with: have not changed
"""New arrays under the old names: the caller's stay as they were."""


def advance(re, im, c, number, work):
    """Do the steps on arrays that only this function knows."""
    for _ in range(number):
        product = re * im
        re, im = re * re - im * im + c.real, product + product + c.imag
