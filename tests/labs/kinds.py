"""What there can be instead of a file: what it is called, and how a test makes it."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest


def make_socket(path: Path) -> None:
    folder = os.open(path.parent, os.O_PATH)  # a socket's path may have only 108 bytes
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"/proc/self/fd/{folder}/{path.name}")
    os.close(folder)


KINDS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "FIFO": ("a FIFO", os.mkfifo),
    "folder": ("a folder", Path.mkdir),
    "socket": ("a socket", make_socket),
    "link to a file": ("a link", lambda path: path.symlink_to("/etc/passwd")),
    "link to a FIFO": (
        "a link",
        lambda path: (os.mkfifo(f"{path}.x"), path.symlink_to(f"{path}.x")),
    ),
    "link to a device": ("a link", lambda path: path.symlink_to("/dev/zero")),
    "dangling link": ("a link", lambda path: path.symlink_to("nowhere")),
    "looping link": ("a link", lambda path: path.symlink_to(path.name)),
}
each_kind = pytest.mark.parametrize(("kind", "make"), KINDS.values(), ids=KINDS)


def place_in(room: Path, name: str) -> Path:
    path = room / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
