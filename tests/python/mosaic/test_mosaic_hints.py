"""What `juliaset mosaic` tells a user to type can be typed, whatever name the folder has."""

import errno
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from mosaic_commands import mosaic
from stores import chunks

from command import COMMAND
from juliaset.mosaic import Mosaic

pytest.importorskip("distributed")
pytestmark = pytest.mark.usefixtures("in_folder")
STORE = "it's a new; one.zarr"


@pytest.fixture
def store(in_folder: None) -> Mosaic:  # noqa: ARG001
    return Mosaic((600, 20), tile=512).create(STORE)


def hinted(said: str) -> list[str]:
    """Return the words of the command that is named, as a shell takes them apart."""
    (command,) = re.findall(r"`(juliaset mosaic .*?)`", said)
    program, group, *words = shlex.split(command)
    assert (program, group) == ("juliaset", "mosaic")
    return words


@pytest.mark.usefixtures("store")
def test_a_mosaic_that_is_there_is_resumed(capfd: pytest.CaptureFixture[str]) -> None:
    assert mosaic("compute", STORE, "--size", "600x20") == 2
    assert mosaic(*hinted(capfd.readouterr().err)) == 0


def test_what_is_missing_and_what_is_broken_is_computed(
    store: Mosaic, capfd: pytest.CaptureFixture[str]
) -> None:
    assert mosaic("verify", STORE) == 3
    assert mosaic(*hinted(capfd.readouterr().err)) == 0
    chunks(store)[0].write_bytes(b"")
    capfd.readouterr()
    assert mosaic("verify", STORE) == 1
    assert mosaic(*hinted(capfd.readouterr().out)) == 0
    assert mosaic("verify", STORE) == 0


def test_a_computation_that_fails_is_resumed(
    store: Mosaic, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(Mosaic, "compute", fail)
        assert mosaic("resume", STORE) == 2
    assert mosaic(*hinted(capfd.readouterr().err)) == 0
    assert not store.missing().size


def test_a_mosaic_without_its_scheduler_is_resumed(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("juliaset.cluster.remote._PATIENCE_S", 0.1)
    nowhere = ("--scheduler", "tcp://127.0.0.1:1")
    assert mosaic("compute", STORE, "--size", "600x20", "--tile", "512", *nowhere) == 2
    assert mosaic(*hinted(capfd.readouterr().err)) == 0
    assert not Mosaic.open(STORE).missing().size


def test_certificates_are_made_and_kept_from_others(capfd: pytest.CaptureFixture[str]) -> None:
    words = ("resume", STORE, "--scheduler", "tls://127.0.0.1:1", "--tls", "our keys")
    Mosaic((600, 20), tile=512).create(STORE)
    assert mosaic(*words) == 2
    assert mosaic(*hinted(capfd.readouterr().err)) == 0
    key = Path("our keys", "client-key.pem")
    key.chmod(0o644)
    assert mosaic(*words) == 2
    change = shlex.split(capfd.readouterr().err.partition("allowed: ")[2])
    subprocess.run(change, check=True)
    assert key.stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_a_reader_that_is_gone_ends_it_without_a_word() -> None:
    Mosaic((600, 20), tile=512).create(STORE)
    script = 'set -o pipefail; PYTHONUNBUFFERED=1 "$@" | true'
    words = ["bash", "-c", script, "bash", *COMMAND, "mosaic", "resume", STORE, "--workers", "1"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")
