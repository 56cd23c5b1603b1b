"""The explorer's page is short and readable, asks no other host, and makes no program of text.

`make lint` checks its types. Modules that touch no document have tests in tests/browser/*.test.js.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from built import ROOT
from sources import tracked

PAGE = "python/juliaset/explorer/page"
MOST_LINES = 1200  # of JavaScript, without comments and blank lines
LONGEST_LINE = 100
# What our pages may not contain, and why.
UNWANTED = {
    r"\b(?:https?|wss?|ftp)://(?!\$\{)": "another host",
    r"[\"'(`]//\w": "another host",
    r"\b(?:inner|outer)HTML\b|\binsertAdjacentHTML\b|\bdocument\.write": "HTML made of text",
    r"\beval\b|\bnew Function\b|\bset(?:Timeout|Interval)\(\s*[\"'`]": "a program made of text",
    r"<[^>]*\son\w+\s*=": "a handler in HTML, which the content security policy forbids",
    r"\bsourceMappingURL\b": "made by a bundler",
    r"^(?:import|export|\}).*\bfrom\s+[\"'](?!\./[\w-]+\.js[\"'])": "not a module of this folder",
    r"\bimport\s*[\"'](?!\./[\w-]+\.js[\"'])": "not a module of this folder",
}
SVG = "http://www.w3.org/2000/svg"  # a name; no browser asks for it


def found(text: str) -> list[str]:
    """Return the lines that say what a page may not say, with the reason."""
    return [
        f"line {number}: {why}: {line.strip()[:80]}"
        for number, line in enumerate(text.replace(SVG, "").splitlines(), 1)
        for pattern, why in UNWANTED.items()
        if re.search(pattern, line)
    ]


def lines_of_code(text: str) -> int:
    """Return how many lines are neither blank nor a comment."""
    code = re.sub(r"/\*.*?\*/", "", re.sub(r"(?m)^\s*//.*$", "", text), flags=re.DOTALL)
    return sum(bool(line.strip()) for line in code.splitlines())


def sources(*suffixes: str) -> list[Path]:
    return [path for suffix in suffixes for path in tracked(f"{PAGE}/*{suffix}")]


def test_the_page_has_no_more_javascript_than_it_may() -> None:
    lines = {path.name: lines_of_code(path.read_text()) for path in sources(".js")}
    assert lines
    assert sum(lines.values()) <= MOST_LINES, lines


def test_the_page_is_what_was_typed() -> None:
    assert {path.suffix for path in sources("")} <= {".js", ".ts", ".css", ".html", ".svg"}
    for path in sources(""):
        longest = max(map(len, path.read_text().splitlines()))
        assert longest <= LONGEST_LINE, path.name


def test_the_page_asks_no_other_host_and_makes_no_program_of_text() -> None:
    for path in sources(""):
        assert not found(path.read_text()), path.name


@pytest.mark.parametrize(
    "line",
    [
        '<script src="https://example.org/d3.js"></script>',
        "@import url(//example.org/font.css);",
        "fetch(`//example.org/${name}`);",
        'new WebSocket("ws://example.org/socket");',
        "cell.innerHTML = name;",
        "setTimeout('go()', 10);",
        "const run = new Function(text);",
        '<button onclick="go()">Go</button>',
        "//# sourceMappingURL=page.js.map",
        'import { render } from "lit";',
        'import "./other/file.js";',
    ],
)
def test_what_a_page_may_not_say_is_found(line: str) -> None:
    assert found(line)


def test_comments_and_blank_lines_are_not_counted() -> None:
    text = "// a\n/** b\n * c */\nlet d = 1; // e\n\nlet f = `\ng`;\n"
    assert lines_of_code(text) == 3


@pytest.mark.parametrize(
    "line",
    [
        'const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");',
        "new WebSocket(`ws://${location.host}/socket`);",
        'import { step } from "./view.js";',
        "element.textContent = name; // not HTML",
        'const evaluate = 1, once = "1";',
    ],
)
def test_what_a_page_may_say_is_not_found(line: str) -> None:
    assert not found(line)


def test_modules_that_touch_no_document_pass_their_tests() -> None:
    assert tracked("tests/browser/*.test.js")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    if not shutil.which("deno", path=path):
        pytest.skip("deno is not installed: make test installs it")
    command = [ROOT / "setup" / "deno.sh", "test"]
    environment = os.environ | {"PATH": path}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert re.search(r"\d+ passed", done.stdout), done.stdout


def test_the_decisions_name_each_module_of_the_explorer() -> None:
    table = (ROOT / "docs" / "decisions" / "explorer.md").read_text()
    modules = [path.stem for path in (ROOT / PAGE).parent.glob("*.py")]
    assert len(modules) > 20
    assert not [name for name in modules if name != "__init__" and f"`{name}`" not in table]
    named = re.findall(r"`page/([\w.]+)`", table)
    assert named
    assert not [name for name in named if not (ROOT / PAGE / name).exists()]
