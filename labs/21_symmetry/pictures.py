"""Pictures for a mirror that is there, in part, in another place, or but for the last bit.

Each has a bill of the points for which a submission asks.
"""

import numpy as np

from juliaset.grader.counts import right_counts
from juliaset.problem import BOOK_C, Problem

DUST = -0.8 + 0.156j  # orbits that stay near the edge, so that a last bit shows
MOST_TIMES = 4  # as many points as the picture has may be asked for
FEWEST_DIFFER = 3  # pixels whose counts show that a mirror is not exact


class Bill:
    """The points of a picture that were asked for, and those that need not be."""

    def __init__(self, problem):
        """Find the images of all pixels."""
        self.problem = problem
        self.expected = right_counts(problem)
        self.asked = 0
        self.known = np.zeros(problem.shape, np.bool_)
        self._columns, self._rows = (
            {number: place for place, number in enumerate(axis.tolist())}
            for axis in (problem.xs, problem.ys)
        )
        columns = [self._columns.get(-x, -1) for x in problem.xs.tolist()]
        rows = [self._rows.get(-y, -1) for y in problem.ys.tolist()]
        self._images = np.array(columns), np.array(rows)
        both = sum(place >= 0 for place in columns) * sum(place >= 0 for place in rows)
        alone = int(0.0 in self._columns and 0.0 in self._rows)  # 0 is its own image
        self.pairs = (both - alone) // 2

    @property
    def allowed(self):
        """How many points may be asked for."""
        return self.problem.pixels - self.pairs + self.problem.width + self.problem.height

    def count(self, re, im):
        """Return the counts of points; raise ValueError or TypeError if it may not be asked."""
        re, im = as_points("re", re), as_points("im", im)
        if re.shape != im.shape:
            raise ValueError(f"re has the shape {re.shape}, im {im.shape}; allowed: one shape")
        self.asked += re.size
        if self.asked > MOST_TIMES * self.problem.pixels:
            raise ValueError(f"it was asked for {self.asked:,} points; the picture has fewer")
        places = [
            self._place(x, y)
            for x, y in zip(re.ravel().tolist(), im.ravel().tolist(), strict=False)
        ]
        rows, columns = np.array(places, np.int64).reshape(-1, 2).T
        self._note(rows, columns)
        return self.expected[rows, columns].reshape(re.shape)

    def _place(self, x, y):
        """Return the row and column of a pixel, or of the one whose image this is."""
        for sign in (1, -1):
            row, column = self._rows.get(sign * y), self._columns.get(sign * x)
            if row is not None and column is not None:
                return row, column
        raise ValueError(f"({x!r}, {y!r}) is neither a pixel nor the image of one")

    def _note(self, rows, columns):
        """Note that these counts are known, and those of their images."""
        self.known[rows, columns] = True
        image_columns, image_rows = self._images[0][columns], self._images[1][rows]
        there = (image_columns >= 0) & (image_rows >= 0)
        self.known[image_rows[there], image_columns[there]] = True


