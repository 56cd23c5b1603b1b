# fails with: names a function 'sum_of_squares
"""The answer for the example of the README."""


def fused(listing):
    """Return what the README says."""
    return {"sum_of_squares(double const*, int)": 1}


def in_loops(listing):
    """Return what the README says."""
    return {"sum_of_squares(double const*, int)": 1}
