"""A process that has imported what the `juliaset` command needs, and forks for each command.

The fork is a process of its own: with its exit code, descriptors, working folder and environment.
Packages of others, the commands, the kernels and the contests are there already; a command imports
the rest.
"""

import atexit
import gc
import json
import os
import sys
import threading
import traceback
from functools import cache
from importlib import import_module
from typing import Any, NoReturn

# Slow to import. None of them reads the environment when it is imported, but for the place of the
# contest's lock, which is one for all tests of this process.
PACKAGES = (
    "jinja2",
    "matplotlib.figure",
    "msgspec",
    "numpy",
    "PIL.Image",
    "rich.console",
    "rich.live",
    "rich.table",
    "typer.main",
    "pydantic.fields",
    "pydantic.functional_validators",
    "pydantic.type_adapter",
    "pydantic.types",
    "juliaset.bench.comparison",
    "juliaset.bench.contests",
    "juliaset.bench.programs",
    "juliaset.bench.screen",
    "juliaset.bench.tryout",
    "juliaset.cli",
    "juliaset.techniques.of_other_packages",
)


def wait_for_order() -> dict[str, Any]:
    """Return, in a fork, what that fork should do; the server itself ends with its input."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            order: dict[str, Any] = json.loads(line)
            return order
        print(pid, flush=True)  # noqa: T201
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201
    os._exit(0)


def become(order: dict[str, Any]) -> None:
    """Take on the environment, the folder, the descriptors and the words of a command."""
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    for number, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, order["stdout"], os.O_WRONLY | os.O_APPEND),
        (2, order["stderr"], os.O_WRONLY | os.O_APPEND),
    ):
        opened = os.open(path, flags)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv = ["-c", *order["words"]]


def run_command() -> NoReturn:
    """Run the command, and end as Python would, but without freeing each object, which is slow."""
    from juliaset.cli import main  # noqa: PLC0415

    code = 1
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - it is on its standard error, and the exit code says it
        traceback.print_exc()
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001
    atexit._run_exitfuncs()  # noqa: SLF001
    sys.stdout.flush()
    os._exit(code)


def make_parser_once() -> None:
    """Let Typer keep what it makes of the functions: for each command that takes 0.03 s."""
    import typer.main  # noqa: PLC0415

    from juliaset.cli import app  # noqa: PLC0415

    typer.main.get_command = cache(typer.main.get_command)
    typer.main.get_command(app)


if __name__ == "__main__":
    for package in PACKAGES:
        import_module(package)
    make_parser_once()
    gc.freeze()  # a collection in a fork would copy all of it
    become(wait_for_order())
    run_command()
