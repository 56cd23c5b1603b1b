"""README says what is: its Python runs, its links lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def test_its_python_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        subprocess.run([sys.executable, "-c", block], check=True, capture_output=True)


def test_what_it_points_at_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_its_tree_names_rooms_that_exist() -> None:
    tree = README.partition("## Where things are")[2]
    rooms = re.findall(r"^([a-z/]+/) ", tree, re.MULTILINE)
    assert len(rooms) >= 8
    for room in rooms:
        assert (ROOT / room).is_dir(), room
