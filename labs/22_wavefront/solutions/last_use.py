"""All steps of a journey, sorted by where the front is; each row is dropped after its last use."""


def plan(height, steps, room):
    """Return the moves that let a plate of `height` rows take all steps."""
    deepest = (room - 2) // 2
    moves = []
    for done in range(0, steps, deepest):
        moves += journey(height, done, min(deepest, steps - done))
    return moves


def journey(height, done, depth):
    """Return the moves by which each row takes `depth` steps more than it has."""
    edges = {0, height - 1}
    rows = [
        (i, step) for step in range(depth + 1) for i in range(height) if not step or i not in edges
    ]
    rows.sort(key=lambda row: (sum(row), row[1]))
    last_use = {}
    for i, step in rows:
        for near in (i - 1, i, i + 1) if step else ():
            last_use[near, 0 if near in edges else step - 1] = i, step
    moves = []
    for i, step in rows:
        moves.append(["step", i, done + step] if step else ["load", i])
        moves += [
            ["drop", row, done + taken]
            for (row, taken), user in last_use.items()
            if user == (i, step)
        ]
        if step == depth:
            moves += [["store", i, done + step], ["drop", i, done + step]]
    return moves
