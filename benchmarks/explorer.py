"""What the explorer takes beyond its kernels, against what was promised.

    python benchmarks/explorer.py paint     from the wheel to the picture, beyond the kernel's time
    python benchmarks/explorer.py coarse    until python.loops has painted something
    python benchmarks/explorer.py cancel    until a new request is honoured, for each kernel
    python benchmarks/explorer.py drag      requests a second while dragging, and what waits
    python benchmarks/explorer.py memory    of server, engines and page, while one drags
    python benchmarks/explorer.py paint --rounds 5       a look

All parts but `cancel` use the page in Chromium; `make test-browser` installs what drives it. They
restart in a network of their own, if this machine allows that. Each part says what it
measures at the top of its file, `explorer_*.py`. Nothing else should run meanwhile.
"""

import sys
from math import isqrt

from allowed import kernel, number, pattern, whole
from explorer_cancel import cancel
from explorer_chromium import missing
from explorer_cut_off import cut_off
from explorer_drag import drag
from explorer_memory import memory
from explorer_paint import coarse, paint
from parts import Parts, options, print_figures

from juliaset.explorer.messages import MOST_PIXELS

_LEAST_SIZE = 300  # the page shows no smaller picture
_MOST_ROUNDS = 100_000
_MOST_SECONDS = 86_400


def main() -> None:
    """Measure what was asked for, and print a line for each figure."""
    parts = Parts(__doc__)
    page = options()
    size = whole(_LEAST_SIZE, isqrt(MOST_PIXELS))
    page.add_argument("--size", type=size, default=1000, help="pixels on an edge of the picture")
    rounds = whole(1, _MOST_ROUNDS)

    added = parts.add(paint, page)
    added.add_argument("--rounds", type=rounds, default=50)
    added.add_argument("--kernel", type=kernel, default="best")
    added = parts.add(coarse, page)
    added.add_argument("--rounds", type=rounds, default=30)
    added.add_argument("--kernel", type=kernel, default="python.loops")
    added = parts.add(cancel)
    added.add_argument("--requests", type=rounds, default=100, help="for each kernel")
    added.add_argument("--kernel", type=pattern, default="*", help="a pattern, like 'cpp.*'")
    added = parts.add(drag, page)
    seconds = number(_MOST_SECONDS)
    added.add_argument("--seconds", type=seconds, default=20.0, help="for each way of asking")
    added = parts.add(memory, page)
    added.add_argument("--minutes", type=number(_MOST_SECONDS / 60), default=15.0)
    asked = parts.asked()
    if "size" in asked:  # of the picture in the page
        if lacks := missing():
            print(f"explorer.py: {lacks}", file=sys.stderr)
            sys.exit(3)
        cut_off()
    print_figures(asked)


if __name__ == "__main__":
    main()
