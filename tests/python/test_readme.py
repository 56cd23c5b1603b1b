"""README says what is: its table is the published one, its Python runs."""

import re
import subprocess
import sys
from pathlib import Path

import publish
from juliaset.bench.record import load
from markers import replace_between

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def test_the_ladder_is_what_was_published() -> None:
    source = re.search(r"\]\((benchmarks/results/[^)]+)\)", README)
    assert source is not None
    record = load(ROOT / source[1])
    assert replace_between(README, "ladder", publish.table(record, source[1])) == README
    catalogue = (ROOT / "docs" / "kernels.md").read_text()
    assert replace_between(catalogue, "catalogue", publish.catalogue(record)) == catalogue


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
