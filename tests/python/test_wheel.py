"""The wheel: what is in it, and that it works without a checkout."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from juliaset.course import course_files
from juliaset.explorer.page_files import PAGE
from juliaset.scaffold.new_repository import template_files

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_wheel_works_outside_the_checkout(tmp_path: Path) -> None:
    build = f"build-dir={tmp_path / 'build'}"
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-build-isolation"),
            *("--no-deps", "--config-settings", build, "--wheel-dir", str(tmp_path), str(ROOT)),
        ],
        check=True,
    )
    (wheel,) = tmp_path.glob("juliaset-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "site")
    assert {name.split("/")[0].split("-")[0] for name in names} == {"juliaset"}
    course = f"_course{sysconfig.get_config_var('EXT_SUFFIX')}"
    for needed in (
        "libjuliaset_O0.so",
        "libjuliaset_O3_native.so",
        "libjuliaset_c_O0.so",
        "libjuliaset_c_O3_native.so",
        "techniques/c_rows.c",
        course,
        "golden.toml",
        "py.typed",
        *(f"explorer/page/{path.name}" for path in PAGE.iterdir()),
        *(f"scaffold/template/{name}" for name in template_files()),
    ):
        assert f"juliaset/{needed}" in names
    for folder, name in (("", "page"), ("bench/report/", "report"), ("profilers/", "gallery")):
        assert f"juliaset/{folder}templates/{name}.html" in names
    for name in course_files():
        assert f"juliaset/course/{name}" in names
    program = (
        f"import sys; sys.path[:0] = {_paths(tmp_path)}; import juliaset; print(juliaset.__file__);"
        f"from juliaset.cli import main; sys.argv = ['juliaset', 'run']; main()"
    )
    answer = subprocess.run(
        # -S -I: neither the editable install nor the working folder is in the way.
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            program,
        ],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith(str(tmp_path / "site"))
    assert "sum(counts) == 33219980" in answer.stdout


def _paths(folder: Path) -> list[str]:
    installed = [path for path in sys.path if path.endswith("site-packages")]
    return [str(folder / "site"), *installed]
