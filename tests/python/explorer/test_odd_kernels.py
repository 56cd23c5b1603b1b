"""Kernels of other packages that fail, die or do not stop: the page is told, and goes on."""

import sys
from collections.abc import Iterator
from importlib import import_module, invalidate_caches
from pathlib import Path

import pytest
from hosts import Host, until

from juliaset import registry
from processes import children


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file in which kernels note how far they have come."""
    monkeypatch.setenv("JULIASET_ODD_NOTES", str(tmp_path / "notes"))
    return tmp_path / "notes"


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    """A host for whose processes the module odd_kernels is installed."""
    known = {kernel.name for kernel in registry.kernels()}
    about = tmp_path / "odd-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[juliaset.kernels]\nodd = odd_kernels\n")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    invalidate_caches()
    sys.modules.pop("odd_kernels", None)
    import_module("odd_kernels")
    before = children()
    host = Host()
    yield host
    host.session.close()
    assert children() <= before
    for name in registry._kernels.keys() - known:  # noqa: SLF001
        del registry._kernels[name]  # noqa: SLF001


def goes_on(host: Host, number: int) -> None:
    host.paint(number)
    host.wait_for("done", number)


@pytest.mark.parametrize(
    ("kernel", "why"),
    [
        ("odd.memory", "MemoryError: no room for this"),
        ("odd.unavailable", "UnavailableError: it cannot run here"),
        ("odd.exits", "SystemExit: 3"),
    ],
)
def test_a_kernel_that_fails_is_refused_in_one_line(host: Host, kernel: str, why: str) -> None:
    host.paint(1, kernel)
    refused = host.wait_for("refused", 1).content
    assert refused["message"] == why
    assert refused["panel"] == 0
    goes_on(host, 2)


def test_a_kernel_that_dies_takes_its_process_and_no_more(host: Host) -> None:
    host.paint(1, "odd.dies")
    assert "SIGKILL" in host.wait_for("ended").content["message"]
    goes_on(host, 2)


@pytest.mark.parametrize("kernel", ["odd.stubborn", "odd.catches"])
def test_a_kernel_that_does_not_stop_is_killed(notes: Path, host: Host, kernel: str) -> None:
    before = children()
    goes_on(host, 1)
    (process,) = children() - before
    host.paint(2, kernel)
    until(notes.exists)
    host.paint(3, kernel)
    goes_on(host, 4)
    assert process not in children()
    assert not any(one.content["type"] in {"ended", "refused"} for one in host.sent)


def test_a_process_that_is_late_keeps_its_picture(notes: Path, host: Host) -> None:
    """Another one could not find its smooth colours, nor compare it."""
    host.paint(1, "odd.deaf")
    host.wait_for("done", 1)
    until(notes.exists)
    host.ask(type="smooth", panel=0, id=1)
    host.wait_for("compared", 1)
    assert [one.content["type"] for one in host.sent].count("depths") == 1
    assert not any(one.content["type"] in {"ended", "refused"} for one in host.sent)


@pytest.mark.slow
def test_what_takes_long_to_load_is_loaded_once(notes: Path, host: Host) -> None:
    """Whatever is wanted meanwhile: a newer picture of it, or one of another kernel."""
    before = children()
    host.paint(1, "odd.loads")
    until(notes.exists)
    host.paint(2, "odd.loads")
    host.paint(3, "odd.loads")
    until(lambda: len(children() - before) == 2)
    mine = children() - before
    goes_on(host, 4)
    host.paint(5, "odd.loads")
    host.wait_for("done", 5)
    assert notes.read_text() == "loads\n"
    assert children() - before == mine
