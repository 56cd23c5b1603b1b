"""Sessions, one with a mosaic; a server of the explorer, and a page that goes on."""

import json
from typing import TYPE_CHECKING

import pytest
from hosts import Host
from mosaics import LIMIT, SIZE

from processes import children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from served import ClientConnection, Served

    from juliaset.mosaic import Mosaic


@pytest.fixture
def host() -> "Iterator[Host]":
    """A session without a page, whose processes end with it."""
    before = children()
    host = Host()
    yield host
    host.session.close()
    assert children() <= before


@pytest.fixture(scope="module")
def mosaic(tmp_path_factory: pytest.TempPathFactory) -> "Mosaic":
    """A mosaic of four levels, which is computed."""
    pytest.importorskip("numcodecs", reason="setup/requirements.sh cluster installs it")
    from juliaset.mosaic import Mosaic  # noqa: PLC0415 - it needs the extra

    made = Mosaic(SIZE, tile=512, window=(-1.8, 1.8, -1.2, 1.1), max_iterations=LIMIT)
    mosaic = made.create(tmp_path_factory.mktemp("mosaic") / "a.zarr")
    mosaic.compute()
    return mosaic


@pytest.fixture
def viewer(mosaic: "Mosaic") -> "Iterator[Host]":
    """A session that shows the mosaic, and has greeted its page."""
    viewer = Host(mosaic.path)
    viewer.ask(type="hello")
    viewer.wait_for("hello")
    yield viewer
    viewer.session.close()


@pytest.fixture
def served() -> "Iterator[Served]":
    pytest.importorskip("websockets", reason="setup/requirements.sh explorer installs it")
    from served import Served  # noqa: PLC0415 - it needs the extra

    with Served() as served:
        yield served


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let servers that begin after this wait for a handshake as long as a test may."""
    monkeypatch.setattr("juliaset.explorer.server._HANDSHAKE_S", 1.0)


@pytest.fixture
def good(
    served: "Served", capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> "Iterator[ClientConnection]":
    """A page that is there before an attack, and is answered after it; nothing is complained of."""
    from served import goes_on, message_from  # noqa: PLC0415

    with served.page() as page:
        page.send(json.dumps({"type": "hello"}))
        assert message_from(page) == ({"type": "hello"}, [b"colours"])
        goes_on(page, 1)
        yield page
        goes_on(page, 2)
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []
