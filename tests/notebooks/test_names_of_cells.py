"""The names that a cell assigns, and those that it needs from earlier ones."""

import ast

import pytest
from names_of_cells import Names


@pytest.mark.parametrize(
    ("source", "own", "from_before"),
    [
        ("a = b", {"a"}, {"b"}),
        ("a = a / 2", {"a"}, {"a"}),
        ("a += b", {"a"}, {"a", "b"}),
        ("a = 1; b = a", {"a", "b"}, set()),
        ("for a in b: c = a", {"a", "c"}, {"b"}),
        ("a = [b for b in c]", {"a"}, {"c"}),
        ("f = lambda x: x + y", {"f"}, {"y"}),
        ("x = [x for x in x]", {"x"}, {"x"}),
        ("a: int = a", {"a"}, {"a", "int"}),
        ("print(a := a + 1)", {"a"}, {"a", "print"}),
        ("class A:\n    x = y\nA", {"A"}, {"y"}),
        ("try:\n    pass\nexcept OSError as e:\n    e", {"e"}, {"OSError"}),
        ("def f(n): return f(n - 1)", {"f"}, set()),
        ("def f():\n    import os\n    return os", {"f"}, set()),
        ("def f(x=x): return x", {"f"}, {"x"}),
        ("import a\na", {"a"}, set()),
        ("def f(x):\n    a = x + y\n    return a", {"f"}, {"y"}),
    ],
)
def test_the_names_of_a_cell(source: str, own: set[str], from_before: set[str]) -> None:
    names = Names(ast.parse(source))
    assert (names.own, names.from_before) == (own, from_before)
