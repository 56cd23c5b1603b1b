"""Processes write for the computation that goes on, and for no earlier one."""

import threading
from pathlib import Path

import pytest

from juliaset.mosaic import Mosaic, MosaicError, writers
from juliaset.mosaic.chunks import PARTS
from juliaset.mosaic.errors import EndedError
from juliaset.mosaic.writers import WRITERS, admitted, writing


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return Mosaic((40, 30), tile=512).create(tmp_path / "m").path


def test_a_process_writes_only_for_the_computation_that_goes_on(store: Path) -> None:
    with admitted(store) as earlier, writing(store, earlier):
        pass
    with pytest.raises(EndedError, match="has ended"), writing(store, earlier):
        pass
    with admitted(store) as later:
        assert later != earlier
        with pytest.raises(EndedError), writing(store, earlier):
            pass
        with writing(store, later):
            pass


def test_a_computation_begins_when_the_last_writer_of_an_earlier_one_is_through(
    store: Path,
) -> None:
    begun, order = threading.Event(), []

    def begin() -> None:
        begun.set()
        with admitted(store):
            order.append("begun")

    with admitted(store) as name:
        thread = threading.Thread(target=begin)
        with writing(store, name):
            thread.start()
            begun.wait()
            thread.join(0.1)  # it would have begun by then
            order.append("written")
        thread.join()
    assert order == ["written", "begun"]


def test_a_writer_that_never_ends_is_said_in_one_line(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "_PATIENCE_S", 0.05)
    with (
        admitted(store) as name,
        writing(store, name),
        pytest.raises(MosaicError, match="is still writing into") as refused,
        admitted(store),
    ):
        pass
    assert "\n" not in str(refused.value)


def test_what_killed_writers_left_is_removed_before_and_afterwards(store: Path) -> None:
    parts = store / PARTS
    (parts / "1.part").touch()
    with admitted(store):
        assert not list(parts.iterdir())
        (parts / "2.part").touch()
    assert not list(parts.iterdir())


def test_a_copy_without_the_file_can_be_computed(store: Path) -> None:
    (store / WRITERS).unlink()
    with admitted(store) as name, writing(store, name):
        pass


def test_a_machine_without_the_folder_says_so(tmp_path: Path) -> None:
    with (
        pytest.raises(MosaicError, match="allowed: a folder that all machines share"),
        writing(tmp_path / "elsewhere", "0" * 32),
    ):
        pass
