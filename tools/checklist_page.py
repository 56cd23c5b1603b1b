"""Run the six pairs of python/profiling/checklist, and write docs/checklist.md.

python tools/checklist_page.py [--budget SECONDS]
"""

import importlib.util
import inspect
import sys
import textwrap
from pathlib import Path
from types import ModuleType
from typing import Any

from markers import replace_between

ROOT = Path(__file__).parent.parent
CHECKLIST = ROOT / "python" / "profiling" / "checklist" / "__main__.py"
PAGE = ROOT / "docs" / "checklist.md"


def checklist() -> ModuleType:
    """Import what `python checklist` runs."""
    spec = importlib.util.spec_from_file_location("checklist_command", CHECKLIST)
    assert spec is not None  # noqa: S101 - the file is ours
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(command: Any, results: dict[str, Any]) -> str:  # noqa: ANN401 - a script without types
    """Return what stands between the markers of the page."""
    about = next(iter(results.values()))[0].contest
    busy = next(filter(None, (measured.contention for measured, _ in results.values())), "")
    machine = about.machine
    where = f"{machine.cpu}, {machine.cores} cores, Python {machine.python}"
    lines = [
        f"Measured on {where}, on {about.when[:10]}{busy and f'; {busy}'}.",
        "",
        f"| {' | '.join(command.HEAD)} |",
        "| --- | ---: | ---: | --- | --- | --- | ---: | ---: |",
    ]
    for name, (measured, seen) in results.items():
        lines.append(f"| {' | '.join(command.row(name, measured, seen))} |")
    for name, (_, seen) in results.items():
        lines += _section(name, command.PAIRS[name], seen, command.SIDES)
    return "\n".join(lines) + "\n"


def _section(name: str, pair: Any, seen: dict[str, str], sides: tuple[str, ...]) -> list[str]:  # noqa: ANN401
    tool = pair.tool
    numbers = f"{tool.counts}: {seen['before']} before, {seen['after']} after"
    texts = (textwrap.dedent(inspect.getsource(pair.side(side))).rstrip() for side in sides)
    return [
        f"\n## {pair.issue}",
        f"\n{pair.fix}. `python checklist/{name}.py`; {pair.size:,} {pair.unit}.",
        "\n```python",
        "\n\n\n".join(texts),
        "```",
        f"\n**{tool.name}** shows it ({numbers}). By hand:",
        f"\n```console\n$ {tool.command}\n```",
        f"\nLook at {tool.look_at}.",
    ]


def main() -> None:
    """Run the pairs and write the page."""
    command = checklist()
    PAGE.write_text(replace_between(PAGE.read_text(), "pairs", page(command, command.run_all())))
    sys.stdout.write(f"Wrote {PAGE.relative_to(ROOT)}.\n")


if __name__ == "__main__":
    main()
