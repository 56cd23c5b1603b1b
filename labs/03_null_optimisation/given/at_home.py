"""Ask compare() about the two orders of the loop's tests, on this machine."""

import time

from start import compare

POINTS = [complex(x, y) / 10 for y in range(-15, 16) for x in range(-15, 16)]
C, MAX_ITERATIONS = -0.62772 - 0.42193j, 300


def abs_first():
    """Count with the test of abs(z) first."""
    begin = time.perf_counter()
    for point in POINTS:
        z, n = point, 0
        while abs(z) < 2 and n < MAX_ITERATIONS:
            z, n = z * z + C, n + 1
    return time.perf_counter() - begin


def limit_first():
    """Count with the test of the limit first."""
    begin = time.perf_counter()
    for point in POINTS:
        z, n = point, 0
        while n < MAX_ITERATIONS and abs(z) < 2:
            z, n = z * z + C, n + 1
    return time.perf_counter() - begin


for attempt in range(1, 6):
    found = compare(abs_first, limit_first)
    print(f"attempt {attempt}: the new order is {found}")
