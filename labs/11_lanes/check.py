"""Utilisation of lanes, compared with a model that counts every lane step, without a clock."""

from fractions import Fraction
from itertools import product

import numpy as np

from juliaset.grader.counts import right_counts
from juliaset.grader.random_problems import varied_problems
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError
from juliaset.problem import Problem

# A share is one division of whole numbers: adding up in another order changes it by much less.
EQUAL = 1e-12


def check(submission: Submission) -> None:
    """Ask for the share of many pictures and tiles, and name the model that the answers fit."""
    cases = drawn_cases(submission)
    right = [share(counts, limit, lanes, rows) for counts, limit, lanes, rows in cases]
    with submission.start() as process:
        got = [number(process.call("utilisation", *case), case) for case in cases]
        submission.figures |= {"cpu_ms": process.cpu_ms_of_calls}
    for case, expected, answer in zip(cases, right, got, strict=True):
        if abs(answer - expected) > EQUAL:
            raise FailedError(complaint(case, expected, answer) + diagnosis(cases, got))
    submission.confirm(
        f"the shares of {len(cases)} tilings are right, the least {float(min(right)):.1%}"
    )


def drawn_cases(submission):
    """Draw pictures, lanes and rows: the README's example, then new ones."""
    random = submission.random
    cases = [(np.array([[1, 5, 0]], np.int32), 5, 2, 1)]
    # Edges in both directions, and tiles that are not square: here all wrong models differ.
    ragged = Problem.view(
        width=8 * submission.random.randint(5, 8) + 5,
        height=3 * submission.random.randint(9, 15) + 2,
    )
    cases.append((right_counts(ragged), ragged.max_iterations, 8, 3))
    for problem in varied_problems(random):
        counts = right_counts(problem)
        for lanes, rows in random.sample([*product((2, 4, 8), range(1, 9))], 4):
            cases.append((counts, problem.max_iterations, lanes, rows))
    return cases


def tiles_of(looks, lanes, rows):
    """List the tiles; those at the edges have fewer pixels than lanes."""
    height, width = looks.shape
    corners = product(range(0, height, rows), range(0, width, lanes))
    return [looks[top : top + rows, left : left + lanes] for top, left in corners]


def looks_of(counts, limit):
    """Return how often each pixel is looked at."""
    return counts.astype(np.int64) + (counts < limit)


def steps_of(counts, limit, lanes, rows):
    """Count the lane steps that are of use, and all that are taken."""
    looks = looks_of(counts, limit)
    taken = sum(int(tile.max()) for tile in tiles_of(looks, lanes, rows)) * lanes * rows
    return int(looks.sum()), taken


def share(counts, limit, lanes, rows):
    """Return the exact share."""
    return Fraction(*steps_of(counts, limit, lanes, rows))


def number(answer, case):
    """Return an answer that can be compared; raise FailedError if it cannot."""
    good = isinstance(answer, int | float) and not isinstance(answer, bool)
    if not (good and abs(answer) < 1e300):  # no nan, nor a number that is too large for a float
        raise FailedError(
            f"{named(case)}: utilisation() gives back {answer!r:.80}; allowed: a number from 0 to 1"
        )
    return answer


def named(case):
    """Name a picture and its tiles; a small picture by its counts."""
    counts, limit, lanes, rows = case
    height, width = counts.shape
    picture = f"counts = {counts.tolist()}" if counts.size < 9 else f"{width} x {height} pixels"
    return f"{picture}, limit {limit}, tiles {lanes} lanes wide and {rows} high"


def complaint(case, expected, answer):
    """Return which picture, what was expected and what came."""
    useful, taken = steps_of(*case)
    return (
        f"{named(case)}: {useful:,} of {taken:,} lane steps are of use, which is "
        f"{float(expected):.6f}; utilisation() says {answer:.6f}.\n"
    )


def diagnosis(cases, got):
    """Name the model that gives these answers in all cases; else what to do by hand."""
    if len(cases) > 1 and len(set(got)) == 1 and got[0] != 1:
        return "That is the same answer for every picture: it does not come from the counts."
    for model, words in WRONG_MODELS.items():
        if all(abs(model(*case) - answer) < 1e-9 for case, answer in zip(cases, got, strict=True)):
            return words
    return (
        "Take the example of the README: draw its two tiles, mark each lane step, and compare "
        "with what your code adds up for each tile."
    )


def always_busy(_counts, _limit, _lanes, _rows):
    """Let no lane ever wait."""
    return 1.0


def without_edge(counts, limit, lanes, rows):
    """Count no lanes beyond the edge."""
    tiles = tiles_of(looks_of(counts, limit), lanes, rows)
    return sum(tile.sum() for tile in tiles) / sum(tile.max() * tile.size for tile in tiles)


def whole_tiles(counts, limit, lanes, rows):
    """Leave out the tiles that the edge cuts."""
    tiles = tiles_of(looks_of(counts, limit), lanes, rows)
    tiles = [tile for tile in tiles if tile.size == lanes * rows]
    taken = sum(tile.max() * tile.size for tile in tiles)
    return sum(tile.sum() for tile in tiles) / taken if taken else 1.0


def averages(counts, limit, lanes, rows):
    """Let a tile run as long as its average pixel."""
    looks = looks_of(counts, limit)
    return looks.sum() / sum(tile.mean() * lanes * rows for tile in tiles_of(looks, lanes, rows))


def on_its_side(counts, limit, lanes, rows):
    """Exchange columns and rows."""
    return float(share(counts, limit, rows, lanes))


def mean_of_shares(counts, limit, lanes, rows):
    """Let each tile weigh the same."""
    tiles = tiles_of(looks_of(counts, limit), lanes, rows)
    return np.mean([tile.sum() / (tile.max() * lanes * rows) for tile in tiles])


def steps_only(counts, _limit, lanes, rows):
    """Forget the last look of an escaping pixel."""
    return float(share(counts, 0, lanes, rows))


def one_more_for_all(counts, limit, lanes, rows):
    """Add a last look for pixels that reach the limit, too."""
    return float(share(counts, limit + 1, lanes, rows))


def turned(counts, limit, lanes, rows):
    """Divide what is taken by what is useful."""
    return float(1 / share(counts, limit, lanes, rows))


def percent(counts, limit, lanes, rows):
    """Return a hundred times the share."""
    return float(100 * share(counts, limit, lanes, rows))


WRONG_MODELS = {
    always_busy: "You say 1 everywhere: as if no lane ever waited for a slower one.",
    without_edge: (
        "The lanes beyond the edge are missing: a vector has all its lanes also where the picture "
        "ends inside it. They run, and no pixel needs them."
    ),
    whole_tiles: (
        "The tiles that the edge cuts are missing: their pixels are part of the "
        "picture, and all their lanes run."
    ),
    averages: "A tile runs until its slowest pixel is done, not until the average one is.",
    on_its_side: (
        "Columns and rows have changed places: lanes lie side by side in a row of counts, and "
        "`rows` of them below each other."
    ),
    mean_of_shares: (
        "This is a mean of shares, in which a tile of 2 looks weighs as much as one of 300. Add "
        "up the lane steps of all tiles first, and divide once."
    ),
    steps_only: (
        'The look that says "outside" is missing: a pixel below the limit is looked at once more '
        "than it is stepped."
    ),
    one_more_for_all: (
        'A pixel that reaches the limit never gets the look that says "outside": it is looked at '
        "as often as it is stepped."
    ),
    turned: "This is steps taken for each useful one: the share is the other way round.",
    percent: "This is in percent; the share is a number from 0 to 1.",
}
