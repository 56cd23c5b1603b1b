"""`juliaset explore` as a user meets it: its address, its options, and what it refuses."""

import json
import re
import socket
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from running import explorer
from served import PAINT, PATIENCE_S, all_from, message_from, parsed

from command import juliaset as run
from juliaset import extras
from juliaset.cli import main
from juliaset.mosaic import Mosaic


def test_the_options_are_in_the_link(tmp_path: Path) -> None:
    options = "--c -0.8+0.156j --window -0.5 0.5 -0.25 0.25 --kernel cpp.scalar"
    with explorer(
        tmp_path, "--no-browser", *options.split(), "--max-iterations", "77", "--port", "0"
    ) as running:
        words = parse_qs(urlsplit(running.link).fragment)
        found = {name: value for name, (value,) in words.items()}
    at = found.pop("at").split(",")
    assert len(at) == 5
    assert found == {
        "token": running.token,
        "c": "-0.8,0.156",
        "engine": "cpp.scalar",
        "limit": "77",
    }


def test_a_browser_gets_a_ticket_and_not_the_token(tmp_path: Path) -> None:
    """Every user of the machine can read the command line of a browser."""
    words, browser = tmp_path / "words", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" >"{words}.part"; mv "{words}.part" "{words}"\n')
    browser.chmod(0o755)
    with explorer(tmp_path, "--kernel", "cpp.scalar", BROWSER=f"{browser} %s") as running:
        end = time.monotonic() + PATIENCE_S
        while not words.exists():
            assert time.monotonic() < end
            time.sleep(0.01)
        address = words.read_text().strip()
        assert re.fullmatch(rf"http://127\.0\.0\.1:{running.port}/open/[\w-]{{22}}", address)
        assert running.token not in address
        with socket.create_connection(("127.0.0.1", running.port)) as connection:
            path, host = urlsplit(address).path, f"127.0.0.1:{running.port}"
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            status, headers, _ = parsed(all_from(connection))
        assert (status, headers["Location"]) == (303, running.link)


def test_a_port_that_is_taken_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("explore", "--no-browser", "--port", str(port), folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    reason = "another program uses it; allowed: a free port, or 0 for any"
    assert done.stderr == f"juliaset: --port is {port}: {reason}\n"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("--port x", "'x' is not a port from 0 to 65535"),
        ("--port 65536", "'65536' is not a port from 0 to 65535"),
        ("--port -1", "'-1' is not a port from 0 to 65535"),
        ("--c 5", "c is (5+0j); allowed: finite parts up to 4"),
        ("--window 0 9 0 1", "allowed: four numbers from -8 to 8"),
        ("--max-iterations 0", "max_iterations is 0; allowed: 1 to 1000000"),
        ("--kernel cpp.nothing", "there is no kernel 'cpp.nothing'"),
    ],
)
def test_a_wrong_option_is_one_line(words: str, reason: str) -> None:
    done = run("explore", "--no-browser", *words.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("juliaset: ")
    assert done.stderr.count("\n") == 1
    assert reason in done.stderr


def test_a_missing_package_is_one_line(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    with pytest.raises(SystemExit) as end:
        main(["explore", "--no-browser"])
    assert end.value.code == 3
    assert capfd.readouterr().err == (
        "juliaset: websockets is not installed, and the explorer needs it; make setup installs it\n"
    )


@pytest.fixture
def mosaic(tmp_path: Path) -> Path:
    pytest.importorskip("numcodecs", reason="setup/requirements.sh cluster installs it")
    made = Mosaic((600, 400), tile=512, c=-1 + 0.1j, max_iterations=50).create(tmp_path / "a.zarr")
    made.compute()
    return made.path


def test_a_mosaic_is_shown(tmp_path: Path, mosaic: Path) -> None:
    view = {"level": 1, "column": 0, "row": 0, "width": 300, "height": 200}
    with explorer(tmp_path, "--no-browser", str(mosaic)) as running, running.page() as page:
        start = parse_qs(urlsplit(running.link).fragment)
        assert start["c"] == ["-1.0,0.1"]
        assert start["limit"] == ["50"]
        page.send(json.dumps({**PAINT, "view": view, "c": [-1.0, 0.1], "limit": 50}))
        content, (counts,) = message_from(page)
        assert (content["type"], content["share"]) == ("pass", 1)
        level = np.asarray(Mosaic.open(mosaic).counts_of(1))
        assert np.array_equal(np.frombuffer(counts, np.int16).reshape(200, 300), level)
        assert message_from(page)[0]["kernel"] == "mosaic"


@pytest.mark.parametrize("words", ["--c 0", "--window -1 1 -1 1", "--kernel numpy.masked"])
def test_a_mosaic_says_itself_which_picture_it_is(words: str, mosaic: Path) -> None:
    done = run("explore", "--no-browser", *words.split(), str(mosaic))
    option = words.split(maxsplit=1)[0]
    reason = "was given with a mosaic, which is computed already; leave out one of the two"
    assert (done.returncode, done.stderr) == (2, f"juliaset: {option} {reason}\n")


def test_what_is_no_mosaic_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("numcodecs", reason="setup/requirements.sh cluster installs it")
    for path in (tmp_path, tmp_path / "nothing"):
        done = run("explore", "--no-browser", str(path))
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert path.name in done.stderr
