"""`juliaset mosaic verify` as a user meets it: what it names, repairs and ends with."""

import pytest
from mosaic_commands import computed, mosaic
from stores import chunks

from juliaset.mosaic.record import RECORD, ROW

pytestmark = pytest.mark.usefixtures("in_folder")


def test_broken_tiles_are_named_and_repaired(capfd: pytest.CaptureFixture[str]) -> None:
    made = computed()
    first, second = chunks(made)[:2]
    first.write_bytes(first.read_bytes()[:-1] + b"x")
    second.unlink()
    stray = made.path / "stray\nfile"
    stray.touch()
    capfd.readouterr()
    assert mosaic("verify", "a.zarr") == 1
    lines = capfd.readouterr().out.splitlines()
    assert lines[:2] == [
        f"{first.relative_to(made.path)}: its contents do not agree with their checksum",
        f"{second.relative_to(made.path)}: it is missing",
    ]
    assert "stray" in lines[2]
    assert lines[3:] == [
        "Tiles that were read: 14; broken: 2; other faults: 1.",
        "`juliaset mosaic verify a.zarr --repair` computes them again.",
    ]
    assert mosaic("verify", "a.zarr", "--repair") == 1  # the file of another is still there
    said = capfd.readouterr().out
    assert "\n2 of 14 tiles were computed" in said
    assert said.endswith(
        "\nAll tiles are as they should be. Faults that are left: 1, which stay as they are.\n"
    )
    stray.unlink()
    assert mosaic("verify", "a.zarr", "--repair") == 0
    assert "computed" not in capfd.readouterr().out


def test_a_repair_that_leaves_nothing_ends_well(capfd: pytest.CaptureFixture[str]) -> None:
    record = computed().path / RECORD
    data = bytearray(record.read_bytes())
    data[3 * ROW.itemsize + 9] ^= 1
    record.write_bytes(data)
    capfd.readouterr()
    assert mosaic("verify", "a.zarr") == 1
    said = "0/juliaset/tiles: 1 rows do not agree with their checksums\n"
    said += "Tiles that were read: 13; broken: 0; other faults: 1.\n"
    assert capfd.readouterr().out == said
    assert mosaic("verify", "a.zarr", "--repair") == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[2].startswith("1 of 14 tiles were computed")
    assert lines[4:] == ["All tiles are as they should be. Faults that are left: none."]
    assert mosaic("verify", "a.zarr") == 0
