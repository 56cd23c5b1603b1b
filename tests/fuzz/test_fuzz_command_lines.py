"""Command lines of odd words: each ends as it should, or in one line that says what is wrong."""

import os
from pathlib import Path

import pytest
import typer
from commanding import check, command, files_in
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from searching import search

from juliaset.cli import app

pytestmark = pytest.mark.fuzz

WORDS = (
    *(
        "",
        " ",
        ",",
        "0",
        "-0",
        "-1",
        "1",
        "2",
        "nan",
        "-inf",
        "1e400",
        "1e308",
        "1e-400",
        "5%",
        "0.5",
    ),
    *("9" * 10_000, "-" + "9" * 10_000, "0x10", "1_0", "٣", "²", "10**9", "3x2", "0x0", "9x9x9"),
    *("nan+1j", "1e400j", "1j" * 5000, "(" * 5000, "1,2", "1,,2", "99999999999999999999"),
    *("a\nb", "\x1b[2J", "\udcff", "é" * 5000, "\u202e", "%s", "{n}", "[red]", "'", "\\", "~"),
    *("-", ".", "..", "/", "/dev/null", "/dev/full", "no/such/x.json", "no.json", "x.png", "loop"),
    *("*", "[", "cpp.*", "best", "cpp.scalar", "cpp.scalar@O3/t9/held", "O3", "held", "n=1,2"),
    *("folder.py:f", "folder.cpp", "fifo.py:f", "fifo.json", "mine.py:", "x" * 300 + ".json"),
)
# What measures, and takes its time: here it is enough that the options got so far.
SLOW = (
    *("bench.screen.run_and_show", "bench.programs.contest_of_programs", "verification.verify"),
    *("bench.views.gil.measure_and_show", "bench.views.limit.measure_and_show"),
    *("bench.views.families.show_threads", "bench.views.families.show_flags"),
    *("bench.views.explain.explain", "images.painting.escape_counts", "cli.profile._one"),
    *("cli.profile._gallery", "cli.profile._ledger", "mosaic.Mosaic.create"),
    *("explorer.server.PageServer", "explorer.until_stopped.open_browser"),
)
# The labs have tests of their own; the others have no options.
LEFT_OUT = {"lab", "doctor", "list", "course", "new"}
LEFT_OUT |= {"mosaic", "mosaic info", "mosaic certificates"}
REACHED = "juliaset: it went on\n"


def commands() -> dict[str, list[tuple[str, int]]]:
    """Return the options of each command, with the number of their values."""
    group = vars(typer.main.get_command(app))["commands"]
    inner = vars(group["mosaic"])["commands"]
    found = group | {f"mosaic {name}": each for name, each in inner.items()}
    return {
        name: [
            (param.opts[0], 0 if getattr(param, "is_flag", False) else param.nargs)
            for param in each.params
            if param.opts[0].startswith("-")
        ]
        for name, each in found.items()
        if name not in LEFT_OUT
    }


@st.composite
def lines(draw: DrawFn) -> list[str]:
    """Draw a command with some of its options, and words that may be their values."""
    known = commands()
    name = draw(st.sampled_from(sorted(known)))
    word = st.sampled_from(WORDS)
    found = [*name.split(), *draw(st.lists(word, max_size=2))]
    for option, values in draw(st.lists(st.sampled_from(known[name]), max_size=3)):
        found += [option, *(draw(word) for _ in range(values))]
    return draw(st.permutations(found)) if draw(st.integers(0, 9)) == 0 else found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with odd files, in which commands get no further than their work."""

    def reached(*_: object, **__: object) -> None:
        raise ValueError(REACHED.removeprefix("juliaset: ").strip())

    for place in SLOW:
        monkeypatch.setattr(f"juliaset.{place}", reached)
    monkeypatch.chdir(tmp_path)
    for name in ("folder.py", "folder.cpp"):
        Path(name).mkdir()
    for name in ("fifo.py", "fifo.json"):
        os.mkfifo(name)
    Path("loop").symlink_to("loop")
    return tmp_path


def test_command_lines(folder: Path) -> None:
    def rule(words: list[str]) -> None:
        before = files_in(folder)
        said = command(*words)
        check(said)
        assert said.code != 2 or files_in(folder) == before

    search("command lines", rule, lines(), examples=20)
