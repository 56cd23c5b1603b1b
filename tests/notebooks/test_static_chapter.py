"""A page shows a prediction as a question, and folds what is printed until it is answered."""

from typing import Any

import pytest

from juliaset.notebook import NO_GUESS
from static_chapter import IN_THE_BOOK, static, without_predictions

Json = dict[str, Any]
ANSWER = f"steps of it: measured 300 steps.\n{NO_GUESS}\nand more\n"


def text(source: str, *tags: str) -> Json:
    return {"cell_type": "markdown", "id": "t", "metadata": {"tags": [*tags]}, "source": source}


def code(source: str, printed: str = "", *tags: str) -> Json:
    outputs = [{"output_type": "stream", "name": "stdout", "text": printed}] if printed else []
    return {
        "cell_type": "code",
        "id": "c",
        "metadata": {"tags": [*tags]},
        "source": source,
        "outputs": outputs,
    }


def page(*cells: Json) -> list[Json]:
    found: list[Json] = static({"cells": [*cells], "metadata": {"widgets": {}}})["cells"]
    return found


def is_folded(cell: Json) -> bool:
    return "hide-output" in cell["metadata"].get("tags", ())


def test_a_prediction_is_a_question() -> None:
    (question,) = page(code('guess = predict("steps of it", ..., "steps")'))
    assert question["cell_type"] == "markdown"
    assert "guess, before you read on" in question["source"]
    assert "- steps of it (steps)" in question["source"]


def test_other_code_of_its_cell_stays() -> None:
    kept, question = page(code('a = 1\nguess = predict(\n    "it", ...\n)\nb = 2'))
    assert kept["source"] == "a = 1\nb = 2"
    assert "- it\n" in question["source"]


def test_code_that_answers_a_guess_is_left_out_if_there_is_other_code() -> None:
    alone, among = page(code("guess.against(1)", ANSWER), code("x = 1\nguess.against(x)", ANSWER))
    assert alone["source"] == "guess.against(1)"
    assert among["source"] == "x = 1"
    assert is_folded(alone)
    assert is_folded(among)


def test_all_that_is_printed_until_the_answer_is_folded() -> None:
    before = code("print(1)", "1\n")
    guess = code('guess = predict("steps of it", ..., "steps")')
    between, answer = code("print(2)", "2\n"), code("guess.against(300)", ANSWER, "hide-input")
    found = page(before, guess, between, text("and"), answer, code("print(3)", "3\n"))
    assert [cell["source"] for cell in found if is_folded(cell)] == [
        "print(2)",
        "guess.against(300)",
    ]


def test_a_statement_below_an_answer_is_folded_with_it() -> None:
    answer, statement = code("guess.against(300)", ANSWER), code("conclude()", "So", "remove-input")
    (folded,) = page(answer, statement)
    assert [output["text"][-5:] for output in folded["outputs"]] == ["more\n", "So"]


def test_another_statement_shows_no_code() -> None:
    _, statement = page(code("print(1)", "1\n"), code("conclude()", "So", "remove-input"))
    assert statement["metadata"]["tags"] == ["remove-input"]


def test_the_folded_answer_asks_for_no_typing() -> None:
    (answer,) = page(code("guess.against(300)", ANSWER))
    assert answer["outputs"][0]["text"] == "steps of it: measured 300 steps.\nand more\n"


@pytest.mark.parametrize("cut", range(1, len(ANSWER)))
def test_so_does_one_that_came_in_pieces(cut: int) -> None:
    cell = code("guess.against(300)", ANSWER[:cut])
    cell["outputs"] += code("", ANSWER[cut:])["outputs"]
    (answer,) = page(cell)
    (output,) = answer["outputs"]
    assert output["text"] == "steps of it: measured 300 steps.\nand more\n"


@pytest.mark.parametrize("how", ["measured", "counted", "computed", "simulated"])
def test_a_computed_question_has_the_words_that_were_printed(how: str) -> None:
    guess = code('guess = predict(f"{isa} against {2}, in all", ..., "times")')
    question, _ = page(guess, code("guess.against(1)", f"avx2 against 2, in all: {how} 1 times.\n"))
    assert "- avx2 against 2, in all (times)" in question["source"]


def test_two_computed_questions_that_are_alike_have_their_own_words() -> None:
    guess = code("\n".join(f'{n} = predict(f"{{{n}}} threads", ..., "times")' for n in "ab"))
    printed = (
        "a note: 2 threads: none\n2 threads: measured 2 times.\n9 threads: measured 1 times.\n"
    )
    question, _ = page(guess, code("a.against(1)", printed))
    assert "- 2 threads (times)\n- 9 threads (times)" in question["source"]


@pytest.mark.parametrize("sign", ["*", "_", "[", "<", "`", "{"])
def test_signs_of_markdown_are_words_in_a_question(sign: str) -> None:
    (question,) = page(code(f'guess = predict("a {sign} b", ...)'))
    assert f"- a \\{sign} b" in question["source"]


def test_words_about_typing_are_words_about_reading() -> None:
    (said,) = page(text("type here", "only-in-jupyter"), code("x", "", "only-in-jupyter"))
    assert said["source"] == IN_THE_BOOK
    assert "type" not in IN_THE_BOOK


def test_the_command_that_starts_a_lab_leads_to_its_page() -> None:
    (shown,) = page(text("Practise: `juliaset lab start 5`."))
    assert shown["source"] == "Practise: [`juliaset lab start 5`](labs/05_numpy/README.md)."


def test_a_cell_with_a_magic_is_left_as_it_is() -> None:
    assert without_predictions("%timeit predict(1)", "") == ("%timeit predict(1)", [])


def test_a_widget_is_its_words() -> None:
    view = {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "the explorer"}
    cell = code("explore()") | {"outputs": [{"output_type": "display_data", "data": view}]}
    (shown,) = page(cell)
    assert shown["outputs"][0]["data"] == {"text/plain": "the explorer"}


def test_the_words_of_a_figure_are_its_alternative_text() -> None:
    drawn = {
        "output_type": "display_data",
        "data": {"image/png": "aaaa", "text/plain": ["A ", "line."]},
    }
    (shown,) = page(code("draw()") | {"outputs": [drawn]})
    assert shown["metadata"]["mystnb"] == {"image": {"alt": "A line."}}
