"""What is wrong with an answer of each of the four functions, in words.

Each generator yields complaints, and the first is enough. An answer may be anything that JSON can
hold, so its form is looked at first.
"""

from collections import Counter
from pathlib import Path

import numpy as np

from juliaset.grader.catalogue import load_module
from juliaset.grader.verdict import FailedError

RULES = load_module(Path(__file__).with_name("rules.py"))

MOST_TILES = 10_000  # of an answer whose tiles are painted
KEPT = "Is something kept from an earlier call? There are several mosaics."


def judge(name, arguments, answer):
    """Raise FailedError if an answer is wrong."""
    if complaint := next(WRONG[name](*arguments, answer), ""):
        raise FailedError(complaint)


def wrong_split(width, height, edge, answer):
    """Compare the tiles of a picture with the right ones."""
    call = f"split({width}, {height}, {edge})"
    if not (are_lists(answer) and all(len(box) == 4 for box in answer)):
        yield (
            f"{call} gives back {answer!r:.80}; allowed: a list of [left, top, right, bottom], "
            f"whole numbers"
        )
    right = RULES.boxes(width, height, edge)
    if answer == right:
        return
    for number, (left, top, after, below) in enumerate(answer):
        box = f"{call}: tile {number} is {[left, top, after, below]}"
        if not (0 <= left < after and 0 <= top < below):
            yield f"{box}: no point is in it. left < right and top < bottom, and none is below 0."
        if after > width or below > height:
            yield (
                f"{box}, and the picture ends at column {width} and row {height}: the last tiles "
                f"of a row and of a column may be smaller."
            )
    if sorted(answer) == sorted(right):
        yield (
            f"{call}: the tiles are right, and their order is not. They come row by row from the "
            f"top left corner: a tile is known by its number."
        )
    for words in wrong_cover(width, height, answer):
        yield f"{call}: {words}"
    yield (
        f"{call}: there are {len(answer)} tiles, the first {str(answer[:3])[1:-1]}; it must be "
        f"{len(right)}, the first {str(right[:3])[1:-1]}."
    )


def wrong_cover(width, height, answer):
    """Paint all tiles, which lie in the picture, and look which points are not painted once."""
    if len(answer) > MOST_TILES:
        return
    times = np.zeros((height, width), np.int32)
    for left, top, after, below in answer:
        times[top:below, left:after] += 1
    for words, wrong in (("in no tile", times == 0), ("in more than one tile", times > 1)):
        if wrong.any():
            row, column = np.argwhere(wrong)[0].tolist()
            yield (
                f"{int(wrong.sum()):,} of {width * height:,} points are {words}, the first in row "
                f"{row} and column {column}."
            )


def wrong_batch(tiles, costs, most, answer):
    """Look whether each tile is in one batch, and whether batches are too expensive or too many."""
    call = f"batch() of {len(tiles)} tiles with most = {most:,}"
    if not are_lists(answer):
        yield f"{call} gives back {answer!r:.80}; allowed: a list of lists of numbers of tiles"
    times = Counter(tile for each in answer for tile in each)
    if strangers := times.keys() - set(tiles):
        yield f"{call}: tile {min(strangers)} is in a batch, and not in `tiles`. {KEPT}"
    if missing := set(tiles) - times.keys():
        yield (
            f"{call}: these tiles are in no batch, and will never be computed: "
            f"{str(sorted(missing))[1:-1]:.80}. What happens to the last batch?"
        )
    if twice := [tile for tile, number in times.items() if number > 1]:
        yield f"{call}: tile {min(twice)} is there {times[min(twice)]} times; each is there once."
    if [] in answer:
        yield f"{call}: batch {answer.index([])} is empty, and costs a message all the same."
    for number, each in enumerate(answer):
        cost = sum(costs[tile] for tile in each)
        if cost > most and len(each) > 1:
            own = [costs[tile] for tile in each]
            yield (
                f"{call}: batch {number} has {len(each)} tiles that cost {cost:,} together, the "
                f"cheapest of them {min(own):,} and the most expensive {max(own):,}. Only a single "
                f"tile may cost more than `most`: a worker that is killed loses its whole batch."
            )
    total = sum(costs[tile] for tile in tiles)
    allowed = 1 + 2 * total // most
    if len(answer) > allowed:
        yield (
            f"{call}: there are {len(answer)} batches, and each costs a message. All tiles cost "
            f"{total:,}: allowed are 1 + 2 x {total:,} / {most:,}, which is {allowed}. Cheap tiles "
            f"share a batch."
        )


def wrong_combine(one, other, answer):
    """Compare two lists of rows with the combined one."""
    call = f"combine() of {len(one)} and {len(other)} rows"
    if not are_records(answer):
        yield f"{call} gives back {answer!r:.80}; allowed: a list of rows [tile, digest]"
    right = RULES.combined(one, other)
    if answer == right:
        return
    given, got = ({(tile, digest) for tile, digest in rows} for rows in (right, answer))
    for row in sorted(got - given):
        yield f"{call}: the row {list(row)} is in neither list. {KEPT}"
    for tile, digest in sorted(given - got):
        if sum(row[0] == tile for row in right) > 1:
            yield (
                f"{call}: tile {tile} has two digests, and the row with {digest} is lost. Keep "
                f"both: to choose one may be to choose the wrong one, and resume() could not see "
                f"that a machine counts wrong."
            )
        yield f"{call}: the row {[tile, digest]} is lost, and its tile would be computed again."
    for row in right:
        if answer.count(row) > 1:
            yield (
                f"{call}: the row {row} is there {answer.count(row)} times. Its tile was computed "
                f"twice, and that must be harmless: each row once."
            )
    yield (
        f"{call}: the rows are right, and not sorted. The record must not depend on which report "
        f"came first."
    )


def wrong_resume(record, found, empty, answer):
    """Compare what is to compute and what is doubtful with the state of each tile."""
    call = f"resume() of {len(record)} rows and {len(found)} tiles"
    if not (are_lists(answer) and len(answer) == 2):
        yield (
            f"{call} gives back {answer!r:.80}; allowed: two lists of numbers, the tiles to "
            f"compute and the doubtful ones"
        )
    said = dict.fromkeys(range(len(found)), "done")
    for tile, number in Counter(answer[0] + answer[1]).items():
        if tile not in said:
            yield f"{call}: there is no tile {tile}. {KEPT}"
        if number > 1:
            yield f"{call}: tile {tile} is there {number} times; allowed: once, in one list."
        said[tile] = "to compute" if tile in answer[0] else "doubtful"
    for tile, claimed in said.items():
        right, why = RULES.state(tile, record, found, empty)
        if claimed != right:
            yield f"{call}: it says that tile {tile} is {claimed}, and it is {right}.\n{why}"


def are_numbers(value):
    """Return whether a value is a list of whole numbers; True is none."""
    return isinstance(value, list) and all(type(each) is int for each in value)


def are_lists(value):
    """Return whether a value is a list of such lists."""
    return isinstance(value, list) and all(map(are_numbers, value))


def are_records(value):
    """Return whether a value is a list of [tile, digest]."""
    return isinstance(value, list) and all(
        isinstance(row, list) and len(row) == 2 and type(row[0]) is int and type(row[1]) is str
        for row in value
    )


WRONG = {
    "split": wrong_split,
    "batch": wrong_batch,
    "combine": wrong_combine,
    "resume": wrong_resume,
}
