"""What a process of a submission loads, what it may take, and what it gets from the grader."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from juliaset.compile_kernel import work_folder


@dataclass(frozen=True)
class Loadable:
    """What a process can load: a file of Python, or a compiled one; or a kernel, by its words."""

    folder: Path
    entry: str
    kernel: dict[str, Any] | None = None

    @classmethod
    def of_kernel(cls, words: dict[str, Any]) -> "Loadable":
        """Give a kernel of the registry, with an empty folder to stand in."""
        return cls(Path(tempfile.mkdtemp(dir=work_folder())), "", words)


@dataclass(frozen=True)
class Limits:
    """What a submission may take."""

    seconds: float = 20.0  # for one call, with all that it asks meanwhile
    all_seconds: float = 120.0  # for all calls of a process: each may take nearly too long
    cpu_seconds: int = 300
    memory: int = 1 << 30
    threads: int = 1


@dataclass(frozen=True)
class Function:
    """An argument that is a function of the grader's."""

    name: str
