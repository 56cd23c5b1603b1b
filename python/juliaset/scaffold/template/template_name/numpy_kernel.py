"""The kernel in NumPy: each operation goes through the whole series."""


def smooth(series, out):
    """Fill `out` with the mean of each number and its neighbours, which count half."""
    out[0], out[-1] = series[0], series[-1]
    inner = out[1:-1]
    inner[...] = series[:-2] + series[2:]
    inner += 2.0 * series[1:-1]
    inner *= 0.25
