"""A process under inject.cpp that has imported what the commands need, and forks for each fault.

The fork is a process of its own, with its descriptors and folder. It begins to count calls when all
is imported and ready, and stops after what Python does at exit.
"""

import atexit
import ctypes
import faulthandler
import gc
import json
import os
import sys
import threading
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

import juliaset
from juliaset.kernel_type import UnavailableError
from juliaset.problem import Counts

# What a fork for escape_counts() ends with.
RIGHT, REFUSED, WRONG = 0, 2, 1

faults = ctypes.CDLL(None)
faults.juliaset_faults_begin.argtypes = (
    ctypes.c_char_p,
    ctypes.c_int64,
    ctypes.c_bool,
    ctypes.c_int,
)
faults.juliaset_faults_begin.restype = None
faults.juliaset_faults_end.argtypes = ()
faults.juliaset_faults_end.restype = ctypes.c_int64


def import_all(names: list[str]) -> None:
    """Import modules; a command that has run names those that it has imported."""
    for name in names:
        with suppress(ImportError):  # a part of a package under another name
            import_module(name)


def become(order: dict[str, Any]) -> int:
    """Take on the folder, the descriptors and the words of an order; return the log."""
    os.setsid()
    os.chdir(order["folder"])
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, path in ((1, order["stdout"]), (2, order["stderr"])):
        opened = os.open(path, flags)
        os.dup2(opened, number)
        os.close(opened)
    log = os.open(order["log"], flags | os.O_APPEND)
    faulthandler.enable(log, all_threads=False)
    sys.argv = ["juliaset", *order["words"]]
    return log


def run_command() -> int:
    """Run the command on the words in sys.argv, and return its exit code."""
    try:
        import_module("juliaset.cli").main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - it is on standard error, and the exit code says it
        traceback.print_exc()
    return 1


def count(expected: Counts, kernel: str, flavour: str, threads: str) -> int:
    """Call escape_counts() as a user does, and compare what it returns."""
    number = int(threads) or None
    try:
        problem = juliaset.Problem.view(width=40, height=30, max_iterations=60)
        got = juliaset.escape_counts(problem, kernel, flavour or None, threads=number)
        why = ""
    except (MemoryError, OSError, UnavailableError) as error:
        faults.juliaset_faults_end()
        code, why = REFUSED, f"{type(error).__name__}: {error}"
    except BaseException:  # noqa: BLE001 - what it is stands in the traceback
        faults.juliaset_faults_end()
        code, why = WRONG, traceback.format_exc()
    else:
        faults.juliaset_faults_end()
        code = RIGHT if np.array_equal(got, expected) else WRONG
    if why:
        sys.stderr.write(f"{why}\n")
    return code


def run(order: dict[str, Any], expected: Counts) -> NoReturn:
    """Do in a fork what the order says, and end as Python would."""
    log = become(order)
    words, later = order["words"], order["later"]
    faults.juliaset_faults_begin(order["kind"].encode(), order["at"], later, log)
    calls = 0
    if words[0] == "escape_counts":
        code = count(expected, *words[1:])
    else:
        code = run_command()
        if later:  # Python cannot end without any memory
            calls = faults.juliaset_faults_end()
        threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001
        atexit._run_exitfuncs()  # noqa: SLF001
    calls = faults.juliaset_faults_end() or calls
    os.write(log, b"calls %d\n" % calls)
    if "modules" in order:
        Path(order["modules"]).write_text(json.dumps(sorted(sys.modules)))
    sys.stdout.flush()
    os._exit(code)


def main() -> None:
    """Fork for each line on stdin; the answers are its number, and how it ended."""
    import_all(["juliaset.cli", "juliaset.techniques"])
    problem = juliaset.Problem.view(width=40, height=30, max_iterations=60)
    expected = juliaset.escape_counts(problem, "cpp.scalar")
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        order = json.loads(line)
        gc.freeze()
        pid = os.fork()
        if pid == 0:
            run(order, expected)
        print(pid, flush=True)  # noqa: T201
        _, status = os.waitpid(pid, 0)
        if "modules" in order:
            import_all(json.loads(Path(order["modules"]).read_text()))
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
