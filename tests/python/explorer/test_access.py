"""The rules by which a request, a page and a message come in; no network."""

from http import HTTPStatus

import pytest

from juliaset.explorer import access
from juliaset.explorer.access import (
    FLOOD_A_SECOND,
    MOST_A_SECOND,
    MOST_PAGES,
    Access,
    Rate,
    Ticket,
    Verdict,
)

OURS = Access(8123)
ORIGIN, OFFERED = ["http://127.0.0.1:8123"], [f"juliaset, token.{OURS.token}"]


def status(found: object) -> HTTPStatus | None:
    return found.status if isinstance(found, access.Refusal) else None


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        (["127.0.0.1:8123"], None),
        ([], HTTPStatus.BAD_REQUEST),
        (["127.0.0.1:8123", "127.0.0.1:8123"], HTTPStatus.BAD_REQUEST),
        (["127.0.0.1:8123", "evil.example"], HTTPStatus.BAD_REQUEST),
        (["evil.example"], HTTPStatus.MISDIRECTED_REQUEST),
        (["evil.example:8123"], HTTPStatus.MISDIRECTED_REQUEST),
        (["127.0.0.1.evil.example:8123"], HTTPStatus.MISDIRECTED_REQUEST),
        (["127.0.0.1"], HTTPStatus.MISDIRECTED_REQUEST),
        (["127.0.0.1:8124"], HTTPStatus.MISDIRECTED_REQUEST),
        (["127.0.0.1:8123, evil.example"], HTTPStatus.MISDIRECTED_REQUEST),
        (["localhost:8123"], HTTPStatus.MISDIRECTED_REQUEST),
        (["[::1]:8123"], HTTPStatus.MISDIRECTED_REQUEST),
        ([""], HTTPStatus.MISDIRECTED_REQUEST),
    ],
)
def test_one_host_is_answered(hosts: list[str], expected: HTTPStatus | None) -> None:
    assert status(OURS.refusal("GET", hosts)) == expected


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "OPTIONS", "get", "CONNECT", ""])
def test_one_method_is_answered(method: str) -> None:
    assert status(OURS.refusal(method, [OURS.host])) == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize(
    "origins",
    [
        [],
        ["null"],
        ["http://evil.example"],
        ["https://127.0.0.1:8123"],
        ["http://127.0.0.1"],
        ["http://127.0.0.1:81234"],
        ["http://127.0.0.1:8123.evil.example"],
        ["http://127.0.0.1:8123/"],
        ["http://localhost:8123"],
        [*ORIGIN, *ORIGIN],
    ],
)
def test_a_foreign_or_missing_origin_is_forbidden(origins: list[str]) -> None:
    assert status(OURS.socket_refusal(origins, OFFERED, 0)) == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    "offered",
    [
        [],
        [""],
        ["juliaset"],
        [f"juliaset, {OURS.token}"],
        ["juliaset, token."],
        [f"juliaset, token.{OURS.token[:-1]}"],
        [f"juliaset, token.{OURS.token}x"],
        [f"juliaset, token.{OURS.token.swapcase()}"],
        [f"juliaset, token.{OURS.token}, token.{OURS.token}"],
        [f"token.{OURS.token}", f"token.{'x' * len(OURS.token)}"],
        ["juliaset, token.\xe9\xff"],
    ],
)
def test_a_wrong_or_missing_token_is_forbidden(offered: list[str]) -> None:
    assert status(OURS.socket_refusal(ORIGIN, offered, 0)) == HTTPStatus.FORBIDDEN


def test_the_token_may_stand_in_any_header_of_its_name() -> None:
    assert OURS.socket_refusal(ORIGIN, OFFERED, 0) is None
    assert OURS.socket_refusal(ORIGIN, ["juliaset", f"token.{OURS.token}"], 0) is None


def test_a_token_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return False

    monkeypatch.setattr(access, "compare_digest", compare)
    assert status(OURS.socket_refusal(ORIGIN, OFFERED, 0)) == HTTPStatus.FORBIDDEN
    assert compared == [(OURS.token.encode(), OURS.token.encode())]


def test_tokens_are_long_differ_and_are_not_shown() -> None:
    tokens = {Access(8123).token for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) >= 22 for token in tokens)
    assert OURS.token not in repr(OURS)


def test_the_port_of_http_stands_in_no_header() -> None:
    access = Access(80)
    assert (access.host, access.origin) == ("127.0.0.1", "http://127.0.0.1")
    assert access.refusal("GET", ["127.0.0.1"]) is None


def test_pages_are_counted_after_the_token() -> None:
    assert OURS.socket_refusal(ORIGIN, OFFERED, MOST_PAGES - 1) is None
    full = OURS.socket_refusal(ORIGIN, OFFERED, MOST_PAGES)
    assert status(full) == HTTPStatus.SERVICE_UNAVAILABLE
    assert status(OURS.socket_refusal(ORIGIN, [], MOST_PAGES)) == HTTPStatus.FORBIDDEN


def test_a_page_is_told_once_a_second_that_it_sends_too_much() -> None:
    rate = Rate()
    for second in range(3):
        found = [rate.judge(second + k / 1000) for k in range(1000)]
        assert found[:MOST_A_SECOND] == [Verdict.TAKEN] * MOST_A_SECOND
        assert found[MOST_A_SECOND] is Verdict.REFUSED
        assert set(found[MOST_A_SECOND + 1 :]) == {Verdict.DROPPED}


def test_a_page_that_sends_as_often_as_screens_change_loses_nothing() -> None:
    """The fastest screens show 360 pictures a second, and a race has two panels."""
    rate = Rate()
    assert {rate.judge(k / 360) for k in range(1000) for _panel in range(2)} == {Verdict.TAKEN}


def test_a_flood_is_more_than_that() -> None:
    rate = Rate()
    found = [rate.judge(0.5) for _ in range(FLOOD_A_SECOND + 1)]
    assert found[-2:] == [Verdict.DROPPED, Verdict.FLOOD]


def test_a_ticket_works_once() -> None:
    ticket, other = Ticket(), Ticket()
    assert ticket.is_of(ticket.path)
    assert not ticket.is_of(other.path)
    assert not ticket.is_of("/open/")
    assert [ticket.use(), ticket.use()] == [True, False]
