"""JULIASET_ISA takes instruction sets away: kernels leave with a reason, and `best` follows."""

import json
import os
import subprocess
import sys
from functools import cache
from typing import TypedDict

import pytest

NAMES = ["JULIASET_ISA", "JULIA_ISA"]
SETS = ["sse2", "avx2", "avx512"]
NONSENSE = ["avx", "AVX2", "neon", " sse2"]
NEEDS = {"sse2": 0, "avx2": 1, "avx512": 2}
# Its environment names the first cap; later ones are set while it runs.
PROGRAM = """
import json, os, sys
from juliaset import Problem, UnavailableError, escape_counts, kernels, get_kernel
problem = Problem.view(width=20, height=10, max_iterations=50)
right = escape_counts(problem, "python.loops").tolist()
def outcome(kernel):
    try:
        return "right" if escape_counts(problem, kernel.name).tolist() == right else "wrong"
    except UnavailableError as error:
        return str(error)
def answer():
    cpp = [kernel for kernel in kernels() if kernel.toolchain == "cpp"]
    try:
        best = get_kernel("best").name
    except UnavailableError as error:
        best = str(error)
    return {
        "best": best,
        "reasons": {kernel.name: kernel.reason for kernel in cpp},
        "exact": [kernel.name for kernel in cpp if kernel.exact],
        "outcomes": {kernel.name: outcome(kernel) for kernel in cpp},
    }
answers = [answer()]
names, settings = json.loads(sys.argv[1])
for name, isa in settings:
    for other in names:
        os.environ.pop(other, None)
    if isa is not None:
        os.environ[name] = isa
    answers.append(answer())
print(json.dumps(answers))
"""


class Answer(TypedDict):
    """What a process says about its C++ kernels."""

    best: str
    reasons: dict[str, str]
    exact: list[str]
    outcomes: dict[str, str]


FIRST = ("JULIASET_ISA", "avx2")
SETTINGS = [*(("JULIASET_ISA", isa) for isa in (None, "", *SETS, *NONSENSE)), ("JULIA_ISA", "sse2")]


@cache
def answers() -> list[Answer]:
    """Ask a process of its own: with a cap from its start, as a user sets it, and with others."""
    environment = {key: value for key, value in os.environ.items() if key not in NAMES}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps([NAMES, SETTINGS])],
        env=environment | dict([FIRST]),
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    found: list[Answer] = json.loads(done.stdout)
    return found


def ask(isa: str | None, name: str = "JULIASET_ISA") -> Answer:
    """Return what the process said with this cap."""
    return answers()[1 + SETTINGS.index((name, isa))]


def test_a_cap_from_the_start_is_one_that_is_set_later() -> None:
    assert answers()[0] == ask(FIRST[1])


def width_of(name: str) -> int:
    """How wide a set a kernel needs, by the end of its name."""
    return NEEDS.get(name.rsplit("_", 1)[-1], 0)


@pytest.mark.parametrize("isa", SETS)
def test_a_cap_forbids_what_is_wider_and_nothing_else(isa: str) -> None:
    answer, uncapped = ask(isa), ask(None)
    for name, reason in answer["reasons"].items():
        if uncapped["reasons"][name]:
            assert reason == uncapped["reasons"][name]
        elif width_of(name) > NEEDS[isa]:
            assert reason.startswith(f"JULIASET_ISA={isa} forbids avx"), name
        else:
            assert reason == "", name


@pytest.mark.parametrize("isa", SETS)
def test_a_forbidden_kernel_raises_and_an_allowed_one_runs(isa: str) -> None:
    answer = ask(isa)
    for name, reason in answer["reasons"].items():
        if reason:
            assert answer["outcomes"][name] == f"{name} cannot run here: {reason}"
        elif name in answer["exact"]:
            assert answer["outcomes"][name] == "right", name
        else:
            assert answer["outcomes"][name] in ("right", "wrong"), name


@pytest.mark.parametrize("isa", [None, "", *SETS])
def test_best_is_the_widest_exact_one_that_may_run(isa: str | None) -> None:
    answer = ask(isa)
    allowed = [name for name in answer["exact"] if not answer["reasons"][name]]
    assert answer["best"] in allowed
    assert width_of(answer["best"]) == max(map(width_of, allowed))
    assert answer["outcomes"][answer["best"]] == "right"


def test_the_old_name_is_understood() -> None:
    old, new = ask("sse2", "JULIA_ISA"), ask("sse2")
    assert old["best"] == new["best"]
    assert [bool(reason) for reason in old["reasons"].values()] == [
        bool(reason) for reason in new["reasons"].values()
    ]


def test_an_empty_cap_is_none() -> None:
    assert ask("") == ask(None)


@pytest.mark.parametrize("isa", NONSENSE)
def test_a_nonsense_cap_is_not_ignored(isa: str) -> None:
    answer = ask(isa)
    message = f"JULIASET_ISA={isa} is not one of sse2, avx2, avx512"
    assert message in answer["best"]
    assert all(reason for reason in answer["reasons"].values())
    assert message in answer["reasons"].values()
