"""What was measured is written although standard output fails while the contest is shown."""

import errno
import io
import sys
from pathlib import Path

import pytest
from saved_contests import record

from juliaset.bench.record_file import dumps
from juliaset.cli.lasting import lasting
from juliaset.cli.outputs import Outputs


class Fails(io.StringIO):
    """A file that takes one line, and then fails as a closed pipe or a full disk does."""

    encoding = "utf-8"

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self._error = error

    def write(self, text: str) -> int:
        if "\n" in self.getvalue():
            raise self._error
        return super().write(text)


def shown_and_written(outputs: Outputs, steps: list[str]) -> None:
    with lasting(outputs):
        for step in ("begins", "goes on", "is over"):
            sys.stdout.write(f"{step}\n")
            steps.append(step)
        assert sys.stdout.encoding.lower() == "utf-8"  # rich asks for what a file has
        outputs.write(record())


@pytest.mark.parametrize("error", [BrokenPipeError(), OSError(errno.ENOSPC, "full")])
def test_the_files_are_written_and_the_error_is_raised_afterwards(
    error: OSError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", Fails(error))
    steps: list[str] = []
    with pytest.raises(type(error)):
        shown_and_written(Outputs(tmp_path / "a.json"), steps)
    assert steps == ["begins", "goes on", "is over"]
    assert (tmp_path / "a.json").read_text() == dumps(record())


def test_without_a_file_the_contest_ends_with_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Fails(BrokenPipeError()))
    steps: list[str] = []
    with pytest.raises(BrokenPipeError):
        shown_and_written(Outputs(), steps)
    assert steps == ["begins"]


def test_what_does_not_fail_is_printed_as_ever(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown_and_written(Outputs(tmp_path / "a.json"), [])
    assert capsys.readouterr().out.startswith("begins\ngoes on\nis over\nWrote ")
