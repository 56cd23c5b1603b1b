"""Lab texts at the width of a terminal: nothing is lost, and long lines are broken."""

import os
import pty
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from command import COMMAND
from juliaset.grader.catalogue import Lab, all_labs
from juliaset.grader.messages import verdict_text
from juliaset.grader.verdict import Status, Verdict
from juliaset.grader.wrapping import flowing, indented

MARKDOWN = """# A heading that is longer than the width of this text

A paragraph of
two lines with `a long_word_that_no_width_breaks`.

- an item of a list that
  goes on
1. another one that goes on and on

| word | what |
| --- | --- |
| one | it fits |

| word | what it says | why |
| --- | --- | --- |
| `one` | a table that is too wide | it has long cells |
| two | `a \\| b` | |

| a line that is | no table |

    code --that --stays --as --it --is

```
more code, more code, more code
```
"""
FLOWN = """# A heading that is longer than the width of this text

A paragraph of two lines
with `a
long_word_that_no_width_breaks`.

- an item of a list that
  goes on
1. another one that goes
   on and on

| word | what |
| --- | --- |
| one | it fits |

- `one`: what it says: a
  table that is too
  wide; why: it has long
  cells
- two: what it says: `a
  | b`; why:

| a line that is | no table |

    code --that --stays --as --it --is

```
more code, more code, more code
```
"""


def test_paragraphs_flow_and_the_rest_stays() -> None:
    assert flowing(MARKDOWN, 24) == FLOWN
    assert flowing(MARKDOWN, None) == MARKDOWN


@pytest.mark.parametrize(
    "table",
    [
        "| word | what it says |\n| --- | --- |\n",
        "| word | what it says |\n| --- | --- |\n| a cell too few for it |\n",
        "| word | what it says |\n| --- | --- |\n| a cell | too many | for it |\n",
        "| word | what it says |\n| --- | --- |\n|\n",
    ],
)
def test_a_table_that_is_not_whole_stays(table: str) -> None:
    assert flowing(table, 12) == table


def test_a_table_without_bars_at_its_ends_loses_nothing() -> None:
    assert flowing("| a | what\n| --- | ---\n| x | a cell at the end\n", 12) == (
        "- x: a cell\n  at the end\n"
    )


@pytest.mark.parametrize("lab", all_labs(), ids=lambda lab: lab.name)
@pytest.mark.parametrize("width", [20, 60, 200])
def test_no_word_of_a_lab_is_lost(lab: Lab, width: int) -> None:
    for text in (lab.task, *lab.hints):
        shown = flowing(text, width)
        lines = text.splitlines()
        heads = {line for line, under in pairwise(lines) if under.startswith("| ---")}
        rows = [line for line in lines if line.startswith("|") and line not in heads]
        rest = [line for line in lines if not line.startswith("|")]
        words = iter(shown.split())
        assert all(word in words for word in " ".join(rest).split())  # in this order
        told = " ".join(rows).replace("\\|", "|").split()
        assert all(word.strip("|-:") in shown for word in told)
        assert [line for line in shown.splitlines() if line.startswith("    ")] == [
            line for line in text.splitlines() if line.startswith("    ")
        ]


def test_a_message_is_broken_behind_its_indent_on_a_terminal_only() -> None:
    assert indented("one two three\nfour", 9) == "  one two\n  three\n  four"
    assert indented("one two three\nfour", None) == "  one two three\n  four"
    verdict = Verdict(Status.FAIL, "word " * 40, confirmed=["this " * 30])
    lines = verdict_text(all_labs()[0], verdict, 50).splitlines()
    assert max(map(len, (line for line in lines if "FAIL" not in line))) <= 50
    assert "word " * 39 in verdict_text(all_labs()[0], verdict)


def test_a_lab_begins_at_the_width_of_the_terminal(desk: Path) -> None:
    assert desk
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "lab", "start", "5"],
        stdout=follower,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"COLUMNS": "50", "TERM": "xterm"},
    ) as process:
        os.close(follower)
        said = b""
        try:
            while part := os.read(leader, 4096):
                said += part
        except OSError:  # the terminal of a process that has ended
            pass
        os.close(leader)
    assert process.returncode == 0
    lines = said.decode().replace("\r", "").splitlines()
    assert "**Your task.**" in said.decode()
    flown = [line for line in lines if not line.startswith(("#", "    ", "|", "Edit"))]
    assert max(map(len, flown)) <= 50
