"""The book's program, alone in one file and without a picture: python julia1_nopil.py [WIDTH].

Its profile is the one that the course reads. At width 1000, under cProfile of Python 3.11:

    34,219,980 calls of abs: one for each of 33,219,980 steps, and one more for each of 1,000,000
               points, the test that ends its loop
     2,002,000 calls of append: zs and cs, and the two axes
            15 calls of the script itself: exec, the module, two functions, sum, three print,
               four len, two time, and the profiler's own disable
    36,221,995 together

So it imports only what Python itself has imported already: one import more and the 15 would move.
"""

import sys
import time

EDGE = 1.8
C_REAL, C_IMAG = -0.62772, -0.42193
SUMS = {
    10: 3098,
    20: 12982,
    50: 83654,
    64: 141866,
    100: 334236,
    128: 550060,
    200: 1329666,
    250: 2086156,
    300: 3004102,
    400: 5320430,
    500: 8306884,
    800: 21281662,
    1000: 33219980,
}


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


def calc_pure_python(desired_width, max_iterations):
    """Lay out the points, time the loop over them, and compare the sum with the known one."""
    xs, ys, zs, cs = [], [], [], []
    step = (EDGE + EDGE) / desired_width
    x = -EDGE
    while x < EDGE:
        xs.append(x)
        x += step
    y = EDGE
    while y > -EDGE:
        ys.append(y)
        y -= step
    for y in ys:
        for x in xs:
            zs.append(complex(x, y))
            cs.append(complex(C_REAL, C_IMAG))
    print("Length of x:", len(xs))
    print("Total elements:", len(zs))
    start = time.time()
    output = calculate_z_serial_purepython(max_iterations, zs, cs)
    took = time.time() - start
    print(f"{calculate_z_serial_purepython.__name__} took {took:.3f} seconds")
    assert sum(output) == SUMS[desired_width], "the counts are wrong"


def width_from(words, about):
    """Read the command line; only called if there is one, because the call would count."""
    if words in (["-h"], ["--help"]):
        print(about)
        raise SystemExit
    if len(words) != 1 or not words[0].isdecimal() or int(words[0]) not in SUMS:
        raise SystemExit(f"WIDTH is {' '.join(words)!r}; allowed: {', '.join(map(str, SUMS))}")
    return int(words[0])


if __name__ == "__main__":
    calc_pure_python(width_from(sys.argv[1:], __doc__) if sys.argv[1:] else 1000, 300)
