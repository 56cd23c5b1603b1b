"""Make of an executed notebook what a page can show: it moves no widget and takes no guess.

A prediction becomes a question, and what is printed until it is answered is folded. The book's
conf.py calls `static` for each notebook.
"""

import ast
import re
from collections.abc import Iterator
from typing import Any

from bare_notebooks import STATEMENT
from juliaset.grader.catalogue import LABS
from juliaset.notebook import NO_GUESS

Json = dict[str, Any]

IN_JUPYTER = "only-in-jupyter"  # a cell with this tag is about typing and running
IN_THE_BOOK = (
    "**In this book:** before each measurement there is a question. Say a number, then open the "
    "answer. A wrong guess is better than none: it shows which of your assumptions to look at."
)
_LAB = re.compile(r"`juliaset lab start (\d+)`")
_WIDGET = "application/vnd.jupyter.widget-view+json"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_PREDICTED = re.compile(r"\.against\(")
_FOUND_BY = "(?:measured|counted|computed|simulated)"  # as `against` prints it


def static(notebook: Json) -> Json:
    """Return the notebook of a page: guesses are questions, and their answers are folded."""
    notebook["metadata"].pop("widgets", None)
    for cell in notebook["cells"]:
        _join_streams(cell)
    printed = "".join(text for cell in notebook["cells"] for text in _texts(cell))
    cells: list[Json] = []
    asked = False
    for cell in notebook["cells"]:
        typing = IN_JUPYTER in cell["metadata"].get("tags", ())
        if cell["cell_type"] != "code":
            cells.append(cell | {"source": IN_THE_BOOK if typing else _linked(cell)})
        if typing or cell["cell_type"] != "code":
            continue
        source = "".join(cell["source"])
        _remove_widgets(cell)
        _describe_figure(cell)
        left, questions = without_predictions(source, printed)
        if asked or _PREDICTED.search(source):
            _fold(cell)
        if cells and STATEMENT in cell["metadata"].get("tags", ()) and _is_folded(cells[-1]):
            cells[-1]["outputs"] += cell.get("outputs", ())  # it would give the answer away
        elif left:
            cells.append(cell | {"source": left})
        if questions:
            cells.append(_question(cell["id"], questions))
        asked = bool(questions) or (asked and not _PREDICTED.search(source))
    return notebook | {"cells": cells}


def without_predictions(source: str, printed: str) -> tuple[str, list[str]]:
    """Return the code without its predictions and their answers, and what they ask.

    printed: what the notebook has printed, which has the words that are computed.
    """
    questions: list[str] = []
    taken: set[str] = set()
    lines: list[str | None] = list(source.splitlines(keepends=True))
    for statement in _statements(source):
        match statement:
            case ast.Assign(value=ast.Call(func=ast.Name(id="predict")) as call):
                questions.append(_asked(call, printed, taken))
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr="against"))):
                pass  # without a guess it would fail where a reader copies it
            case _:
                continue
        assert statement.end_lineno is not None  # noqa: S101 - it was parsed
        for line in range(statement.lineno - 1, statement.end_lineno):
            lines[line] = None
    left = "".join(line for line in lines if line is not None).strip("\n")
    return left if left or questions else source, questions


def _statements(source: str) -> list[ast.stmt]:
    """Return the statements of a cell; a cell with a magic has none that Python can read."""
    try:
        return ast.parse(source).body
    except SyntaxError:
        return []


def _asked(call: ast.Call, printed: str, taken: set[str]) -> str:
    """Return what a call of `predict` asks, with its unit; taken: the words of earlier ones."""
    what = _words(call.args[0], printed, taken)
    taken.add(what)
    unit = ", ".join(str(each.value) for each in call.args[2:] if isinstance(each, ast.Constant))
    return f"{what} ({unit})" if unit else what


def _words(node: ast.expr, printed: str, taken: set[str]) -> str:
    """Return the text that an expression gives; a computed one was printed with its answer.

    taken: what others have given, because two expressions may differ in computed words alone.
    """
    if isinstance(node, ast.Constant):
        return str(node.value)
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    pattern = "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[^\n]*?"
        for part in parts
    )
    found = re.findall(rf"^({pattern}): {_FOUND_BY} ", printed, re.MULTILINE)
    return next((words for words in found if words not in taken), ast.unparse(node))


def _linked(cell: Json) -> str:
    """Return a cell's text, in which the command that starts a lab leads to the lab's page."""

    def linked(command: re.Match[str]) -> str:
        (folder,) = LABS.glob(f"{int(command[1]):02d}_*")
        return f"[{command[0]}](labs/{folder.name}/README.md)"

    return _LAB.sub(linked, "".join(cell["source"]))


def _question(name: str, questions: list[str]) -> Json:
    lines = ["- " + _MARKDOWN.sub(r"\\\1", question) for question in questions]
    text = "\n".join(
        ["```{container} guess", "**Your guess, before you read on:**\n", *lines, "```"]
    )
    return {"cell_type": "markdown", "id": f"{name}-guess", "metadata": {}, "source": text}


def _fold(cell: Json) -> None:
    """Fold what a cell has printed, without the words for a reader who could have typed."""
    for output in cell.get("outputs", ()):
        if "text" in output:
            output["text"] = "".join(output["text"]).replace(NO_GUESS + "\n", "")
    if cell.get("outputs"):
        tags = cell["metadata"].get("tags", [])
        cell["metadata"] = cell["metadata"] | {"tags": [*tags, "hide-output"]}


def _join_streams(cell: Json) -> None:
    """Make one text of what a cell printed: on a busy machine it comes in pieces, cut anywhere."""
    joined: list[Json] = []
    for output in cell.get("outputs", ()):
        last = joined[-1] if joined else {}
        stream = output.get("output_type") == "stream"
        if stream and (last.get("output_type"), last.get("name")) == ("stream", output["name"]):
            joined[-1] = last | {"text": "".join(last["text"]) + "".join(output["text"])}
        else:
            joined.append(output)
    if joined:
        cell["outputs"] = joined


def _is_folded(cell: Json) -> bool:
    return "hide-output" in cell["metadata"].get("tags", ())


def _remove_widgets(cell: Json) -> None:
    for output in cell.get("outputs", ()):
        output.get("data", {}).pop(_WIDGET, None)


def _describe_figure(cell: Json) -> None:
    """Let the page have the words of a cell's figure, which stand next to it in the output."""
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        if "image/png" in data:
            words = "".join(data.get("text/plain", ""))
            cell["metadata"] = cell["metadata"] | {"mystnb": {"image": {"alt": words}}}


def _texts(cell: Json) -> Iterator[str]:
    for output in cell.get("outputs", ()):
        yield "".join(output.get("text", ()))
