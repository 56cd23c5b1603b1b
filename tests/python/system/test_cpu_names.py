"""The name of a CPU, from planted files of x86-64 and ARM."""

from pathlib import Path

import pytest

from juliaset.system import here
from juliaset.system.load import cpu_name

_ARM = "processor\t: 0\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU part\t: 0xd0c\n"


@pytest.fixture(autouse=True)
def on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "is_macos", lambda: False)


def plant(root: Path, cpuinfo: str, board: bytes = b"") -> Path:
    (root / "proc" / "device-tree").mkdir(parents=True)
    (root / "proc" / "cpuinfo").write_text(cpuinfo)
    if board:
        (root / "proc" / "device-tree" / "model").write_bytes(board)
    return root


def test_x86_has_a_model_name(tmp_path: Path) -> None:
    root = plant(tmp_path, "processor\t: 0\nmodel name\t: One: fast\n\nmodel name\t: Two\n")
    assert cpu_name(root) == "One: fast"


def test_an_arm_board_has_a_name_that_ends_with_nul(tmp_path: Path) -> None:
    assert cpu_name(plant(tmp_path, _ARM, b"A Board Rev 1.4\0")) == "A Board Rev 1.4"


@pytest.mark.parametrize("board", [b"", b"\0"])
def test_an_arm_server_has_numbers(tmp_path: Path, board: bytes) -> None:
    assert cpu_name(plant(tmp_path, _ARM, board)) == "ARM, implementer 0x41, part 0xd0c"


def test_what_says_nothing_still_has_a_text(tmp_path: Path) -> None:
    assert cpu_name(plant(tmp_path, "CPU part\t: 0xd0c\n"))
