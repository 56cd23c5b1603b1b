"""Finds kernels in Python code: loops that put a square of something back into it."""

import ast
from collections.abc import Iterator

KERNEL_NAMES = {"fill", "calculate", "escape_counts"}


def kernels(tree: ast.AST) -> list[str]:
    """Describe each kernel in a piece of code, found by its name or by its loop."""
    return [
        *(
            f"def {node.name}, line {node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and node.name in KERNEL_NAMES
        ),
        *(
            f"a loop that squares {name}, line {node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.While | ast.For)
            for name in sorted(fed_back_squares(node))
        ),
    ]


def fed_back_squares(loop: ast.While | ast.For) -> set[str]:
    """Return the names that a loop squares, and computes, directly or not, from the square."""
    needs: dict[str, set[str]] = {}
    squared: set[tuple[str, str]] = set()
    for target, value in assignments(loop):
        needs.setdefault(target, set()).update(names(value))
        squared |= {(target, name) for name in squares(value)}
    return {name for target, name in squared if target in reachable(name, needs)}


def assignments(loop: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Return each name that a loop assigns to, with what is computed for it."""
    for node in ast.walk(loop):
        if isinstance(node, ast.AugAssign):
            # x += y needs x too; of x *= x the product is x * x.
            value: ast.expr = ast.BinOp(node.target, node.op, node.value)
            yield root(node.target), value
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from pairs(target, node.value)


def pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Split a, b = x, y into pairs, if both sides are written out."""
    if isinstance(target, ast.Tuple):
        both = isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts)
        values = value.elts if both else [value] * len(target.elts)
        for one, other in zip(target.elts, values, strict=True):
            yield from pairs(one, other)
    else:
        yield root(target), value


def squares(value: ast.expr) -> set[str]:
    """Name whatever is multiplied with itself."""
    found = set()
    for node in ast.walk(value):
        if not isinstance(node, ast.BinOp):
            continue
        same = isinstance(node.op, ast.Mult) and written(node.left) == written(node.right)
        two = isinstance(node.right, ast.Constant) and node.right.value == 2
        if same or (isinstance(node.op, ast.Pow) and two):
            found.add(root(node.left))
    return found - {""}


def written(value: ast.expr) -> str:
    """Return the source of an expression: it compares, where the nodes do not."""
    return ast.unparse(value)


def root(value: ast.expr) -> str:
    """Return the name at the beginning of z, z[mask] or z.real; nothing for other expressions."""
    while isinstance(value, ast.Subscript | ast.Attribute):
        value = value.value
    return value.id if isinstance(value, ast.Name) else ""


def names(value: ast.expr) -> set[str]:
    """All names in an expression."""
    return {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}


def reachable(name: str, needs: dict[str, set[str]]) -> set[str]:
    """All that a name is computed from."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for other in needs.get(waiting.pop(), set()) - found:
            found.add(other)
            waiting.append(other)
    return found
