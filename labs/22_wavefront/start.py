"""A plan for a stencil: each journey through memory takes one step, however large the cache is."""


def plan(height, steps, room):  # noqa: ARG001 - room waits for you
    """Return the moves that let a plate of `height` rows take all steps."""
    moves = []
    # TODO: the cache has `room` places, and a journey uses four. Take more steps in each journey.
    for step in range(1, steps + 1):
        moves += journey(height, step)
    return moves


def journey(height, step):
    """Return the moves of one step: each row is loaded once, and stored once."""
    moves = [["load", 0], ["load", 1]]
    for i in range(1, height - 1):
        moves += [["load", i + 1], ["step", i, step]]
        moves += [["store", i, step], ["drop", i, step], ["drop", i - 1, step - 1]]
    return [*moves, ["drop", height - 2, step - 1], ["drop", height - 1, step - 1]]
