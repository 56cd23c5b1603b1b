"""Pictures with and without the images -z of their pixels: right counts, and few points counted.

No clock is read: what is counted by the submission's call of count() is on a bill.
"""

from pathlib import Path

import numpy as np

from juliaset.grader.catalogue import load_module
from juliaset.grader.counts import complaint_about
from juliaset.grader.process import Function
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError
from juliaset.grader.wrong_pixels import WrongPixels

PICTURES = load_module(Path(__file__).with_name("pictures.py"))


def check(submission: Submission) -> None:
    """Compute all pictures, each with a bill; first the right counts, then the bill."""
    earlier: list[np.ndarray] = []
    counted = points = 0
    with submission.start() as process:
        for about, problem in PICTURES.drawn_pictures(submission.random):
            bill = PICTURES.Bill(problem)
            functions = {"count": bill.count}
            axes = problem.xs, problem.ys
            got = process.call("counts", *axes, Function("count"), functions=functions)
            judge(about, bill, got, earlier)
            earlier.append(bill.expected)
            counted += bill.asked
            points += problem.pixels
    submission.figures |= {"counted": counted / points}
    submission.confirm(
        f"every pixel of {len(earlier)} pictures is right, and {counted:,} of {points:,} points "
        f"were counted"
    )


def judge(about, bill, got, earlier=()):
    """Raise FailedError if a count is wrong, was not counted, or if too many were."""
    problem, expected = bill.problem, bill.expected
    where = f"{about} ({problem.width} x {problem.height} pixels)"
    if complaint := complaint_about(problem, got, expected, earlier):
        comparable = isinstance(got, np.ndarray) and got.shape == expected.shape
        limit = problem.max_iterations
        wrong = WrongPixels.between(expected, got, limit) if comparable else None
        words = [f"{where}: {complaint}"]
        if comparable and (reason := mistaken(expected, got)):
            words.append(reason)
        raise FailedError("\n".join(words), wrong)
    if unknown := int(np.count_nonzero(~bill.known)):
        row, column = np.argwhere(~bill.known)[0].tolist()
        raise FailedError(
            f"{where}: {unknown:,} counts are right, and count() was asked neither for these "
            f"pixels nor for their images; the first is in row {row} and column {column}. There "
            "is no other way to a count here: was a pixel taken for an image that only nearly is "
            "one?"
        )
    if bill.asked > bill.allowed:
        raise FailedError(
            f"{where}: count() was asked for {bill.asked:,} points. {bill.pairs:,} pairs z and -z "
            f"are in the picture, so {problem.pixels - bill.pairs:,} points are enough; allowed: "
            f"{bill.allowed:,}. {PICTURES.why_too_many(bill)}"
        )


def mistaken(expected, got):
    """Recognise which mirror was taken for the one that is there."""
    wrong = got != expected
    mirrors = {
        "the pixel opposite, at the other end of another row": expected[::-1, ::-1],
        "the pixel above or below it, as if a row at -y were the row at y": expected[::-1],
        "the pixel at the other end of its row, as if x and -x had the same count": expected[
            :, ::-1
        ],
    }
    for words, mirrored in mirrors.items():
        if np.array_equal(got[wrong], mirrored[wrong]):
            return (
                f"Each wrong pixel has the count of {words}. Which pixel is its image, is it in "
                "the picture, and is it -z to the last bit?"
            )
    return ""
