"""setup/grading/: what the container is started with; a fake engine prints its words."""

import os
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "setup" / "grading" / "grade.sh"
RECIPE = (SCRIPT.with_name("Containerfile")).read_text()


@pytest.fixture
def engines(tmp_path: Path) -> Path:
    folder = tmp_path / "engines"
    folder.mkdir()
    for name in ("podman", "docker"):
        (folder / name).write_text('#!/bin/sh\nprintf "%s\\n" "$0" "$@"\n')
        (folder / name).chmod(0o755)
    return folder


def graded(engines: Path, *words: str, engine: str = "") -> subprocess.CompletedProcess[str]:
    paths = f"{engines}:/usr/bin:/bin"
    return subprocess.run(
        [str(SCRIPT), *words],
        env={"PATH": paths, "JULIASET_ENGINE": engine},
        cwd=engines.parent,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("engine", ["", "podman", "docker"])
def test_the_container_has_its_limits(engines: Path, engine: str) -> None:
    (engines.parent / "in the way").mkdir()
    done = graded(engines, "in the way", "grades", "--lab", "5", engine=engine)
    words = done.stdout.splitlines()
    assert words[0].endswith(engine or "podman")
    assert words[-3:] == ["juliaset-grading", "--lab", "5"]
    pairs = list(pairwise(words))
    assert ("--network", "none") in pairs
    assert ("--cap-drop", "ALL") in pairs
    assert ("--security-opt", "no-new-privileges") in pairs
    assert {"--read-only", "--memory", "--pids-limit", "--cpus"} <= set(words)
    room = engines.parent / "in the way"
    assert ("--mount", f"type=bind,source={room},target=/submissions,readonly") in pairs
    assert ("--mount", f"type=bind,source={engines.parent}/grades,target=/grades") in pairs
    assert any("exec" in word.split(",") for word in words)  # compiled submissions are loaded
    wanted = "systempaths=unconfined" if engine == "docker" else "unmask=ALL"
    assert ("--security-opt", wanted) in pairs
    assert os.access(engines.parent / "grades", os.W_OK)


def test_the_user_is_the_one_of_the_image(engines: Path) -> None:
    (found,) = re.findall(r"useradd --uid (\d+)", RECIPE)
    assert f"--user\n{found}:{found}\n" in graded(engines, ".", "grades").stdout


def test_the_steps_of_the_recipe_exist() -> None:
    targets = re.findall(r"\.venv/done/(\w+)", RECIPE)
    makefile = (ROOT / "Makefile").read_text()
    assert targets
    assert all(f"$(DONE)/{target}:" in makefile for target in targets)


@pytest.mark.parametrize(
    ("words", "engine", "said"),
    [
        ([], "", "<folder of submissions> <folder for the grades>"),
        (["."], "", "<folder of submissions> <folder for the grades>"),
        (["missing/deep", "grades"], "", "'missing/deep' is not a folder; allowed"),
        (["a,b", "grades"], "", "'a,b' or 'grades' has a comma"),
        ([".", "a,b"], "", "'.' or 'a,b' has a comma"),
        ([".", "grades"], "lxc", "JULIASET_ENGINE is 'lxc'; allowed: podman or docker"),
    ],
)
def test_wrong_words_start_nothing(engines: Path, words: list[str], engine: str, said: str) -> None:
    (engines.parent / "a,b").mkdir()
    done = graded(engines, *words, engine=engine)
    assert done.returncode != 0
    assert said in done.stderr
    assert not done.stdout
    assert not (engines.parent / "grades").exists()


def test_without_an_engine_it_says_which_ones_there_are(engines: Path) -> None:
    for name in ("awk", "basename", "bash", "dirname"):
        found = shutil.which(name)
        assert found
        (engines / name).symlink_to(found)
    for name in ("podman", "docker"):
        (engines / name).unlink()
    done = subprocess.run(
        [str(engines / "bash"), str(SCRIPT), ".", "grades"],
        env={"PATH": str(engines)},
        cwd=engines.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("This needs podman or docker.")
    assert done.stderr.count("\n") == 1
    assert not (engines.parent / "grades").exists()
