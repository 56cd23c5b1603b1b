"""The peers: a short file each, an extra each, and no peer is loaded before it is needed."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from command import juliaset
from juliaset.peers.peer_list import NAMES, PROGRAMS, Peer, get_peers, peers

ROOT = Path(__file__).parents[3]
LONGEST = 60
OF_PYPI = [name for name in NAMES if name != "pypy"]  # which is an interpreter
# What a command that needs no peer must not load; it may load the name of the command alone.
LOADED = """
import sys
from juliaset.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print("loaded", *sorted(sys.modules))
"""
FOREIGN = {
    *("numexpr", "pythran", "mypyc", "numba", "jax", "taichi", "drjit", "halide", "mojo", "torch")
}


def test_every_program_is_a_peer_and_every_peer_has_a_program() -> None:
    assert {f"with_{name}.py" for name in NAMES} == {p.name for p in PROGRAMS.glob("with_*.py")}


@pytest.mark.parametrize("path", sorted(PROGRAMS.glob("*.*")), ids=lambda path: path.name)
def test_a_peer_is_a_short_file(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST


@pytest.mark.parametrize("peer", peers(), ids=lambda peer: peer.name)
def test_a_peer_says_what_it_is_and_what_it_was_told(peer: Peer) -> None:
    assert re.fullmatch(r".{20,100}\.", peer.summary)
    assert peer.told


@pytest.mark.parametrize("name", OF_PYPI)
def test_a_peer_has_an_extra_of_its_own(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert name in project["optional-dependencies"]


@pytest.mark.parametrize("name", [name for name in OF_PYPI if name != "numba"])
def test_an_environment_of_a_peer_is_pinned_and_its_size_known(name: str) -> None:
    head, *pins = (ROOT / "setup" / "peers" / f"{name}.txt").read_text().splitlines()
    assert re.fullmatch(r"# [1-9]\d* MB to download, [1-9]\d* MB on disk", head)
    assert pins
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in pins)


def test_a_missing_peer_is_one_line_that_says_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JULIASET_PEERS", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    for peer in get_peers(["taichi", "pypy"]):
        assert re.fullmatch(r"\w+ is not installed; `?make peers.*", peer.reason), peer.reason


def test_the_environment_of_a_peer_comes_before_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JULIASET_PEERS", str(tmp_path))
    python = tmp_path / "jax" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    assert Peer("jax").interpreter == str(python)
    assert Peer("jax").reason == ""


@pytest.mark.parametrize("words", [("--help",), ("list",), ("peers", "--help")], ids=" ".join)
def test_no_peer_is_loaded_before_it_is_asked_for(words: tuple[str, ...]) -> None:
    command = [sys.executable, "-P", "-c", LOADED, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = done.stdout.rpartition("loaded")[2].split()
    assert "juliaset.cli.peers" in loaded
    assert not [name for name in loaded if name.partition(".")[0] in FOREIGN]
    assert not [name for name in loaded if name.startswith("juliaset.peers")]


def test_an_unknown_peer_is_refused_with_the_names_of_all() -> None:
    done = juliaset("peers", "nonsense")
    assert done.returncode == 2
    assert f"there is no peer 'nonsense'; allowed: {', '.join(NAMES)}" in done.stderr


def test_peers_that_are_all_missing_are_a_line_each(tmp_path: Path) -> None:
    done = juliaset("peers", "halide", "taichi", JULIASET_PEERS=str(tmp_path))
    assert done.returncode != 0
    lines = done.stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "skipped  peer.halide",
        "skipped  peer.taichi",
    ]
    assert "none of these peers is installed" in done.stderr
