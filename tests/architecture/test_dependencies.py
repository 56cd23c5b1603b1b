"""Each dependency is pinned, and docs/decisions/dependencies.md says why it is there."""

import re
import tomllib

from built import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PINS = (ROOT / "setup" / "constraints.txt").read_text()
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
