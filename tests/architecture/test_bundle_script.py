"""`make wheel` and `make bundle` for several Pythons: what each leaves of the others in dist/."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest
from built import ROOT

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="make wheel and make bundle work on Linux only"
)
SDIST = "juliaset-0.1.0.tar.gz"
OLD, OTHER = (f"juliaset-0.1.0-{tag}-manylinux_2_35_x86_64" for tag in ("cp42-cp42", "cp41-cp41"))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Make a checkout whose Python is 4.2, and fails at everything except printing its tag."""
    shutil.copytree(ROOT / "setup", tmp_path / "setup")
    program = tmp_path / "bin" / "python"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\ncase "$2" in *sys_tags*) echo cp42-cp42;; *) exit 1;; esac\n')
    program.chmod(0o755)
    for name in ("CMakeLists.txt", "pyproject.toml", "LICENSE", "README.md", "tests/golden.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    for name in ("licenses", "benchmarks", "bindings", "cmake", "docs", "julia", "labs"):
        (tmp_path / name).mkdir()
    for name in ("notebooks", "python", "dist", "build/book"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "build" / "book" / "index.html").touch()
    return tmp_path


def run(checkout: Path, script: str, system: str = "") -> subprocess.CompletedProcess[str]:
    words = ["bash", "-c", f"{f'OSTYPE={system}; ' if system else ''}source setup/{script}"]
    return subprocess.run(
        words,
        cwd=checkout,
        env=os.environ | {"PATH": f"{checkout}/bin:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )


def add(checkout: Path, *names: str) -> None:
    for name in names:
        (checkout / "dist" / name).touch()


def in_dist(checkout: Path) -> set[str]:
    return {path.name for path in (checkout / "dist").iterdir()}


def test_the_tag_is_that_of_this_python() -> None:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    words = [ROOT / "setup" / "wheel_tag.sh"]
    said = subprocess.run(
        words, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=True
    )
    tag, abi = said.stdout.strip().split("-")
    assert tag == f"cp{sys.version_info.major}{sys.version_info.minor}"
    assert abi.removeprefix("cp") == sysconfig.get_config_var("SOABI").split("-")[1]


def test_a_wheel_replaces_its_own_kind_and_no_bundle(checkout: Path) -> None:
    bundles = {f"{OLD}.bundle.tar.gz", f"{OTHER}.bundle.tar.gz"}
    add(checkout, SDIST, f"{OLD}.whl", f"{OTHER}.whl", *bundles)
    assert run(checkout, "wheel.sh").returncode == 1, "its Python packs no sources"
    assert in_dist(checkout) == {f"{OTHER}.whl", *bundles}


def make_wheels(checkout: Path) -> Path:
    """Let setup/wheel.sh make an empty wheel, and return the file in which it counts its calls."""
    script = checkout / "setup" / "wheel.sh"
    script.write_text(f'#!/bin/sh\necho called >>calls\ntouch "dist/{OLD}.whl"\n')
    return checkout / "calls"


def test_a_bundle_does_not_take_the_wheel_of_another_python(checkout: Path) -> None:
    calls = make_wheels(checkout)
    add(checkout, f"{OTHER}.whl")
    assert run(checkout, "bundle.sh").returncode == 1, "its Python knows no version"
    assert calls.read_text() == "called\n"
    run(checkout, "bundle.sh")
    assert calls.read_text() == "called\n", "that wheel is newer than the sources"


def test_a_changed_licence_needs_a_new_wheel(checkout: Path) -> None:
    calls = make_wheels(checkout)
    licence = checkout / "licenses" / "third-party.txt"
    licence.touch()
    add(checkout, f"{OLD}.whl")
    later, still_later = 2_000_000_000, 2_000_000_001
    os.utime(checkout / "dist" / f"{OLD}.whl", (later, later))
    run(checkout, "bundle.sh")
    assert not calls.exists()
    os.utime(licence, (still_later, still_later))
    run(checkout, "bundle.sh")
    assert calls.read_text() == "called\n"


def test_a_bundle_has_every_extra_and_its_script_installs_them() -> None:
    """Without a network, a learner can get none later; peers are what `make peers` downloads."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    peers = {path.stem for path in (ROOT / "setup" / "peers").glob("*.txt")}
    for script in ("bundle.sh", "bundle_install.sh"):
        (asked,) = re.findall(r"\[([a-z,]+)\]['\"]", (ROOT / "setup" / script).read_text())
        assert set(asked.split(",")) == project["optional-dependencies"].keys() - peers


def test_without_a_book_it_says_what_to_type(checkout: Path) -> None:
    (checkout / "build" / "book" / "index.html").unlink()
    done = run(checkout, "bundle.sh")
    assert done.returncode == 2
    assert done.stderr == (
        "make bundle needs the book, which make notebooks makes. Type:  make notebooks bundle\n"
    )


def test_on_a_mac_it_names_the_command_that_was_typed(checkout: Path) -> None:
    done = run(checkout, "bundle.sh", "darwin24")
    assert done.returncode == 2
    assert done.stderr == (
        "make bundle works on Linux only, because its wheel is made with auditwheel.\n"
    )
