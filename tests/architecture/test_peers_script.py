"""`make peers` says how much it takes before it begins, and a peer that fails is one line."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from built import ROOT

SIZES = {
    path.stem: tuple(int(each) for each in re.findall(r"(\d+) MB", path.read_text()))
    for path in sorted((ROOT / "setup" / "peers").glob("*.txt"))
}


def run(*words: str, folder: Path, path: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"JULIASET_PEERS": str(folder)}
    environment["PATH"] = f"{path}{os.environ['PATH']}"
    return subprocess.run(
        [ROOT / "setup" / "peers.sh", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_announces_the_sum_of_what_is_missing(tmp_path: Path) -> None:
    first = run("--announce", folder=tmp_path).stdout.splitlines()
    download, disk = (sum(each) for each in zip(*SIZES.values(), strict=True))
    assert first[0] == f"Peers: {download} MB to download, {disk} MB on disk in {tmp_path}."
    assert [line.split()[0] for line in first[1:-1]] == list(SIZES)
    assert "torch.compile is left out" in first[-1]
    assert "MB" in first[-1]


def test_what_is_there_already_is_not_announced_again(tmp_path: Path) -> None:
    (tmp_path / "jax").mkdir()
    (tmp_path / "jax" / "pins.txt").write_bytes((ROOT / "setup/peers/jax.txt").read_bytes())
    lines = run("--announce", "jax", "halide", folder=tmp_path).stdout.splitlines()
    assert lines[0].startswith(f"Peers: {SIZES['halide'][0]} MB to download, ")
    assert lines[1].split() == ["jax", "installed"]


def test_an_unknown_peer_is_refused(tmp_path: Path) -> None:
    done = run("--announce", "nonsense", folder=tmp_path)
    assert done.returncode == 2
    assert "PEERS has 'nonsense'; allowed: " in done.stderr
    assert all(name in done.stderr for name in (*SIZES, "numba", "pypy"))


def test_a_peer_that_cannot_be_installed_is_one_line_and_the_others_go_on(tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("pypy3", "ldconfig"):  # so that no package of the system is asked for
        (programs / name).write_text("#!/bin/sh\necho libLLVM-15.so\n")
        (programs / name).chmod(0o755)
    fake = programs / "python"
    fake.write_text(
        '#!/bin/sh\ncase "$*" in\n'
        '  *install*halide*) echo "ERROR: No matching distribution for it"; exit 1 ;;\n'
        '  *venv*) for last; do :; done; mkdir -p "$last/bin" ;;\nesac\n'
    )
    fake.chmod(0o755)
    done = run("halide", "jax", folder=tmp_path / "peers", path=f"{programs}:")
    assert done.returncode == 0, done.stderr
    reason = "not installed: ERROR: No matching distribution for it"
    assert f"\nInstalling halide ... {reason}\nInstalling jax ... " in done.stdout
    assert [path.name for path in (tmp_path / "peers").iterdir()] == ["jax"]


@pytest.mark.parametrize("name", SIZES)
def test_a_peer_has_nothing_pinned_twice(name: str) -> None:
    pins = (ROOT / "setup" / "peers" / f"{name}.txt").read_text().splitlines()[1:]
    names = [pin.partition("==")[0] for pin in pins]
    assert len(set(names)) == len(names)
