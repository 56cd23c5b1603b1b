"""What may come in: a page from our own port that knows the token, and no flood of its messages.

Every web page can send requests to 127.0.0.1, and so can every program of this machine. A page of
another host has another Origin. A name that another host has made point to 127.0.0.1 stands in
Host. Other programs, and other users, do not know the token.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from hmac import compare_digest
from http import HTTPStatus
from typing import NamedTuple

ADDRESS = "127.0.0.1"
SUBPROTOCOL = "juliaset"
MOST_PAGES = 8  # each has processes of its own
MOST_WAITING = 64  # connections that are not a page's socket, or not yet
MOST_A_SECOND = 800  # messages of one page: of two panels, for each of 360 pictures of a screen
FLOOD_A_SECOND = 5000
_PORT_OF_HTTP = 80  # a browser does not name it
_TOKEN = "token."  # noqa: S105 - what stands before it
_TOKEN_BYTES = 16


class Refusal(NamedTuple):
    """The answer to a request that is refused."""

    status: HTTPStatus
    message: str


@dataclass(frozen=True)
class Access:
    """The port that answers, and the token that a page needs."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(_TOKEN_BYTES), repr=False)

    @property
    def host(self) -> str:
        """What a browser says in Host."""
        return ADDRESS if self.port == _PORT_OF_HTTP else f"{ADDRESS}:{self.port}"

    @property
    def origin(self) -> str:
        """What a browser says in Origin, of our own page."""
        return f"http://{self.host}"

    def refusal(self, method: str, hosts: Sequence[str]) -> Refusal | None:
        """Return why a request is refused, whatever it is for, by its headers Host."""
        if len(hosts) != 1:
            return Refusal(HTTPStatus.BAD_REQUEST, f"{len(hosts)} headers Host; allowed: one")
        if hosts[0].lower() != self.host:
            return Refusal(HTTPStatus.MISDIRECTED_REQUEST, f"allowed: the host {self.host}")
        if method != "GET":
            return Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "allowed: GET")
        return None

    def socket_refusal(
        self, origins: Sequence[str], offered: Sequence[str], pages: int
    ) -> Refusal | None:
        """Return why a socket is refused, by its headers Origin and Sec-WebSocket-Protocol.

        pages: how many have a socket.
        """
        if list(origins) != [self.origin]:
            return Refusal(HTTPStatus.FORBIDDEN, f"allowed: the origin {self.origin}")
        if not self._is_ours(offered):
            return Refusal(
                HTTPStatus.FORBIDDEN, "the token is missing or wrong; the program printed the link"
            )
        if pages >= MOST_PAGES:
            return Refusal(
                HTTPStatus.SERVICE_UNAVAILABLE, f"{pages} pages are open; close one of them"
            )
        return None

    def _is_ours(self, offered: Sequence[str]) -> bool:
        """Return whether exactly one token is offered and is ours, in a time that tells nothing."""
        words = [word.strip() for header in offered for word in header.split(",")]
        tokens = [word.removeprefix(_TOKEN) for word in words if word.startswith(_TOKEN)]
        return len(tokens) == 1 and compare_digest(tokens[0].encode(), self.token.encode())


class Ticket:
    """A path that leads to the page with its token once.

    Every user of this machine can read the command line of a browser, so the ticket stands there
    instead of the token. If another program uses it first, the browser shows that it was used.
    """

    def __init__(self) -> None:
        """Draw a path."""
        self.path = f"/open/{secrets.token_urlsafe(_TOKEN_BYTES)}"
        self._is_used = False

    def is_of(self, path: str) -> bool:
        """Return whether a path is this one."""
        return compare_digest(path.encode(), self.path.encode())

    def use(self) -> bool:
        """Return whether it still led to the page; from now on it does not."""
        was_used, self._is_used = self._is_used, True
        return not was_used


class Verdict(Enum):
    """What happens to a message."""

    TAKEN = "taken"
    DROPPED = "dropped"
    REFUSED = "refused"  # dropped, and the page is told so
    FLOOD = "flood"  # the connection is closed


class Rate:
    """The messages of one page in a second."""

    def __init__(self) -> None:
        """Begin without any."""
        self._since = float("-inf")
        self._count = 0

    def judge(self, now: float) -> Verdict:
        """Return what happens to a message that came now, in seconds of any clock."""
        if now - self._since >= 1:
            self._since, self._count = now, 0
        self._count += 1
        if self._count <= MOST_A_SECOND:
            return Verdict.TAKEN
        if self._count == MOST_A_SECOND + 1:
            return Verdict.REFUSED
        return Verdict.DROPPED if self._count <= FLOOD_A_SECOND else Verdict.FLOOD
