"""Prints a kernel's source: its file, the loop that the file calls, and what it changes."""

import difflib
from pathlib import Path

from rich.console import Console
from rich.syntax import Syntax

from juliaset.bench.hot_loop import loops_elsewhere
from juliaset.bench.table import prose
from juliaset.kernel_type import Kernel

# Less alike than this, and a difference line by line shows two whole files.
_ALIKE = 0.5
_LANGUAGES = {".py": "python", ".pyx": "cython", ".c": "c", ".cpp": "cpp", ".hpp": "cpp"}


def heading(screen: Console, text: str) -> None:
    """Print the heading of a part, under an empty line."""
    screen.print()
    prose(screen, text, style="bold")


def show_source(screen: Console, kernel: Kernel, below: Kernel | None) -> None:
    """Print the kernel's file, and its innermost loop if that is in another one."""
    text = _text(kernel)
    if kernel.source is None or text is None:
        prose(screen, "Its source is not installed.")
        return
    _code(screen, text, _language(kernel.source))
    for loop in loops_elsewhere(kernel.source, below.source if below and _text(below) else None):
        heading(screen, f"The loop that this leads to, in {loop.file.name}")
        _code(screen, loop.text, _language(loop.file))


def show_change(screen: Console, kernel: Kernel, below: Kernel | None) -> None:
    """Print the difference from the kernel of which it changes one thing, if that is short."""
    if below is None:
        heading(screen, "No kernel comes before it in the ladder")
        return
    heading(screen, f"What it changes in {below.name}")
    prose(screen, f"{below.name}: {below.summary}")
    prose(screen, f"{kernel.name}: {kernel.summary}")
    old, new = _text(below), _text(kernel)
    if old is None or new is None:
        return
    if kernel.source == below.source:
        prose(screen, "The two are one file, under other flags.")
    elif difflib.SequenceMatcher(None, old, new).ratio() > _ALIKE:
        names = (Path(str(below.source)).name, Path(str(kernel.source)).name)
        lines = difflib.unified_diff(old.splitlines(), new.splitlines(), *names, n=1, lineterm="")
        _code(screen, "\n".join(lines), "diff")
    else:
        prose(screen, f"The files have little in common: `juliaset explain {below.name}` shows it.")


def _code(screen: Console, text: str, language: str) -> None:
    """Print code, whose long lines are wrapped, and not cut."""
    screen.print(Syntax(text, language, theme="ansi_dark", word_wrap=True))


def _text(kernel: Kernel) -> str | None:
    return kernel.source.read_text() if kernel.source and kernel.source.exists() else None


def _language(path: Path) -> str:
    return _LANGUAGES.get(path.suffix, "text")
