"""What a kernel's function in a mine.py must take: problem, out, and threads if it has them.

Its text is read before anything of it runs. A decorator may change what a function takes, so the
function itself is looked at too, in its worker.
"""

import ast
import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Any

if sys.version_info >= (3, 14):
    from annotationlib import Format

    # Otherwise it evaluates annotations, which may name what only type checkers import.
    _signature = functools.partial(inspect.signature, annotation_format=Format.STRING)
else:
    _signature = inspect.signature
ALLOWED = "def {0}(problem, out) or def {0}(problem, out, threads)"
Definition = ast.FunctionDef | ast.AsyncFunctionDef


def takes_threads(definition: Definition) -> bool:
    """Return whether the function has a third argument, the number of threads."""
    return "threads" in _names(definition.args)


def complaint(definition: Definition) -> str:
    """Return why a call of the function would compute nothing or fail; empty if it would not."""
    name = definition.name
    allowed = ALLOWED.format(name)
    if definition.decorator_list:
        return ""
    if isinstance(definition, ast.AsyncFunctionDef):
        return f"is a coroutine function, whose call computes nothing; allowed: {allowed}"
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in _own_nodes(definition)):
        return f"is a generator function, whose call computes nothing; allowed: {allowed}, no yield"
    if not _fits(definition.args):
        return f"is `def {name}({ast.unparse(definition.args)})`; allowed: {allowed}"
    return ""


def check(function: Callable[..., Any], *arguments: object) -> None:
    """Raise TypeError if the function cannot be called with these arguments."""
    if not callable(function):
        raise TypeError(f"it is a {type(function).__name__}; allowed: a function")
    try:
        signature = _signature(function)
    except ValueError:
        return  # compiled functions may have none
    name = getattr(function, "__name__", "fill")
    try:
        signature.bind(*arguments)
    except TypeError as error:
        raise TypeError(f"{name}{signature}: {error}; allowed: {ALLOWED.format(name)}") from None


def _names(arguments: ast.arguments) -> list[str]:
    return [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]


def _fits(arguments: ast.arguments) -> bool:
    names = _names(arguments)
    # If these two are swapped, a call would fail only halfway.
    if names[:1] == ["out"] or names[1:2] == ["problem"] or "threads" in (*names[:2], *names[3:]):
        return False
    given = 3 if "threads" in names else 2
    needed = len(names) - len(arguments.defaults)
    most = given if arguments.vararg else len(names)
    return needed <= given <= most and None not in arguments.kw_defaults


def _own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is in a function, without what is in the functions that it defines."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Definition | ast.Lambda | ast.ClassDef | ast.GeneratorExp):
            yield child
            yield from _own_nodes(child)
