"""Small C programs for what Python would blur."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import TYPE_CHECKING

from claims.running import succeed, tool

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def program(source: str, *flags: str) -> Iterator[Path]:
    """Compile a C program into a folder that vanishes."""
    with TemporaryDirectory() as name:
        path = Path(name)
        (path / "main.c").write_text(dedent(source), encoding="utf-8")
        succeed([tool("gcc"), *flags, path / "main.c", "-o", path / "main"])
        yield path / "main"
