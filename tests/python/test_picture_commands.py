"""The commands that write pictures, as a user gives them."""

from pathlib import Path

import pytest
from PIL import Image

from juliaset.cli import main


@pytest.mark.parametrize(
    ("c", "trap"),
    [
        ([], "The disc of radius 0.1"),
        (["--c", "1"], "No disc around 0 is proved to be mapped into itself"),
    ],
)
def test_a_trap_is_drawn_and_told(
    c: list[str], trap: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "trap.png"
    with pytest.raises(SystemExit) as end:
        main(["trap", "-o", str(path), "--size", "96x64", *c])
    assert end.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(trap)
    assert "of the tiles of 8 x 8 pixels" in said
    assert said.endswith(f"Wrote {path}.\n")
    with Image.open(path) as image:
        assert image.size == (96, 64)
        assert len(image.convert("RGB").getcolors(1 << 24)) > 1
