# fails with: is a row loaded more than once
"""A row is loaded again for its own step, although it was there for the step of the row above."""


def plan(height, steps, room):
    """Return the moves that let a plate of `height` rows take all steps."""
    moves = []
    for step in range(1, steps + 1):
        moves += journey(height, step)
    return moves


def journey(height, step):
    """Return the moves of one step: each row is loaded once, and stored once."""
    moves = [["load", 0], ["load", 1]]
    for i in range(1, height - 1):
        moves += [["load", i + 1], ["drop", i, step - 1], ["load", i], ["step", i, step]]
        moves += [["store", i, step], ["drop", i, step], ["drop", i - 1, step - 1]]
    return [*moves, ["drop", height - 2, step - 1], ["drop", height - 1, step - 1]]
