"""`juliaset mosaic` as a user meets it: answers, messages, exit codes, files."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from mosaic_commands import computed, mosaic
from PIL import Image

from juliaset import extras
from juliaset.mosaic import Mosaic
from juliaset.mosaic.lock import store_lock

pytestmark = pytest.mark.usefixtures("in_folder")


def test_a_mosaic_is_computed_looked_at_and_verified(capfd: pytest.CaptureFixture[str]) -> None:
    made = computed("--c", "-0.8+0.156i", "--max-iterations", "200")
    said = capfd.readouterr().out
    assert said.startswith("14 of 14 tiles were computed, in ")
    assert said.endswith(f"a.zarr is complete. Its digest is {made.digest()}.\n")
    assert (made.c, made.max_iterations) == (-0.8 + 0.156j, 200)
    assert made.layout.window == (-1.8 * (1300 / 1100), 1.8 * (1300 / 1100), -1.8, 1.8)
    assert mosaic("info", "a.zarr") == 0
    said = capfd.readouterr().out
    assert f"\ndigest          {made.digest()}" in said
    assert "\ncomputed        14 tiles (100.0%) " in said
    assert mosaic("verify", "a.zarr") == 0
    said = capfd.readouterr().out
    assert said == "Tiles that were read: 14; broken: 0; other faults: 0.\n"


def test_a_terminal_shows_the_whole_digest(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = computed()
    for width in (80, 50):
        monkeypatch.setenv("COLUMNS", str(width))
        capfd.readouterr()
        assert mosaic("info", "a.zarr") == 0
        lines = capfd.readouterr().out.splitlines()
        shown = lines[[line.startswith("digest ") for line in lines].index(True) :]
        assert "".join(shown).removeprefix("digest").replace(" ", "") == made.digest(), width
        assert max(map(len, lines)) <= width


def test_a_square_is_the_picture_that_python_makes() -> None:
    assert mosaic("compute", "a.zarr", "--size", "700x700", "--tile", "512") == 0
    assert Mosaic.open("a.zarr").layout == Mosaic((700, 700), tile=512).layout


def test_what_is_missing_is_said_and_resumed(capfd: pytest.CaptureFixture[str]) -> None:
    Mosaic((1300, 1100), tile=512).create("a.zarr")
    assert mosaic("info", "a.zarr") == 0
    assert "known when all tiles are computed" in capfd.readouterr().out
    assert mosaic("verify", "a.zarr") == 3
    error = capfd.readouterr().err
    assert error == (
        "juliaset: 14 tiles are not computed; `juliaset mosaic resume a.zarr` computes them\n"
    )
    assert mosaic("export", "a.zarr", "--png", "a.png") == 2
    assert "14 of the 14 tiles of a.zarr are not computed" in capfd.readouterr().err
    assert mosaic("resume", "a.zarr", "--threads", "1", "--kernel", "cpp.scalar") == 0
    assert mosaic("verify", "a.zarr") == 0
    assert mosaic("resume", "a.zarr") == 0
    assert "0 of 14 tiles were computed.\n" in capfd.readouterr().out


def test_pictures_are_written(capfd: pytest.CaptureFixture[str]) -> None:
    computed()
    capfd.readouterr()
    assert mosaic("render", "a.zarr", "-o", "part.png", "--size", "50x100") == 0
    assert capfd.readouterr().out == "Wrote part.png, 50 x 100 pixels.\n"
    assert mosaic("export", "a.zarr", "--png", "a.png", "--palette", "lagoon") == 0
    assert mosaic("export", "a.zarr", "--cog", "a.tif") == 0
    assert mosaic("export", "a.zarr", "--dzi", "zoom") == 0
    assert capfd.readouterr().out == "Wrote a.png.\nWrote a.tif.\nWrote zoom.\n"
    for name, size in {
        "part.png": (50, 100),
        "a.png": (1300, 1100),
        "a.tif": (1300, 1100),
    }.items():
        with Image.open(name) as image:
            assert image.size == size
    assert Path("zoom/picture.dzi").is_file()


WRONG = {
    "compute b.zarr": "missing option '--size'",
    "compute b.zarr --size 3": "--size is '3'; allowed: two whole numbers like 1200x800",
    "compute b.zarr --size 0x5": "--size is 0x5; allowed: 1x1 or more",
    "compute b.zarr --size 9999999x9": "width is 9999999; allowed: 1 to 1048576",
    "compute b.zarr --size 9x9 --tile 100": "tile is 100; allowed: 512, 1024, 2048, 4096, 8192",
    "compute b.zarr --size 1000000x1000000 --tile 512": "so take a larger tile",
    "compute b.zarr --size 9x9 --kernel nope": "nope",
    "compute b.zarr --size 9x9 --kernel cpp.fastmath": "which need not count every pixel right",
    "compute b.zarr --size 9x9 --threads 0": "threads",
    "compute b.zarr --size 9x9 --max-iterations -1": "max_iterations is -1; allowed: 0 to",
    "compute b.zarr --size 9x9 --window 1 0 0 1": "allowed: x1 < x2 and y1 < y2",
    "compute b.zarr --size 9x9 --c nan": "allowed: finite parts",
    "compute none/b.zarr --size 9x9": "No such file or directory",
    "compute a.zarr --size 9x9": "a.zarr is a mosaic already; `juliaset mosaic resume a.zarr` goes",
    "compute full --size 9x9": "full is there already; allowed: a new name, or an empty folder",
    "compute other --size 9x9": "other is there already; allowed: a new name, or an empty folder",
    "resume none.zarr": "none.zarr is not a mosaic: there is no such folder",
    "resume other": "other is not a mosaic: zarr.json has no numbers of one; another program",
    "resume full": "full is not a mosaic: it has no zarr.json",
    "resume full/file": "full/file is not a mosaic: it is not a folder",
    "verify none.zarr": "none.zarr is not a mosaic",
    "info none.zarr": "none.zarr is not a mosaic",
    "render a.zarr": "missing option '--output'",
    "render a.zarr -o a.gif": "it has suffix '.gif'; allowed: .png",
    "render a.zarr -o none/a.png": "--output is 'none/a.png': its folder does not exist",
    "render a.zarr -o a.png --window 5 6 5 6": "the window is 5 6 5 6; allowed: a part of",
    "render a.zarr -o a.png --window nan nan 0 1": "allowed: four finite numbers",
    "render a.zarr -o a.png --size 0x0": "width is 0; allowed: 1 to",
    "render a.zarr -o a.png --size 9999999x9999999": "would take",
    "render a.zarr -o a.png --palette red": "unknown palette 'red'",
    "render a.zarr -o a.png": "0/c/0/0 is not computed",
    "export a.zarr": "export needs the form; allowed: one of --png, --dzi, --cog",
    "export a.zarr --png a.png --cog a.tif": "export needs the form; allowed: one of",
    "export a.zarr --png none/a.png": "--png is 'none/a.png': its folder does not exist",
    "export a.zarr --png a.jpg": "it has suffix '.jpg'; allowed: .png",
    "export a.zarr --cog full": "--cog is 'full': it is a folder",
    "export a.zarr --cog a.png": "--cog is 'a.png'; allowed: a name that ends in .tif or .tiff",
    "export a.zarr --dzi full": "full is there already; allowed: a new name, or an empty folder",
    "export a.zarr --dzi zoom": "are not computed",
    "export a.zarr --png a.png --palette red": "unknown palette 'red'",
    "draw a.zarr": "no such command 'draw'",
}


def test_every_wrong_input_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    Mosaic((1300, 1100), tile=512).create("a.zarr")
    Path("full").mkdir()
    Path("full/file").touch()
    Path("other").mkdir()
    Path("other/zarr.json").write_text('{"zarr_format": 3, "attributes": {}}')
    before = sorted(Path().rglob("*"))
    for words, reason in WRONG.items():
        code = mosaic(*words.split())
        out, error = capfd.readouterr()
        assert (code, out) == (2, ""), words
        assert error.startswith("juliaset: "), words
        assert error.count("\n") == 1, words
        assert reason in error, words
    assert sorted(Path().rglob("*")) == before


def test_the_folder_where_the_user_is_stays(capfd: pytest.CaptureFixture[str]) -> None:
    assert not list(Path().iterdir())
    assert mosaic("compute", ".", "--size", "9x9") == 2
    assert capfd.readouterr().err == (
        "juliaset: . is there already; allowed: a new name, or an empty folder\n"
    )


@pytest.mark.parametrize(
    "words", ["compute b.zarr --size 9x9", "resume a.zarr", "verify a.zarr", "info a.zarr"]
)
def test_a_missing_package_is_one_line(
    words: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "zarr" else object())
    assert mosaic(*words.split()) == 3
    assert capfd.readouterr().err == (
        "juliaset: zarr is not installed, and a mosaic needs it; make setup installs it\n"
    )
    assert not Path("b.zarr").exists()


def test_a_mosaic_that_is_being_computed_is_not_computed_twice(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Mosaic((1300, 1100), tile=512).create("a.zarr")
    with store_lock(Path("a.zarr")):
        assert mosaic("resume", "a.zarr") == 2
    assert "allowed: one computation at a time" in capfd.readouterr().err


def test_a_full_disk_says_how_to_go_on(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Mosaic((1300, 1100), tile=512).create("a.zarr")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "a.zarr/0/c/0/0")

    monkeypatch.setattr(Mosaic, "compute", full)
    assert mosaic("resume", "a.zarr") == 2
    assert capfd.readouterr().err == (
        "juliaset: [Errno 28] No space left on device: 'a.zarr/0/c/0/0'; "
        "`juliaset mosaic resume a.zarr` goes on with it\n"
    )


def test_ctrl_c_ends_it_and_it_says_how_to_go_on() -> None:
    words = (
        "compute",
        "a.zarr",
        "--size",
        "60000x60000",
        "--tile",
        "512",
        "--kernel",
        "cpp.scalar",
        "--workers",
        "0",
    )
    program = f"from juliaset.cli import main; main(['mosaic', *{words!r}])"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        record = Path("a.zarr/0/juliaset/tiles")
        deadline = time.monotonic() + 60
        while not (record.exists() and record.stat().st_size):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGINT)
        out, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (out, error) == (
        "",
        "juliaset: interrupted; `juliaset mosaic resume a.zarr` goes on with it\n",
    )
    assert Mosaic.open("a.zarr").missing().size < Mosaic.open("a.zarr").layout.tiles
    assert not list(Path("a.zarr/0/juliaset/parts").iterdir())
