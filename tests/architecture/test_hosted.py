"""The workflow of a hosted service says what .ci/run, pyproject.toml and docs/machines.md say.

No test runs it. `make lint` compares it with GitHub's schema, and zizmor looks for weaknesses.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
import yaml
from built import ROOT

WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
JOBS: dict[str, dict[str, Any]] = WORKFLOW["jobs"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PYTHONS = re.findall(
    r"Python :: (3\.\d+)$", "\n".join(PROJECT["project"]["classifiers"]), re.MULTILINE
)
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
CONTAINER = ROOT / ".devcontainer" / "devcontainer.json"


def steps() -> Iterator[dict[str, Any]]:
    for job in JOBS.values():
        yield from job["steps"]


def commands() -> list[str]:
    """Return each line of each step that runs something."""
    return [line.strip() for step in steps() for line in step.get("run", "").splitlines()]


def targets(command: str) -> list[str]:
    """Return what a command asks make for, without variables."""
    found = re.findall(r"(?:^|[;&|] *)make((?: +[^\s;&|]+)+)", command)
    return [word for words in found for word in words.split() if "=" not in word]


def without_notes(text: str) -> str:
    return re.sub(r"^ *//.*$", "", text, flags=re.MULTILINE)


def combinations(job: dict[str, Any]) -> list[dict[str, str]]:
    """Return what each run of a job is about: the matrix without what it excludes."""
    matrix = dict(job.get("strategy", {}).get("matrix", {}))
    excluded = matrix.pop("exclude", [])
    rows = [dict(zip(matrix, values, strict=True)) for values in product(*matrix.values())]
    return [row for row in rows if not any(each.items() <= row.items() for each in excluded)]


def runners(job: dict[str, Any]) -> set[str]:
    label = str(job["runs-on"])
    if label == "${{ matrix.runner }}":
        return {row["runner"] for row in combinations(job)}
    return {label}


def test_the_workflow_has_every_command_of_the_automatic_check() -> None:
    listed = re.findall(r"^make .*", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)
    assert listed
    assert not set(listed) - set(commands()), "they are missing in .github/workflows/ci.yml"


def test_make_knows_what_the_hosted_files_ask_for() -> None:
    container = json.loads(without_notes(CONTAINER.read_text()))
    texts = [*commands(), container["postCreateCommand"]]
    asked = {target for text in texts for target in targets(text)}
    assert {"lint", "test", "test-arm", "bench", "notebooks", "setup"} <= asked
    assert not asked - TARGETS


def test_a_script_that_the_workflow_calls_is_there() -> None:
    called = [name for text in commands() for name in re.findall(r"setup/[\w.]+", text)]
    assert "setup/ctest.sh" in called
    assert not [name for name in called if not (ROOT / name).is_file()]


def test_every_supported_python_is_tested_and_one_without_a_gil() -> None:
    matrix = JOBS["test"]["strategy"]["matrix"]["python"]
    free = [version for version in matrix if version.endswith("t")]
    assert [version for version in matrix if version not in free] == PYTHONS
    assert free
    assert {version.removesuffix("t") for version in free} <= set(PYTHONS)
    with_python = [step["with"] for step in steps() if "python-version" in step.get("with", {})]
    single = {each["python-version"] for each in with_python}
    assert single - {"${{ matrix.python }}"} <= set(PYTHONS)


def test_wheels_are_built_for_the_pythons_that_are_tested() -> None:
    tested = JOBS["test"]["strategy"]["matrix"]["python"]
    wanted = [f"cp{version.replace('.', '')}-*" for version in tested]
    assert PROJECT["tool"]["cibuildwheel"]["build"] == wanted
    assert runners(JOBS["wheels"]) == runners(JOBS["test"])


def test_a_wheel_is_made_and_tried_as_make_wheel_does() -> None:
    script = (ROOT / "setup" / "wheel.sh").read_text()
    settings = PROJECT["tool"]["cibuildwheel"]
    for name, value in settings["config-settings"].items():
        assert f"-C {name}={value} " in script
    for command in settings["test-command"]:
        (tried,) = re.findall(r"juliaset \w+(?: --\w+)?", command)
        assert f" {tried} " in script.replace("\n", " ")


def test_the_machines_are_those_of_the_documentation() -> None:
    page = (ROOT / "docs" / "machines.md").read_text()
    section = page.partition("\n## Hosted CI\n")[2].partition("\n## ")[0]
    documented = set(re.findall(r"^\| `([\w.-]+)` \|", section, re.MULTILINE))
    used = set().union(*map(runners, JOBS.values()))
    assert used == documented
    assert runners(JOBS["test"]) == documented
    for system in ("ubuntu-24.04", "ubuntu-24.04-arm", "macos"):
        assert any(label.startswith(system) for label in documented)


def test_both_compilers_are_tested_on_each_linux() -> None:
    tested = {(row["runner"], row["compiler"]) for row in combinations(JOBS["test"])}
    for runner in runners(JOBS["test"]):
        compilers = {"clang++"} if runner.startswith("macos") else {"g++", "clang++"}
        assert {compiler for each, compiler in tested if each == runner} == compilers


def test_only_the_job_that_publishes_may_write() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert {name for name, job in JOBS.items() if "permissions" in job} == {"site"}
    assert "github.event.repository.default_branch" in JOBS["site"]["if"]


def test_no_command_contains_what_another_person_wrote() -> None:
    assert not [command for command in commands() if "${{" in command]


def test_the_container_is_ten_lines() -> None:
    assert len(CONTAINER.read_text().splitlines()) == 10


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("make lint", ["lint"]),
        ("make notebooks SIZE=small", ["notebooks"]),
        ("cd x && make test bench", ["test", "bench"]),
        ("cmake --build build/dev", []),
        ("apt-get install -y git make python3", []),
    ],
)
def test_what_make_is_asked_for_is_found(command: str, found: list[str]) -> None:
    assert targets(command) == found


def test_what_a_matrix_excludes_is_left_out() -> None:
    matrix = {"a": ["1", "2"], "b": ["x", "y"], "exclude": [{"a": "1", "b": "y"}]}
    rows = combinations({"strategy": {"matrix": matrix}})
    assert rows == [{"a": "1", "b": "x"}, {"a": "2", "b": "x"}, {"a": "2", "b": "y"}]
