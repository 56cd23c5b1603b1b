"""Which line takes the time: kernprof -l -v julia1_lineprofiler.py [WIDTH].

Three lines run 33 million times each, and share almost all the time between them. Look at Hits
first: they are exact, and the while line has one for each step and one more for each point.
"""

from grid import asked, count, profile

WIDTH = 1000  # half a minute under kernprof


@profile
def calculate_z_serial_purepython(maxiter, zs, cs):
    """Count for each point how often z = z*z + c can be done before abs(z) reaches 2."""
    output = [0] * len(zs)
    for i in range(len(zs)):
        n = 0
        z = zs[i]
        c = cs[i]
        while abs(z) < 2 and n < maxiter:
            z = z * z + c
            n += 1
        output[i] = n
    return output


if __name__ == "__main__":
    count(calculate_z_serial_purepython, asked(__doc__, WIDTH))
