"""The files of the page, and the headers with which each travels."""

import re
from pathlib import Path

PAGE = Path(__file__).with_name("page")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self' ws://{host}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def page_file(path: str) -> tuple[str, bytes] | None:
    """Return the type and the bytes of the file that a request's path names, or None.

    Its name is compared with those that are there. So nothing in a path leads out of the folder.
    """
    name = path.partition("?")[0].removeprefix("/") or "index.html"
    for file in PAGE.iterdir():
        if file.name == name and file.suffix in _TYPES:
            return _TYPES[file.suffix], file.read_bytes()
    return None


def page_text(name: str) -> str:
    """Return the text of one of the files."""
    return PAGE.joinpath(name).read_text(encoding="utf-8")


def page_styles() -> str:
    """Return the text of all style sheets, in the order in which the page links them."""
    links = re.findall(r'<link rel="stylesheet" href="([\w-]+\.css)">', page_text("index.html"))
    return "\n".join(map(page_text, links))


def headers(host: str) -> dict[str, str]:
    """Return the headers of every answer: the page loads from this host alone, and is in no frame.

    host: the one that answers, with its port.
    """
    return {
        "Content-Security-Policy": _POLICY.format(host=host),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "Connection": "close",
    }
