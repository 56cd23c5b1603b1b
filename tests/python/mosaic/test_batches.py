"""What workers are told of a computation."""

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

import pytest

from juliaset.mosaic import Mosaic

pytest.importorskip("distributed")
from juliaset.mosaic import schedule  # it needs Dask


def test_workers_are_told_the_path_that_the_user_gave(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name that all machines share may be a link here and a folder there.

    What the link leads to here need not be there at all.
    """
    (folder / "disk 1").mkdir()
    (folder / "shared").symlink_to(folder / "disk 1")
    told: list[Path] = []

    def note(_client: object, _plan: object, compute: Callable[..., object]) -> Generator[None]:
        assert isinstance(compute, partial)
        told.append(compute.args[0].store)
        yield from ()

    monkeypatch.setattr(schedule, "batches_of_cluster", note)
    monkeypatch.chdir(folder)
    Mosaic((600, 20), tile=512).create("shared/m").compute(client=object())  # type: ignore[arg-type]
    assert told == [folder / "shared" / "m"]
