"""The package as a wheel installs it: without a checkout, and without the flavour of one CPU."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import juliaset
from juliaset import _native
from juliaset.course import course_files

NOT_COPIED = shutil.ignore_patterns("__pycache__", "*native.so", "course")


@dataclass(frozen=True)
class Installed:
    """A folder like site-packages that contains only juliaset."""

    site: Path

    def juliaset(
        self, *words: str, folder: Path, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the command in a folder; the editable install of the checkout is not found."""
        packages = [path for path in sys.path if path.endswith("site-packages")]
        program = f"import sys; sys.path[:0] = {[str(self.site)]!r}\n"
        program += "from juliaset.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-S", "-P", "-c", program, *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(packages)} | environment,
        )


def install(site: Path) -> Installed:
    """Copy the files of a wheel to the places where it installs them."""
    for source in (Path(juliaset.__file__).parent, Path(_native.folder())):
        shutil.copytree(source, site / "juliaset", ignore=NOT_COPIED, dirs_exist_ok=True)
    for name, source in course_files().items():
        target = site / "juliaset" / "course" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    return Installed(site)
