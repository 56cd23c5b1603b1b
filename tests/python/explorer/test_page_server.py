"""The page's files over HTTP: their types and headers, and what is not answered with a file."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from served import PATIENCE_S, Served, all_from, parsed

from juliaset.explorer import page_files

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Connection": "close",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture(autouse=True)
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page of four files next to a secret, with a link that leads out of its folder."""
    (tmp_path / "secret.js").write_text("secret")
    folder = tmp_path / "page"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html>é", "utf-8")
    (folder / "explorer.js").write_text("export {};")
    (folder / "explorer.css").write_text("p {}")
    (folder / "icon.svg").write_text("<svg/>")
    (folder / "messages.d.ts").write_text("types")
    (folder / "inner").mkdir()
    (folder / "inner" / "more.js").write_text("more")
    monkeypatch.setattr(page_files, "PAGE", folder)
    return folder


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/", "text/html; charset=utf-8", "<!doctype html>é".encode()),
        ("/?hello", "text/html; charset=utf-8", "<!doctype html>é".encode()),
        ("/index.html", "text/html; charset=utf-8", "<!doctype html>é".encode()),
        ("/explorer.js", "text/javascript; charset=utf-8", b"export {};"),
        ("/explorer.js?v=1", "text/javascript; charset=utf-8", b"export {};"),
        ("/explorer.css", "text/css; charset=utf-8", b"p {}"),
        ("/icon.svg", "image/svg+xml", b"<svg/>"),
    ],
)
def test_a_file_has_its_type_and_all_headers(
    served: Served, path: str, kind: str, body: bytes
) -> None:
    status, headers, found = served.answer(path)
    assert (status, found) == (200, body)
    policy = headers.pop("Content-Security-Policy").split("; ")
    assert policy[0] == "default-src 'none'"
    assert f"connect-src 'self' ws://{served.access.host}" in policy
    assert {"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} <= set(policy)
    assert not [word for word in policy if "unsafe" in word or "*" in word or "http" in word]
    assert headers == HEADERS | {"Content-Type": kind, "Content-Length": str(len(body))}


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.js",
        "/inner/../../secret.js",
        "/%2e%2e/secret.js",
        "/..%2fsecret.js",
        "/..\\secret.js",
        "//secret.js",
        "//etc/passwd",
        "/etc/passwd",
        "secret.js",
        "../secret.js",
        "/./index.html",
        "/index.html/",
        "/index.html%00.js",
        "/inner",
        "/inner/",
        "/inner/more.js",
        "/messages.d.ts",
        "/server.py",
        "/..",
        "/.",
        "/%",
        "/INDEX.HTML",
        "*",
        "http://127.0.0.1/index.html",
        "/favicon.ico",
    ],
)
def test_no_path_leads_to_another_file(served: Served, path: str) -> None:
    status, headers, body = served.answer(path)
    assert (status, body) == (404, b"there is no such file\n")
    assert headers.items() >= HEADERS.items()


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"])
def test_other_methods_are_refused(served: Served, method: str) -> None:
    status, headers, _ = served.answer("/", method=method)
    assert (status, headers["Allow"]) == (405, "GET")
    assert headers.items() >= HEADERS.items()


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        ([], 400),
        (["127.0.0.1:{port}", "127.0.0.1:{port}"], 400),
        (["127.0.0.1:{port}", "evil.example"], 400),
        (["evil.example:{port}"], 421),
        (["localhost:{port}"], 421),
    ],
)
def test_a_rebound_or_doubled_host_gets_no_file(
    served: Served, hosts: list[str], expected: int
) -> None:
    fields = [f"Host: {host.format(port=served.access.port)}" for host in hosts]
    status, headers, body = served.answer("/", fields=fields)
    assert status == expected
    assert b"doctype" not in body
    assert headers.items() >= HEADERS.items()


NONSENSE = {
    "nothing": (b"\r\n\r\n", 0),
    "zeros": (bytes(1000), 0),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200) + b"\n", 0),
    "no version": (b"GET /\r\n\r\n", 0),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0),
    "HTTP/9.9": (b"GET / HTTP/9.9\r\n\r\n", 0),
    "a path of bytes": (b"GET /\xff\xfe HTTP/1.1\r\n\r\n", 0),
    "a header without a colon": (b"GET / HTTP/1.1\r\nHost\r\n\r\n", 0),
    "a folded header": (b"GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", 0),
    "a body": (b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", 0),
    "chunks": (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 0),
    "a long path": (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n", 414),
    "a long header": (b"GET / HTTP/1.1\r\nHost: " + b"a" * 100_000 + b"\r\n\r\n", 431),
    "many headers": (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 1000 + b"\r\n", 431),
}


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_refused_or_closed(served: Served, name: str) -> None:
    sent, expected = NONSENSE[name]
    try:
        said = served.said(sent)
    except ConnectionResetError:  # it had more to say than was read
        said = b""
    if expected == 0:
        assert said == b""
    elif said:
        assert parsed(said)[0] == expected


def test_a_ticket_leads_to_the_page_once(served: Served) -> None:
    start = {"c": "-0.8,0.156", "engine": "cpp.scalar"}
    once = served.server.link_once(start)
    assert served.access.token not in once
    path = once.removeprefix(served.access.origin)
    status, headers, _ = served.answer(path)
    assert (status, headers["Location"]) == (303, served.server.link(start))
    status, _, body = served.answer(path)
    assert (status, b"the terminal shows the address" in body) == (410, True)
    assert served.answer("/open/")[0] == 404


def test_a_link_has_the_token_and_the_state_in_its_fragment(served: Served) -> None:
    start = {"c": "-0.8,1e+20", "at": "1,2,3,4,5"}
    link = urlsplit(served.server.link(start))
    assert (link.scheme, link.netloc, link.path, link.query) == (
        "http",
        served.access.host,
        "/",
        "",
    )
    found = {name: value for name, (value,) in parse_qs(link.fragment).items()}
    assert found == {"token": served.access.token, **start}
    assert len(f"{served.server.link({})} shows it; Ctrl-C ends it.") <= 80


def test_a_long_file_comes_whole_to_a_slow_reader(served: Served, page: Path) -> None:
    (page / "long.js").write_bytes(bytes(range(256)) * 20_000)
    with served.connection() as connection:
        request = f"GET /long.js HTTP/1.1\r\nHost: {served.access.host}\r\n\r\n"
        connection.sendall(request.encode())
        connection.settimeout(PATIENCE_S)
        begin = connection.recv(100)
        served.answer("/")  # another request is answered meanwhile
        body = parsed(begin + all_from(connection))[2]
    assert body == bytes(range(256)) * 20_000
