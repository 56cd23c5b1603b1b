"""juliaset._walls call by call: what each refuses, and that what it allows works."""

import errno
import json
import shutil
import subprocess
import sys
from shutil import which
from typing import Any

import pytest

# Rights of Landlock. A process that may still read and write can end as usual.
_EXECUTE, _READ = 1, 4
_PROGRAM = """
import json, os, socket, struct, subprocess, sys
from pathlib import Path
from juliaset import _walls

allowed, refused, execute, read = sys.argv[1].encode(), sys.argv[2], *map(int, sys.argv[3:])

def raised(call):
    try:
        return call()
    except Exception as error:
        return type(error).__name__

def runs(program):
    try:
        return subprocess.run([program], check=False).returncode
    except OSError as error:
        return error.errno

def status(field):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith(field))

loaders = b"/lib64/ld-linux-x86-64.so.2", b"/lib/ld-linux-aarch64.so.1"
handled = struct.pack("=Q", execute)
found = {
    "version": _walls.landlock_version(),
    "no rights at all": _walls.landlock(struct.pack("=Q", 0), []),
    "too small": _walls.landlock(b"", []),
    "a right that is not handled": _walls.landlock(handled, [(allowed, read)]),
    "no list": raised(lambda: _walls.landlock(handled, ())),
    "no pair": raised(lambda: _walls.landlock(handled, [(allowed,)])),
    "no bytes": raised(lambda: _walls.landlock(handled, [(allowed.decode(), execute)])),
    "a null in a path": raised(lambda: _walls.landlock(handled, [(b"a\\0b", execute)])),
    "no steps": _walls.filter_calls(b""),
    "a step that is none": _walls.filter_calls(struct.pack("=HBBI", 0xFFFF, 0, 0, 0)),
    "no bytes of steps": raised(lambda: _walls.filter_calls("")),
    "still runs": runs(refused),
    "parent": _walls.end_with_parent(),
    "network": _walls.leave_network(),
    "interfaces": [name for _, name in socket.if_nameindex()],
    "gains nothing": _walls.gain_no_rights(),
    "rights": [status("CapEff:"), status("CapPrm:"), status("NoNewPrivs:")],
    "landlock": _walls.landlock(
        handled, [(path, execute) for path in (b"/no/such/folder", allowed, *loaders)]
    ),
    "runs what is allowed": runs(Path(allowed.decode()) / "true"),
    "runs another": runs(refused),
    "filter": _walls.filter_calls(struct.pack("=HBBI", 0x06, 0, 0, 0x7FFF0000)),  # allow all
}
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each call returned, in a process that lives on with what is left to it."""
    program = which("true")
    assert program, "true is not on the PATH"
    folder = tmp_path_factory.mktemp("allowed")
    shutil.copy(program, folder / "true")
    rights = map(str, (_EXECUTE, _READ))
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(folder), program, *rights],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    words: dict[str, Any] = json.loads(done.stdout)
    return words


@pytest.fixture(scope="module")
def landlock(found: dict[str, Any]) -> dict[str, Any]:
    """The same, if the kernel has Landlock."""
    if found["version"] < 1:
        pytest.skip(f"this kernel has no Landlock: {errno.errorcode[-found['version']]}")
    return found


def test_arguments_of_another_kind_are_refused_before_any_call(found: dict[str, Any]) -> None:
    kinds = ("no list", "no pair", "no bytes", "no bytes of steps")
    assert {found[kind] for kind in kinds} == {"TypeError"}
    assert found["a null in a path"] == "ValueError"


def test_a_call_that_fails_returns_its_number_and_restricts_nothing(
    landlock: dict[str, Any],
) -> None:
    assert landlock["no rights at all"] == errno.ENOMSG
    assert landlock["too small"] == errno.EINVAL
    assert landlock["a right that is not handled"] == errno.EINVAL
    assert landlock["still runs"] == 0


def test_a_filter_that_is_none_is_refused(found: dict[str, Any]) -> None:
    assert found["no steps"] == errno.EINVAL
    assert found["a step that is none"] == errno.EINVAL
    assert found["filter"] == 0


def test_what_was_given_up_is_gone(found: dict[str, Any]) -> None:
    assert found["parent"] == found["gains nothing"] == 0
    effective, permitted, no_new = found["rights"]
    assert int(effective, 16) == int(permitted, 16) == 0
    assert no_new == "1"


def test_a_network_that_was_left_has_no_way_out(found: dict[str, Any]) -> None:
    if found["network"] in {errno.EPERM, errno.ENOSPC}:
        pytest.skip("this system lets a process have no namespace of its own")
    assert found["network"] == 0
    assert found["interfaces"] == ["lo"]


def test_only_what_a_rule_names_is_allowed(landlock: dict[str, Any]) -> None:
    assert landlock["landlock"] == 0, "a path that does not exist needs no rule"
    assert landlock["runs what is allowed"] == 0
    assert landlock["runs another"] == errno.EACCES
