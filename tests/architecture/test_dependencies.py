"""Each dependency is pinned, and docs/decisions/dependencies.md says why it is there."""

import importlib
import re
import tomllib
from typing import Any

import pytest
from built import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PINS = "".join(
    path.read_text()
    for path in (ROOT / "setup" / "constraints.txt", *(ROOT / "setup" / "peers").glob("*.txt"))
)
REASONS = (ROOT / "docs" / "decisions" / "dependencies.md").read_text().lower()


def normal(name: str) -> str:
    """Return a package's name as indexes compare names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def required() -> set[str]:
    """Return the names of all packages that pyproject.toml asks for."""
    project = PROJECT["project"]
    lines = [*project["dependencies"], *PROJECT["build-system"]["requires"]]
    for group in [
        *project["optional-dependencies"].values(),
        *PROJECT["dependency-groups"].values(),
    ]:
        lines += [line for line in group if isinstance(line, str)]
    return {normal(re.split(r"[<>=!~\[; ]", line)[0]) for line in lines}


def test_every_dependency_is_pinned() -> None:
    pinned = {normal(line.split("==")[0]) for line in PINS.splitlines() if "==" in line}
    missing = required() - pinned
    assert not missing, f"run make pins: {', '.join(sorted(missing))}"


def test_the_extra_of_a_wheel_has_what_a_checkout_installs_for_learners() -> None:
    extra = set(PROJECT["project"]["optional-dependencies"]["course"])
    groups = PROJECT["dependency-groups"]
    assert set(groups["profile"]) <= extra
    others = {*groups["build"], *groups["notebooks"]}
    assert extra - set(groups["profile"]) <= others


def test_every_dependency_has_its_reason() -> None:
    missing = {name for name in required() if name not in REASONS.replace("_", "-")}
    assert not missing, f"docs/decisions/dependencies.md lacks {', '.join(sorted(missing))}"


def of_report(name: str, wheel: str) -> dict[str, Any]:
    """Return a package as pip's report has it."""
    url = f"https://example.org/{name}-1.0-{wheel}.whl"
    return {"metadata": {"name": name, "version": "1.0"}, "download_info": {"url": url}}


@pytest.mark.parametrize(
    ("wheel", "newest", "expected"),
    [
        ("py3-none-any", None, ["some==1.0"]),
        ("cp36-abi3-manylinux_2_17_x86_64", None, ["some==1.0"]),
        ("cp311-cp311-manylinux_2_17_x86_64", "1.0", ["some==1.0"]),
        ("cp311-cp311-manylinux_2_17_x86_64", "", ["some==1.0"]),
        (
            "cp311-cp311-manylinux_2_17_x86_64",
            "1.2",
            ["some==1.0 ; python_version < '3.15'", "some==1.2 ; python_version >= '3.15'"],
        ),
    ],
)
def test_a_package_without_a_wheel_for_the_newest_python_has_two_pins(
    monkeypatch: pytest.MonkeyPatch, wheel: str, newest: str | None, expected: list[str]
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "setup"))
    pins = importlib.import_module("pins")

    def newest_wheel(*_: str) -> str:
        assert newest is not None, "a wheel for any Python needs no question"
        return newest

    monkeypatch.setattr(pins, "newest_wheel", newest_wheel)
    assert pins.lines(of_report("some", wheel), "3.15") == expected
