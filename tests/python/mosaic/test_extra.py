"""Only a mosaic imports the packages that it needs, and a missing one gives one line."""

import subprocess
import sys
from pathlib import Path

import pytest

from juliaset import extras
from juliaset.mosaic import Mosaic

HEAVY = {"zarr", "numcodecs", "dask", "distributed", "bokeh", "cryptography"}


def test_importing_the_package_imports_no_package_of_the_extra() -> None:
    modules = "juliaset, juliaset.cli, juliaset.mosaic"
    program = f"import sys, {modules}; print(*sorted(set(sys.modules) & {HEAVY}))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_a_missing_package_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mosaic = Mosaic((10, 10), tile=512).create(tmp_path / "m")
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "zarr" else object())
    words = r"^zarr is not installed, and a mosaic needs it; make setup installs it$"
    for use in (mosaic.compute, lambda: mosaic.counts, lambda: list(mosaic.verify())):
        with pytest.raises(ModuleNotFoundError, match=words):
            use()
