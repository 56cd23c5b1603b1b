"""`make` lists the commands, and the names of earlier versions say what they are called now."""

import re
import subprocess

import pytest
from built import ROOT

MAKEFILE = (ROOT / "Makefile").read_text()


def make(*words: str) -> subprocess.CompletedProcess[str]:
    command = ("make", "--no-print-directory", *words)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_make_alone_lists_every_command() -> None:
    printed = make().stdout
    listed = re.findall(r"^  make ([a-z-]+) +\S", printed, re.MULTILINE)
    assert listed == re.findall(r"^([a-z-]+):.* ## ", MAKEFILE, re.MULTILINE)
    assert {"setup", "jupyter", "bench", "docs", "test", "lint"} <= set(listed)
    assert max(map(len, printed.splitlines())) <= 80


@pytest.mark.parametrize(("old", "new"), [("lab-server", "jupyter"), ("readme", "docs")])
def test_a_command_of_earlier_versions_names_the_new_one(old: str, new: str) -> None:
    done = make(old)
    assert done.returncode == 2
    assert f"make {old} is now called make {new}" in done.stderr


def test_every_script_of_setup_is_used() -> None:
    scripts = sorted((ROOT / "setup").glob("*.sh"))
    assert scripts
    texts = {path: path.read_text() for path in [*scripts, ROOT / "Makefile", ROOT / ".ci" / "run"]}
    for script in scripts:
        users = [path for path, text in texts.items() if path != script and script.name in text]
        assert users, f"setup/{script.name} is not used"