def as_points(name, value):
    """Return coordinates as an array of float64."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return np.array(float(value))
    if isinstance(value, list):
        value = np.array(value)
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "fi":
        raise TypeError(f"{name} is {value!r:.60}; allowed: an array of numbers")
    return value.astype(np.float64)


def why_too_many(bill):
    """Return what to look at if too many points were asked for."""
    if bill.asked > bill.problem.pixels:
        return "That is more than the picture has pixels: is a point counted more than once?"
    if bill.pairs * 2 + 1 >= bill.problem.pixels:
        return "Here each pixel has its image in the picture."
    return (
        "This picture is not mirrored as a whole, and part of its pixels have their images in it "
        "all the same: x and -x must both be in xs, and y and -y in ys."
    )


def drawn_pictures(random):
    """Draw pictures, each with words for it."""
    near = BOOK_C + complex(random.uniform(-4e-3, 4e-3), random.uniform(-4e-3, 4e-3))
    even, odd = 2 * random.randint(14, 24), 2 * random.randint(14, 24) + 1
    step = random.uniform(0.06, 0.08)
    around, middle = centred(even, step), centred(odd, step)
    moved, off = around + random.uniform(0.01, 0.02), random.uniform(0.01, 0.02)
    # Whole multiples of one number: where both signs are there, they differ in nothing else.
    right, upper = (
        step * np.arange(-random.randint(8, 12), random.randint(18, 26)) for _ in range(2)
    )
    numbers = np.sort(np.array([random.uniform(0.05, 1.7) for _ in range(12)]))
    uneven = np.sort(np.concatenate([numbers, -numbers[::2], [0.0]]))
    beyond = complex(random.uniform(-2.2, -2.1), random.uniform(-0.05, 0.05))
    pictures = [
        ("The example of the README", np.array([-1.0, 0.0, 1.0]), np.array([1.0, 0.0]), near),
        ("A picture around 0", around, around[::-1], near),
        ("A picture with 0 in its middle", middle, middle[::-1], near),
        ("A picture with 0 in a column and in no row", middle, around, near),
        ("A picture whose rows go upwards", around, middle, DUST),
        ("A picture with a large c", around * 1.5, middle[::-1] * 1.5, beyond),
        ("A picture that is moved by whole pixels", right, upper[::-1], near),
        ("A picture that is moved by a part of a pixel", moved, around[::-1] - off, near),
        ("A picture that is moved sideways", moved, around[::-1], near),
        ("A picture that is moved upwards", around, around[::-1] + off, near),
        ("A picture that is on one side of 0", around, np.abs(around[: even // 2]) + off, near),
        ("A picture whose axes are not equally spaced", uneven, uneven[::-1], near),
        ("A single row through 0", middle, np.zeros(1), near),
        ("A single column through 0", np.zeros(1), around[::-1], near),
        ("A single pixel at 0", np.zeros(1), np.zeros(1), near),
    ]
    drawn = [(about, problem_of(*rest)) for about, *rest in pictures]
    drawn += [nearly_mirrored(random, kind) for kind in (view_around, shifted)]
    # Another one of a size that was there: its answer is another.
    c = near + 1e-3
    return [*drawn, ("A picture around 0, with another c", problem_of(around, around[::-1], c))]


def problem_of(xs, ys, c, limit=150):
    """Return a picture of two axes."""
    axes = (np.ascontiguousarray(axis, np.float64) for axis in (xs, ys))
    return Problem(*axes, c, limit)


def centred(size, step):
    """Return an axis around 0 in which each number has its negative, to the last bit."""
    half = step * (np.arange(size // 2) + (1 if size % 2 else 0.5))
    return np.concatenate([-half[::-1], [0.0] * (size % 2), half])


def nearly_mirrored(random, kind):
    """Draw a picture that looks mirrored, until opposite pixels have other counts."""
    while True:
        c = DUST + complex(random.uniform(-1e-4, 1e-4), random.uniform(-1e-4, 1e-4))
        about, problem = kind(random, c)
        counts = right_counts(problem)
        if np.count_nonzero(counts != counts[::-1, ::-1]) >= FEWEST_DIFFER:
            return about, problem


def view_around(random, c):
    """Draw a window around 0 that ends half a step before its edges: roundings spoil its mirror."""
    width, height = 2 * random.randint(70, 80), 2 * random.randint(70, 80)
    step = random.uniform(3.5, 3.6) / width
    xs = -step * (width - 1) / 2 + step * np.arange(width)
    ys = step * (height - 1) / 2 - step * np.arange(height)
    return "A picture around 0, whose mirror is spoilt by roundings,", problem_of(xs, ys, c, 1000)


def shifted(random, c):
    """Draw a picture whose mirror is missed by a billionth."""
    width, height = 2 * random.randint(70, 80), 2 * random.randint(70, 80)
    step = random.uniform(3.5, 3.6) / width
    xs = centred(width, step) + 1e-9
    return "A picture that is moved by 1e-9", problem_of(xs, centred(height, step)[::-1], c, 1000)
