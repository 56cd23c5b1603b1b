"""Reads the notebooks of the project, for tests."""

import ast
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager

import chapters

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
LEARNER = "learner-writes"

# A script of setup/, as the fixture `run_setup` calls it.
RunSetup = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True)
class Code:
    """A cell that runs."""

    name: str
    source: str
    tags: tuple[str, ...] = ()

    @property
    def by_learner(self) -> bool:
        """Whether the learner writes here, so that it may hold a kernel."""
        return LEARNER in self.tags

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax, with a magic as the call that IPython makes of it."""
        return ast.parse(TransformerManager().transform_cell(self.source))


@dataclass(frozen=True)
class Notebook(chapters.Notebook):
    """One notebook, with its texts and its code apart."""

    @cached_property
    def texts(self) -> list[str]:
        """Return the markdown of each cell of text."""
        return ["".join(cell["source"]) for cell in self.cells if cell["cell_type"] == "markdown"]

    @cached_property
    def code(self) -> list[Code]:
        """All cells that run."""
        return [
            Code(cell["id"], "".join(cell["source"]), tuple(cell["metadata"].get("tags", ())))
            for cell in self.cells
            if cell["cell_type"] == "code"
        ]


def notebooks() -> list[Notebook]:
    """All of them, in their sequence."""
    return [Notebook(path) for path in sorted(NOTEBOOKS.glob("*.ipynb"))]
