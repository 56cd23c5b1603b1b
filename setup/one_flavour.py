"""Keep each C++ source once per instruction set: all flavours compile the same code.

python setup/one_flavour.py <from: compile_commands.json> <to: folder> prints the
kept sources, with a NUL after each: a path may contain blanks.
"""

import json
import shlex
import sys
from pathlib import Path


def instruction_set(command: str) -> tuple[str, ...]:
    """Return the -m flags of a compiler command, less the one that differs between machines."""
    flags = (word for word in shlex.split(command) if word.startswith("-m"))
    return tuple(flag for flag in flags if not flag.endswith("=native"))


def is_checked(file: str) -> bool:
    """Return whether it is read: C++, except the bindings, which are all macros of pybind11."""
    return file.endswith(".cpp") and "/bindings/" not in file


def main(source: Path, folder: Path) -> None:
    """Write the shorter compile_commands.json into the folder; print each kept source once."""
    commands = [each for each in json.loads(source.read_text()) if is_checked(each["file"])]
    # The last of two equal keys stays; backwards, that is the first and plainest flavour.
    kept = {(each["file"], instruction_set(each["command"])): each for each in reversed(commands)}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "compile_commands.json").write_text(json.dumps(list(kept.values()), indent=1))
    sys.stdout.writelines(f"{file}\0" for file in sorted({file for file, _ in kept}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
