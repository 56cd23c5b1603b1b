"""Check the types of all Python here, and the stubs of the compiled modules against those modules.

python tools/check_types.py prints what is wrong and exits with 1 if there is anything.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
MYPY = [sys.executable, "-m", "mypy"]
Result = tuple[bool, str]  # whether nothing was found, and what was printed
STUBBED = ("juliaset._native", "juliaset._course", "juliaset._walls")


def run(command: Iterable[str | Path], **environment: str) -> Result:
    """Run a checker; return whether it found nothing, and what it printed."""
    done = subprocess.run(  # noqa: S603
        list(map(str, command)),
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stdout + done.stderr


def check_package() -> Result:
    """Check the package, strictly: pyproject.toml says how."""
    return run(MYPY)


def check_package_as_newest() -> Result:
    """Check the package as the newest supported Python would: what that removes is an error."""
    named = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text())
    return run([*MYPY, f"--python-version={named[-1]}"])


def check_package_on_macos() -> Result:
    """Check the package as on a Mac: a function that only Linux has is an error."""
    return run([*MYPY, "--platform=darwin", f"--cache-dir={ROOT / 'build' / 'types-macos'}"])


def check_tools() -> Result:
    """Check tools/, the claims and the typed examples, strictly."""
    folders = ("tools", "python/claims", "tests/typing")
    return run([*MYPY, *sorted(path for each in folders for path in (ROOT / each).rglob("*.py"))])


def check_old_scripts() -> Result:
    """Check the scripts of earlier versions, whose names are those of tools: in their own run."""
    folders = ("benchmarks", "setup")
    return run([*MYPY, *sorted(path for each in folders for path in (ROOT / each).glob("*.py"))])


def check_labs(labs: Path = ROOT / "labs", folder: Path = ROOT / "build" / "types") -> Result:
    """Check the labs' check.py in one run, less strictly, because learners read them.

    All of them are modules called check, which mypy refuses: it reads links with other names.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in sorted(labs.glob("*/check.py")):
        (folder / f"check_{path.parent.name}.py").symlink_to(path)
    options = ["--config-file=", "--check-untyped-defs", "--warn-unused-ignores"]
    options += ["--follow-imports=silent", f"--cache-dir={folder / 'cache'}"]
    right, printed = run([*MYPY, *options, *sorted(folder.glob("*.py"))], MYPYPATH="python")
    return right, re.sub(r"^\S*/check_(\w+)\.py", r"labs/\1/check.py", printed, flags=re.MULTILINE)


def check_stubs() -> Result:
    """Compare the stubs of the compiled modules with the modules that are installed."""
    return run([sys.executable, "-m", "mypy.stubtest", *STUBBED])


CHECKS = {
    "the package": check_package,
    "the package, with the newest Python": check_package_as_newest,
    "the package, on macOS": check_package_on_macos,
    "tools, claims and typed examples": check_tools,
    "benchmarks and setup": check_old_scripts,
    "the labs' checks": check_labs,
    "the stubs of compiled modules": check_stubs,
}


def main() -> int:
    """Run all checks and print what they found; return the exit code."""
    wrong = []
    for what, check in CHECKS.items():
        right, printed = check()
        if not right:
            wrong.append(what)
            sys.stdout.write(printed)
    if wrong:
        print(f"Wrong types in {' and '.join(wrong)}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
