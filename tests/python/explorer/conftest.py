"""A server of the explorer, and a page that behaves well and goes on."""

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from served import ClientConnection, Served


@pytest.fixture
def served() -> "Iterator[Served]":
    pytest.importorskip("websockets", reason="setup/requirements.sh explorer brings it")
    from served import Served  # noqa: PLC0415 - it needs the extra

    with Served() as served:
        yield served


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let servers that begin after this wait for a handshake as long as a test may."""
    monkeypatch.setattr("juliaset.explorer.server._HANDSHAKE_S", 0.5)


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
