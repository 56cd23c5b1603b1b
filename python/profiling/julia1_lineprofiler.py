"""Which line takes the time: kernprof -l -v julia1_lineprofiler.py [WIDTH].

Three lines run 33 million times each, and share almost all the time between them. Look at Hits
first: they are exact, and the while line has one for each step and one more for each point.
"""

import builtins

from grid import MAX_ITERATIONS, asked, check, lists

WIDTH = 1000  # half a minute under kernprof

# kernprof puts `profile` among the builtins; where it is not, the decorator does nothing.
profile = getattr(builtins, "profile", lambda function: function)


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


def calc_pure_python(desired_width, max_iterations):
    """Lay out the points, count, and check the sum."""
    zs, cs = lists(desired_width)
    check(calculate_z_serial_purepython(max_iterations, zs, cs), desired_width)


if __name__ == "__main__":
    calc_pure_python(asked(__doc__, WIDTH), MAX_ITERATIONS)
