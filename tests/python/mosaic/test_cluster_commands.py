"""`juliaset mosaic` with workers, here and elsewhere, as a user meets it."""

import re
from pathlib import Path

import pytest
from mosaic_commands import mosaic
from stores import SENSITIVE, check_whole

from juliaset import extras
from juliaset.mosaic import Mosaic
from juliaset.system.cores import usable_cores

pytest.importorskip("distributed")
from daemons import daemons  # it needs Dask

pytestmark = pytest.mark.usefixtures("in_folder")
PICTURE = ("--size", "1300x1100", "--tile", "512", "--max-iterations", "1000")
SENSITIVE_C = ("--c", "-0.8+0.156i", "--window", "-1.8", "1.8", "-1.8", "1.8")


def test_workers_compute_and_say_where_they_are_seen(capfd: pytest.CaptureFixture[str]) -> None:
    assert mosaic("compute", "a.zarr", *PICTURE, *SENSITIVE_C, "--workers", "1") == 0
    first, second, _ = capfd.readouterr().out.splitlines()
    threads = usable_cores()
    assert re.fullmatch(
        rf"Workers x threads: 1 x {threads}, on {threads} cores; "
        r"http://127\.0\.0\.1:\d+/status shows them at work\.",
        first,
    )
    assert second.startswith("14 of 14 tiles were computed, in ")
    check_whole(Mosaic.open("a.zarr"), (1300, 1100), SENSITIVE)


def test_a_small_picture_is_not_worth_workers(capfd: pytest.CaptureFixture[str]) -> None:
    assert mosaic("compute", "a.zarr", *PICTURE) == 0
    assert "Workers" not in capfd.readouterr().out


WRONG = {
    "--workers -1": "workers is -1; allowed: 1 to ",
    "--workers 20000": "workers is 20000; allowed: 1 to ",
    "--workers x": "'x' is not a whole number",
    "--workers 2 --scheduler tcp://127.0.0.1:1": "allowed: one of --workers and --scheduler",
    "--tls full": "--tls and --insecure are for --scheduler ADDRESS, which is missing",
    "--insecure": "--tls and --insecure are for --scheduler ADDRESS, which is missing",
    "--scheduler 127.0.0.1": "allowed: tls://HOST:PORT, or tcp://127.0.0.1:PORT",
    "--scheduler tcp://192.0.2.1:8786": "can run any program on it; allowed: ",
    "--scheduler tls://192.0.2.1:8786": "--tls DIR names it",
    "--scheduler tls://127.0.0.1:1 --tls none": "none/ca.pem is missing; ",
    "--scheduler tcp://127.0.0.1:1 --tls full": "certificates are of no use for tcp",
}


def test_every_wrong_option_is_one_line_and_writes_nothing(
    capfd: pytest.CaptureFixture[str],
) -> None:
    for words, reason in WRONG.items():
        code = mosaic("compute", "b.zarr", "--size", "9x9", *words.split())
        out, error = capfd.readouterr()
        assert (code, out) == (2, ""), words
        assert error.startswith("juliaset: "), words
        assert error.count("\n") == 1, words
        assert reason in error, words
    assert not list(Path().iterdir())


@pytest.mark.parametrize("words", ["compute b.zarr --size 9x9 --workers 2", "certificates tls"])
def test_a_missing_package_is_one_line(
    words: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: name != "distributed" or None)
    assert mosaic(*words.split()) == 3
    assert capfd.readouterr().err == (
        "juliaset: distributed is not installed, and a cluster needs it; make setup installs it\n"
    )
    assert not list(Path().iterdir())


def test_certificates_are_made_once(capfd: pytest.CaptureFixture[str]) -> None:
    assert mosaic("certificates", "tls") == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0] == "Wrote tls; it is valid for 365 days. Copy it to each machine."
    assert [line.partition(":")[0] for line in lines[1:]] == ["scheduler", "each worker", "here"]
    assert mosaic("certificates", "tls") == 2
    assert "is there already; allowed: a new folder" in capfd.readouterr().err


@pytest.mark.slow
def test_a_scheduler_elsewhere_computes(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert mosaic("certificates", "it's ours") == 0
    capfd.readouterr()
    with daemons(Path("it's ours"), tmp_path / "log", [("127.0.0.1", ())] * 3) as started:
        program, *command = started.here
        assert (program, command[:3]) == ("juliaset", ["mosaic", "compute", "OUT.zarr"])
        command = [{"OUT.zarr": "a.zarr", "WxH": "1300x1100"}.get(word, word) for word in command]
        assert mosaic(*command[1:], *PICTURE[2:], *SENSITIVE_C, "--kernel", "cpp.scalar") == 0
    first, second, _ = capfd.readouterr().out.splitlines()
    assert re.fullmatch(
        rf"Workers x threads: 2 x 1, of {started.address}; "
        r"http://127\.0\.0\.1:\d+/status there shows them at work\.",
        first,
    )
    assert second.startswith("14 of 14 tiles were computed, in ")
    check_whole(Mosaic.open("a.zarr"), (1300, 1100), SENSITIVE)
