"""What the explorer takes beyond its kernels, against what was promised.

    python benchmarks/explorer.py paint     from the wheel to the picture, beyond the kernel's time
    python benchmarks/explorer.py coarse    until python.loops has painted something
    python benchmarks/explorer.py cancel    until a new request is honoured, for each kernel
    python benchmarks/explorer.py drag      requests a second while dragging, and what waits
    python benchmarks/explorer.py memory    of server, engines and page, while one drags
    python benchmarks/explorer.py paint --rounds 5       a look

All parts but `cancel` use the page in Chromium; `make test-browser` installs what drives it. They
begin anew in a network of their own, where this machine allows that. Each part says what it
measures at the top of its file, `explorer_*.py`. Nothing else should run meanwhile.
"""

import argparse
from collections.abc import Callable, Iterator

from explorer_cancel import cancel
from explorer_cut_off import cut_off
from explorer_drag import drag
from explorer_memory import memory
from explorer_paint import coarse, paint
from figures import Figure, say


def main() -> None:
    """Measure what was asked for, and print a line for each figure."""
    read = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parts = read.add_subparsers(required=True, metavar="PART")
    page = argparse.ArgumentParser(add_help=False)
    page.add_argument("--size", type=int, default=1000, help="pixels on an edge of the picture")

    def part(
        measure: Callable[[argparse.Namespace], Iterator[Figure]],
        *parents: argparse.ArgumentParser,
    ) -> argparse.ArgumentParser:
        made = parts.add_parser(measure.__name__, parents=list(parents))
        made.set_defaults(measure=measure, in_browser=page in parents)
        return made

    added = part(paint, page)
    added.add_argument("--rounds", type=int, default=50)
    added.add_argument("--kernel", default="best")
    added = part(coarse, page)
    added.add_argument("--rounds", type=int, default=30)
    added.add_argument("--kernel", default="python.loops")
    added = part(cancel)
    added.add_argument("--requests", type=int, default=100, help="for each kernel")
    added.add_argument("--kernel", default="*", help="a pattern, like 'cpp.*'")
    added = part(drag, page)
    added.add_argument("--seconds", type=float, default=20.0, help="for each way of asking")
    added = part(memory, page)
    added.add_argument("--minutes", type=float, default=15.0)
    asked = read.parse_args()
    if asked.in_browser:
        cut_off()
    for figure in asked.measure(asked):
        say(figure)


if __name__ == "__main__":
    main()
