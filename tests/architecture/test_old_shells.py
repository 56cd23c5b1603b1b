"""The scripts of setup/ and the Makefile keep to bash 3.2, make 3.81 and the programs of macOS.

Neither bash 3.2 nor make 3.81 is available for Linux today, so patterns find what they lack.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from built import ROOT
from sources import tracked

SCRIPTS = [*tracked("setup/*.sh"), ROOT / ".ci" / "run"]
PORTABLE = ROOT / "setup" / "portable.sh"  # has a way for each system
# What a script may not have, and what to write instead.
NEWER_THAN_BASH_3 = {
    r"\b(?:mapfile|readarray)\b": "a loop with read",
    r"\b(?:declare|local|typeset) -\w*[Agn]": "a string or a case",
    r"\$\{\w+(?:\^|,|@[A-Za-z])": "tr, or a case",
    r"\bwait -[np]": "wait PID",
    r"\$\{\w+\[-\d": "the last one by its number",
    r"\$\{[^}]*:[^}]*:-\d": "a length that is counted",
    r"&>>|\|&": ">>file 2>&1",
    r";;&|;&": "a case of its own",
    r"\bcoproc\b|\bBASHPID\b|\bEPOCH(?:SECONDS|REALTIME)\b": "another program",
    r"\bshopt -s (?:globstar|lastpipe|inherit_errexit)": "find",
    r"\[\[ (?:(?!\]\]).)*-[vR] ": "${name+set}",
    r"printf '%\(": "date",
    r"exec \{\w+\}": "a number",
    r"\bread -\w*[iN]|\bread -t ?0?\.": "read -n or whole seconds",
}
NOT_ON_MACOS = {
    r"\bnproc\b": "cores of portable.sh",
    r"/proc/": "a function of portable.sh",
    r"\brealpath\b(?!\()|\breadlink -\w*f": "whole_path of portable.sh",
    r"\bsed -\w*(?:i|r\b)": "sed into another file, sed -E",
    r"\bstat -c|\bdate -d|\bdate --": "Python",
    r"\bxargs(?: -0| -[nPI] \S+)* (?:--[a-z]|-r\b|-d\b)": "xargs -n 1 -P",
    r"\bcp -\w*l|\bcp --": "cp -R",
    r"\bfind\b.* -(?:printf|readable|executable)\b": "-print and a loop",
    r"\bsort -\w*V|\bsort --": "sort of Python",
    r"\bgrep -\w*P|\bgrep --": "grep -E",
    r"(?<![-\w])timeout \d": "kill after sleep",
    r"\bmktemp (?:--|-p|-t)|\bmktemp$": "mktemp -d folder/XXXXXX",
    r"\b(?:head|tail|cut|tr|wc|ln|mkdir|touch|du|ls) --": "the short option",
    r"\b(?:head|tail) -n ?-": "sed",
}
NEWER_THAN_MAKE_3 = {
    r"^\.(?:SHELLFLAGS|ONESHELL|EXTRA_PREREQS)": "SHELL, and scripts",
    r"^[\w ]+!=": ":= $(shell ...)",
    r"::=|:::=": ":=",
    r"\$\((?:file|guile|let|intcmp) ": "a script",
    r"^(?:undefine|private)\b": "nothing",
    r"&:": "a target for each file",
}


def code(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers, without comments."""
    for number, line in enumerate(text.splitlines(), 1):
        yield number, re.sub(r"(^|\s)#(?!!).*", "", line)


def found(text: str, patterns: dict[str, str]) -> list[str]:
    return [
        f"line {number}: {line.strip()}  (use {instead})"
        for number, line in code(text)
        for pattern, instead in patterns.items()
        if re.search(pattern, line)
    ]


def perhaps_empty(text: str) -> list[str]:
    """Return the arrays that may be empty where all of it is used: bash 3.2 says "unbound"."""
    return [
        name
        for name in sorted(set(re.findall(r'(?<!\+)"\$\{(\w+)\[@\]\}"', text)))
        if re.search(rf"(?<!\w){name}=\(\)", text) and f"${{#{name}[@]}}" not in text
    ]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_runs_in_bash_3(script: Path) -> None:
    assert not found(script.read_text(), NEWER_THAN_BASH_3)
    assert not perhaps_empty(script.read_text())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_calls_programs_as_macos_has_them(script: Path) -> None:
    if script != PORTABLE:
        assert not found(script.read_text(), NOT_ON_MACOS)


def test_the_makefile_runs_in_make_3() -> None:
    text = (ROOT / "Makefile").read_text()
    assert not found(text, NEWER_THAN_MAKE_3)
    assert not found(text, NOT_ON_MACOS)
    recipes = [line for line in text.splitlines() if line.startswith("\t")]
    assert recipes
    # Without .SHELLFLAGS only the last program of a pipe counts.
    assert not [line for line in recipes if re.search(r"[^|]\|[^|]", line)]
    assert re.search(r"^SHELL := bash$", text, re.MULTILINE)


@pytest.mark.parametrize(
    "line",
    [
        "mapfile -t lines <file",
        "local -n other=$1",
        "echo ${name,,}",
        "wait -n",
        "echo ${all[-1]}",
        "make &>>log",
        "[[ -n $a && -v name ]]",
        "read -t 0.5 word",
    ],
)
def test_what_bash_3_lacks_is_found(line: str) -> None:
    assert found(line, NEWER_THAN_BASH_3)


@pytest.mark.parametrize(
    "line",
    [
        "workers=$(nproc)",
        "cat /proc/self/status",
        "realpath --quiet .",
        "sed -i s/a/b/ file",
        "stat -c %s file",
        "find . | xargs --no-run-if-empty wc",
        "xargs -r wc",
        "xargs -0 -n 1 -r wc",
        "cp -al a b",
        "sort -V",
        "grep -P x",
        "timeout 10 make",
        "head -n -1 file",
        "folder=$(mktemp -p /tmp)",
    ],
)
def test_what_macos_lacks_is_found(line: str) -> None:
    assert found(line, NOT_ON_MACOS)


def test_what_make_3_lacks_and_an_empty_array_are_found() -> None:
    assert found(".SHELLFLAGS := -e", NEWER_THAN_MAKE_3)
    assert found("names != ls", NEWER_THAN_MAKE_3)
    assert perhaps_empty('root=()\n"${root[@]}" true') == ["root"]
    assert not perhaps_empty('root=(env)\n"${root[@]}" true')
    assert not perhaps_empty('root=()\n${root[@]+"${root[@]}"} true')
