"""Which half of the test takes the time: kernprof -l -v julia1_lineprofiler2.py [WIDTH].

A profiler of lines cannot look into a line. The compound test of julia1_lineprofiler.py is split
here over two lines, one for each half. The price is three lines more, so the whole is slower: times
of this table are compared with each other, not with those of another table.
"""

from grid import asked, count, profile

WIDTH = 1000  # some forty seconds under kernprof


@profile
def calculate_z_serial_purepython(maxiter, zs, cs):
    """Count for each point how often z = z*z + c can be done before abs(z) reaches 2."""
    output = [0] * len(zs)
    for i in range(len(zs)):
        n = 0
        z = zs[i]
        c = cs[i]
        while True:
            not_yet_escaped = abs(z) < 2
            steps_left = n < maxiter
            if not (not_yet_escaped and steps_left):
                break
            z = z * z + c
            n += 1
        output[i] = n
    return output


if __name__ == "__main__":
    count(calculate_z_serial_purepython, asked(__doc__, WIDTH))
