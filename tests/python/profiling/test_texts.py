"""The loop is written again where a profiler shows its text; the texts must stay the package's."""

import ast
from typing import Any

from desk import PROFILING, ROOT

NAME = "calculate_z_serial_purepython"
PACKAGE = ROOT / "python" / "juliaset" / "techniques" / "python_loops.py"


def loop(text: str) -> ast.FunctionDef:
    """Find the function, without its decorators, docstring and types."""
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    [found] = [function for function in functions if function.name == NAME]
    found.decorator_list = []
    found.returns = None
    for argument in found.args.args:
        argument.annotation = None
    assert isinstance(found.body[0], ast.Expr)
    del found.body[0]
    return found


def of_script(name: str) -> ast.FunctionDef:
    return loop((PROFILING / name).read_text())


def of_package() -> ast.FunctionDef:
    return loop(PACKAGE.read_text())


def while_of(function: ast.AST) -> ast.While:
    [found] = [node for node in ast.walk(function) if isinstance(node, ast.While)]
    return found


def same(one: Any, other: Any) -> bool:  # noqa: ANN401
    return ast.dump(one) == ast.dump(other)


def test_every_script_with_the_loop_is_held_against_the_package() -> None:
    written = {path.name for path in PROFILING.glob("*.py") if f"def {NAME}(" in path.read_text()}
    assert written - {"julia1_decorator.py"} == {
        *("julia1_nopil.py", "julia1_lineprofiler.py", "julia1_lineprofiler2.py"),
        *("julia1_lineprofiler3.py", "julia1_memoryprofiler2.py"),
        "julia1_memoryprofiler_nested.py",
    }
    assert "while" not in ast.unparse(of_script("julia1_decorator.py"))


def test_three_texts_are_the_package_s() -> None:
    for name in ("julia1_nopil.py", "julia1_lineprofiler.py", "julia1_memoryprofiler_nested.py"):
        assert same(of_script(name), of_package()), name


def test_a_changed_text_would_be_seen() -> None:
    text = (PROFILING / "julia1_nopil.py").read_text()
    assert not same(loop(text.replace("n += 1", "n += 2")), of_package())


def test_the_split_test_is_the_compound_one_in_two_lines() -> None:
    split = of_script("julia1_lineprofiler2.py")
    found = while_of(split)
    assert isinstance(found.test, ast.Constant)
    assert found.test.value is True
    first, second, leave, *rest = found.body
    assert isinstance(first, ast.Assign)
    assert isinstance(second, ast.Assign)
    assert isinstance(leave, ast.If)
    names = " and ".join(ast.unparse(line.targets[0]) for line in (first, second))
    assert ast.unparse(leave) == f"if not ({names}):\n    break"
    found.test = ast.BoolOp(ast.And(), [first.value, second.value])
    found.body = rest
    assert same(split, of_package())


def test_the_swapped_test_has_the_same_halves() -> None:
    swapped = of_script("julia1_lineprofiler3.py")
    test = while_of(swapped).test
    assert isinstance(test, ast.BoolOp)
    assert not same(swapped, of_package())
    test.values.reverse()
    assert same(swapped, of_package())


def test_the_loop_without_lists_has_the_same_heart() -> None:
    assert same(
        while_of(of_script("julia1_memoryprofiler2.py")),
        while_of(of_package()),
    )


def test_the_compiled_loop_differs_only_in_types() -> None:
    lines = (PROFILING / "julia1_cython.pyx").read_text().splitlines()
    python = [line for line in ast.unparse(of_package()).splitlines() if "def " not in line]
    compiled = "\n".join(line.strip() for line in lines)
    for line in python:
        expected = line.strip().replace("abs(z)", "hypot(z.real, z.imag)")
        expected = expected.replace("output = [0]", "cdef list output = [0]")
        assert expected in compiled, line
