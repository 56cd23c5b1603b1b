# fails with: more steps fit into one journey
"""Three rows are kept of each step, although the first is used for the last time."""


def plan(height, steps, room):
    """Return the moves that let a plate of `height` rows take all steps."""
    deepest = max((room - 1) // 3, 1)
    moves = []
    for done in range(0, steps, deepest):
        moves += journey(height, done, min(deepest, steps - done))
    return moves


def journey(height, done, depth):
    """Return the moves by which each row takes `depth` steps more than it has."""
    moves = []
    for front in range(height + depth):
        if front < height:
            moves.append(["load", front])
        for step in range(1, depth + 1):
            i = front - step
            if 1 <= i <= height - 2:
                moves.append(["step", i, done + step])
                if i > 1:
                    moves.append(["drop", i - 1, done + step - 1])
                if i == height - 2:
                    moves.append(["drop", i, done + step - 1])
                if step == depth:
                    moves += [["store", i, done + step], ["drop", i, done + step]]
                    moves += [["drop", 0, 0]] if i == 1 else []
    return [*moves, ["drop", height - 1, 0]]
