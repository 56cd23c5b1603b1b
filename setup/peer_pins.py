"""Pin what a peer needs, with the megabytes that it takes; `make pins` does so for each extra.

python setup/peer_pins.py <report of pip> <file to write> <environment>

The report is what `pip install --dry-run --report` says, and the environment that of the peer, if
it has one. The file is a list of requirements whose first line says what they take.
"""

import json
import re
import sys
import urllib.request
from pathlib import Path
from typing import Any

HEAD = re.compile(r"# (\d+) MB to download, (\d+) MB on disk")


def size_of(item: dict[str, Any]) -> int:
    """Return the bytes of a file, as the index says without sending it."""
    url = item["download_info"]["url"]
    request = urllib.request.Request(url, method="HEAD")  # noqa: S310 - of pip's own report
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return int(answer.headers["Content-Length"])


def on_disk(environment: Path) -> int:
    """Return the bytes of an environment's files, each once; 0 if there is none."""
    found = (path.lstat() for path in environment.rglob("*"))
    return sum({each.st_ino: each.st_size for each in found}.values())


def megabytes(file: Path) -> tuple[int, int]:
    """Return what the first line of a file says: to download, and on disk."""
    head = HEAD.match(file.read_text() if file.exists() else "")
    return (int(head[1]), int(head[2])) if head else (0, 0)


def text_of(items: list[dict[str, Any]], download: int, disk: int) -> str:
    """Return the file: its size, and a pin a line; sizes are in bytes."""
    pins = (f"{item['metadata']['name'].lower()}=={item['metadata']['version']}" for item in items)
    head = f"# {round(download / 1e6)} MB to download, {round(disk / 1e6)} MB on disk\n"
    return head + "".join(f"{pin}\n" for pin in sorted(pins))


def main(report: Path, target: Path, environment: Path) -> None:
    """Write the file; without an environment the size on disk stays as it is."""
    items = json.loads(report.read_text())["install"]
    disk = on_disk(environment) or megabytes(target)[1] * 1_000_000
    target.write_text(text_of(items, sum(map(size_of, items)), disk))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
