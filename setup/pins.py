"""Write pins of pip's reports, with a second line for what the newest Python cannot install.

python setup/pins.py <newest Python, like 3.15> <file to write> <report of pip>...
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HEAD = """\
# The exact version of everything that goes into .venv, also of what comes along with it.
# Written by `make pins`. Our own requirements are in pyproject.toml.
"""
ANY_PYTHON = re.compile(r"-(?:py3|py2\.py3)-none-|-abi3-")  # the end of a wheel's name


def newest_wheel(name: str, version: str, python: str) -> str:
    """Return the newest version that has a wheel for a Python, or nothing; not one before version.

    A version that has one itself is returned as it is.
    """
    for wanted in (f"{name}=={version}", f"{name}>{version}"):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--no-deps"]
            command += ["--ignore-installed", "--only-binary=:all:", "--python-version", python]
            command += ["--target", folder, "--report", f"{folder}/report.json", wanted]
            if subprocess.run(command, check=False).returncode == 0:  # noqa: S603 - of ours
                (found,) = items(Path(folder) / "report.json")
                return str(found["metadata"]["version"])
    return ""


def items(report: Path) -> list[dict[str, Any]]:
    """Return what a report would install, without the project itself."""
    found = json.loads(report.read_text())["install"]
    return [item for item in found if not item["is_direct"]]


def lines(item: dict[str, Any], python: str) -> list[str]:
    """Return the pins of a package: one, or one for each side of the newest Python."""
    name, version = item["metadata"]["name"].lower(), item["metadata"]["version"]
    both = f"{name}=={version}"
    if ANY_PYTHON.search(item["download_info"]["url"]):
        return [both]
    newer = newest_wheel(name, version, python)
    if newer in {"", version}:  # without a wheel pip compiles it
        return [both]
    return [
        f"{both} ; python_version < '{python}'",
        f"{name}=={newer} ; python_version >= '{python}'",
    ]


def main(python: str, target: Path, reports: list[Path]) -> None:
    """Write the file."""
    found = [line for report in reports for item in items(report) for line in lines(item, python)]
    target.write_text(HEAD + "".join(f"{line}\n" for line in sorted(found)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), [Path(each) for each in sys.argv[3:]])
