"""The archive of `make bundle`: its script on a laptop, and installing it without a network."""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NO_NETWORK = ("unshare", "--net")
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def install(bundle: Path, target: Path, *before: str, **environment: str) -> tuple[int, str]:
    """Run the script of a bundle; return its exit code, and what it said."""
    answer = subprocess.run(
        [*before, bundle / "install.sh", target],
        env={"PATH": os.environ["PATH"], "HOME": str(target.parent)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return answer.returncode, answer.stdout


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Make a folder like that of the archive, with a page of the book and no wheel."""
    folder = tmp_path / "bundle"
    (folder / "wheels").mkdir(parents=True)
    shutil.copy(ROOT / "setup" / "bundle_install.sh", folder / "install.sh")
    (folder / "python-version").write_text(f"{VERSION}\n")
    (folder / "system").write_text(f"{platform.system()} {platform.machine()}\n")
    (folder / "page.html").write_text("whole")
    digest = hashlib.sha256(b"whole").hexdigest()
    (folder / "SHA256SUMS").write_text(f"{digest}  page.html\n")
    return folder


def test_another_python_is_refused_in_one_line(bundle: Path, tmp_path: Path) -> None:
    (bundle / "python-version").write_text("9.9\n")
    code, said = install(bundle, tmp_path / "mine", PYTHON=sys.executable)
    assert code == 2
    assert said == "These packages are for Python 9.9, which is not here; PYTHON=... names one.\n"
    assert not (tmp_path / "mine").exists()


def test_another_system_is_refused_in_one_line(bundle: Path, tmp_path: Path) -> None:
    (bundle / "system").write_text("Plan9 mips\n")
    code, said = install(bundle, tmp_path / "mine", PYTHON=sys.executable)
    here = f"{platform.system()} {platform.machine()}"
    assert code == 2
    assert said == f"These packages are for Plan9 mips; this machine is {here}.\n"
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("damage", ["other", None])
def test_a_damaged_copy_installs_nothing(bundle: Path, tmp_path: Path, damage: str | None) -> None:
    page = bundle / "page.html"
    page.unlink() if damage is None else page.write_text(damage)
    code, said = install(bundle, tmp_path / "mine", PYTHON=sys.executable)
    assert code == 1
    assert said == "page.html is damaged or missing; copy the archive again.\n"
    assert not (tmp_path / "mine").exists()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_it_installs_without_a_network(tmp_path: Path) -> None:
    archives = list(ROOT.glob(f"dist/juliaset-*-cp{VERSION.replace('.', '')}-*.bundle.tar.gz"))
    if not archives:
        pytest.skip("make bundle has not run here")
    if subprocess.run([*NO_NETWORK, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this user may not leave the network (unshare --net)")
    with tarfile.open(archives[0]) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.glob("juliaset-*")
    code, said = install(folder, tmp_path / "mine", *NO_NETWORK, PYTHON=sys.executable)
    assert code == 0, said
    assert "jupyter lab notebooks/01_problem.ipynb" in said
    assert (tmp_path / "mine" / "book" / "index.html").is_file()
    programs = tmp_path / "mine" / ".venv" / "bin"
    compute = ("mosaic", "compute", "m.zarr", "--size", "99x99", "--workers", "1")
    for words in (("verify", "--kernel", "cpp.balls*"), compute, ("lab", "next")):
        answer = subprocess.run(
            [*NO_NETWORK, programs / "juliaset", *words],
            cwd=tmp_path / "mine",
            env={"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("Lab 1: ")
