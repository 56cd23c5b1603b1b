"""What a submission in Python must not have: modules from which the exercise could be had."""

import ast

from juliaset.grader.verdict import FailedError

# What an exercise may need. A list of what is closed would always lack one.
_OPEN = {
    *("__future__", "abc", "array", "bisect", "cmath", "collections", "contextlib", "copy"),
    *("dataclasses", "decimal", "enum", "fractions", "functools", "heapq", "itertools", "math"),
    *("numbers", "numpy", "operator", "random", "re", "statistics", "string", "struct", "time"),
    *("types", "typing", "warnings"),
}


def check_python(name: str, text: str) -> None:
    """Refuse a file that is no Python, and imports that lead past the exercise."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        why = getattr(error, "msg", error)
        raise FailedError(f"{name} is not Python: {why}" + f" (line {line})" * bool(line)) from None
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or "."]
        else:
            continue
        for module in modules:
            check_module(name, module.partition(".")[0], node.lineno)


def check_module(name: str, module: str, line: int) -> None:
    """Refuse a module that is not on the list."""
    if module not in _OPEN:
        raise FailedError(
            f"{name} imports {module or 'its neighbours'} (line {line}); a lab allows NumPy, math, "
            f"itertools, statistics, random and the like: the exercise is to write it"
        )
