"""The peers, and with which interpreter each runs here: their programs are read, not imported."""

import ast
import os
import shutil
import sys
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from juliaset.course_folder import CHECKOUT, IN_CHECKOUT

PROGRAMS = Path(__file__).parent / "programs"
_PREFIX = "with_"
# In the order of the table: from what changes least in a program to what changes most.
NAMES = (
    "pypy",
    "numexpr",
    "mypyc",
    "pythran",
    "numba",
    "jax",
    "taichi",
    "drjit",
    "halide",
    "mojo",
)


@dataclass(frozen=True)
class Peer:
    """A compiler or a library that a user would reach for instead, and the program that uses it.

    The program's constants: THREADS says whether it can use several, AHEAD whether it compiles into
    a folder that later processes use, TOLD what it was told, INTERPRETER which program runs it.
    """

    name: str
    folder: Path = PROGRAMS

    @property
    def program(self) -> Path:
        """Its file."""
        return self.folder / f"{_PREFIX}{self.name}.py"

    @property
    def module(self) -> str:
        """The name by which its process imports the program."""
        return self.program.stem

    @cached_property
    def _said(self) -> dict[str, Any]:
        """The docstring and the constants of its program."""
        tree = ast.parse(self.program.read_bytes(), str(self.program))
        said: dict[str, Any] = {"summary": (ast.get_docstring(tree) or "").partition("\n")[0]}
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                said |= {
                    each.id: node.value.value for each in node.targets if isinstance(each, ast.Name)
                }
        return said

    @property
    def summary(self) -> str:
        """What it is, in one sentence."""
        return str(self._said["summary"])

    @property
    def told(self) -> str:
        """What it was told: flags, and what it does about the test abs(z) < 2."""
        return str(self._said["TOLD"])

    @property
    def supports_threads(self) -> bool:
        """Whether it can use several threads."""
        return bool(self._said.get("THREADS", False))

    @property
    def compiles_ahead(self) -> bool:
        """Whether it compiles into a folder, once for all processes of a row."""
        return bool(self._said.get("AHEAD", False))

    @property
    def interpreter(self) -> str:
        """The interpreter that runs it: its own environment's, or this one; empty if none does."""
        if named := self._said.get("INTERPRETER"):
            return shutil.which(str(named)) or ""
        own = environments() / self.name / "bin" / "python"
        if own.exists():
            return str(own)
        return sys.executable if find_spec(self.name) else ""

    @property
    def reason(self) -> str:
        """Why it cannot run here, with what to type; empty if it can."""
        if self.interpreter:
            return ""
        if named := self._said.get("INTERPRETER"):
            return f"{named} is not installed; `make peers` says how to get it"
        how = "make peers" if IN_CHECKOUT else f"pip install 'juliaset[{self.name}]'"
        return f"{self.name} is not installed; {how}"


def environments() -> Path:
    """Return the folder in which `make peers` makes an environment for each peer."""
    named = os.environ.get("JULIASET_PEERS")
    return Path(named) if named else CHECKOUT / "build" / "peers"


def peers() -> list[Peer]:
    """List every peer, in the order of the table."""
    return [Peer(name) for name in NAMES]


def get_peers(names: list[str]) -> list[Peer]:
    """Return the peers of these names, or all; ValueError if one is unknown."""
    known = {peer.name: peer for peer in peers()}
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"there is no peer {unknown[0]!r}; allowed: {', '.join(known)}")
    return [known[name] for name in names] if names else list(known.values())
