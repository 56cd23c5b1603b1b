"""What the code of each notebook holds, and what it must not."""

import ast
import re

import pytest
from kernels_found import kernels
from names_of_cells import Names
from reading import Code, Notebook, notebooks
from times_found import asserted_times

pytestmark = pytest.mark.parametrize("notebook", notebooks(), ids=str)

SOURCE = re.compile(r"#include|\bc?p?def \w+ *\(.*\) *(nogil|noexcept)|\bcdef\b|\bcpdef\b|std::")


def calls(code: Code, name: str) -> list[ast.Call]:
    """Return the calls of a function in a cell."""
    return [node for node in ast.walk(code.tree) if is_call(node, name)]


def is_call(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def import_or_skip(statement: str) -> None:
    """Import what a notebook does, unless it needs a package of an extra that is missing."""
    try:
        exec(statement, {})  # noqa: S102
    except ModuleNotFoundError as error:
        if not error.name or error.name.startswith("juliaset"):
            raise
        pytest.skip(f"{error.name} is not installed; setup/requirements.sh cluster installs it")


def draws(code: Code) -> bool:
    return bool(re.search(r"\bplt\.", code.source))


def test_a_cell_has_at_most_25_lines(notebook: Notebook) -> None:
    for code in notebook.code:
        assert code.source.count("\n") < 25, code.name


def test_code_that_draws_is_folded_and_no_other(notebook: Notebook) -> None:
    for code in notebook.code:
        assert draws(code) == ("hide-input" in code.tags), code.name


def test_a_cell_that_concludes_shows_no_code_and_does_nothing_else(notebook: Notebook) -> None:
    for code in notebook.code:
        assert bool(calls(code, "conclude")) == ("remove-input" in code.tags), code.name
        assert not calls(code, "conclude") or not calls(code, "print"), code.name


def test_a_cell_that_concludes_changes_nothing_for_the_cells_after_it(notebook: Notebook) -> None:
    names = [Names(code.tree) for code in notebook.code]
    before: set[str] = set()
    for k, code in enumerate(notebook.code):
        if "remove-input" in code.tags:
            later = {name for each in names[k + 1 :] for name in each.from_before}
            assert not names[k].own & before & later, code.name
        before |= names[k].own


def test_each_figure_is_shown_with_words(notebook: Notebook) -> None:
    for code in notebook.code:
        shown = [*calls(code, "show_figure"), *calls(code, "show_picture")]
        assert len(shown) == 1 or not draws(code), code.name
        # An image at the end of a cell would be shown without words.
        last = ast.unparse(code.tree.body[-1])
        assert not re.match(r"(plt|colours)\.|picture\(", last), code.name


def test_its_figures_have_the_style_and_its_colours(notebook: Notebook) -> None:
    styled = False
    for code in notebook.code:
        styled = styled or bool(calls(code, "use_style"))
        if draws(code):
            assert styled, code.name
            named = re.findall(
                r"""["']((?:tab:)?(?:red|green|blue|olive|orange|gr[ae]y))["']""", code.source
            )
            assert not named, code.name
            assert "fontsize" not in code.source, code.name


def test_its_cells_parse(notebook: Notebook) -> None:
    for code in notebook.code:
        assert code.tree.body, code.name


def test_it_imports_the_package(notebook: Notebook) -> None:
    imported = re.findall(r"^(?:import|from) (juliaset)\b", notebook.code[0].source, re.MULTILINE)
    assert imported, "its first cell of code imports the rest"


def test_what_it_imports_of_the_package_exists(notebook: Notebook) -> None:
    for code in notebook.code:
        for node in ast.walk(code.tree):
            if isinstance(node, ast.Import | ast.ImportFrom) and "juliaset" in ast.unparse(node):
                import_or_skip(ast.unparse(node))


def test_its_predictions_are_left_to_the_reader(notebook: Notebook) -> None:
    guesses = [call for code in notebook.code for call in calls(code, "predict")]
    assert len(guesses) >= 2
    for call in guesses:
        assert ast.unparse(call.args[1]) == "..."


def test_each_prediction_is_held_against_something(notebook: Notebook) -> None:
    source = "\n".join(code.source for code in notebook.code)
    assert ".against(" in source
    for code in notebook.code:
        for node in code.tree.body:
            if isinstance(node, ast.Assign) and is_call(node.value, "predict"):
                name = ast.unparse(node.targets[0])
                assert len(re.findall(rf"\b{name}\b", source)) >= 2, name


def test_it_defines_no_kernel_but_the_learner_s(notebook: Notebook) -> None:
    for code in notebook.code:
        if not code.by_learner:
            assert not kernels(code.tree), code.name


def test_it_holds_no_source_text_of_another_language(notebook: Notebook) -> None:
    for code in notebook.code:
        for node in ast.walk(code.tree):
            if isinstance(node, ast.Constant) and not code.by_learner:
                text = str(node.value)
                assert "\n" not in text or not SOURCE.search(text), code.name


def test_the_learner_s_cells_say_so(notebook: Notebook) -> None:
    for code in notebook.code:
        turn = any(line.startswith("# Your turn: ") for line in code.source.splitlines()[:2])
        assert turn == code.by_learner, code.name


def test_it_asserts_no_time(notebook: Notebook) -> None:
    assert not asserted_times(code.tree for code in notebook.code)


def test_it_reaches_for_no_net(notebook: Notebook) -> None:
    for code in notebook.code:
        assert not re.search(r"https?://(?!127\.0\.0\.1|localhost)", code.source), code.name
