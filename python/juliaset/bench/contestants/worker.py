"""The process behind one row: loads a kernel, and times it when it is asked to."""

import json
import sys
from dataclasses import dataclass
from typing import Any

from juliaset.bench.contestants.loaded_kernel import LoadedKernel
from juliaset.bench.contestants.service import serve_standard
from juliaset.system.cores import bind_to

_MOST_OUTPUT = 1 << 24  # bytes that a kernel may print


@dataclass
class Row:
    """What the process holds: the cores that it is bound to, and the kernel once it is loaded."""

    cores: list[int]
    loaded: LoadedKernel | None = None

    def respond(self, order: dict[str, Any]) -> dict[str, Any]:
        """Load the kernel of the first order; the others ask for samples."""
        if self.loaded is not None:
            return self.loaded.run(order)
        self.loaded = LoadedKernel(order)
        if self.cores:  # not before: processes that start together load on all cores
            bind_to(self.cores)
        return {
            "cold": self.loaded.cold,
            "unshown": self.loaded.unshown,
            "has_roof": self.loaded.has_roof,
        }


if __name__ == "__main__":
    serve_standard(Row(json.loads(sys.argv[1])).respond, int(sys.argv[2]), _MOST_OUTPUT)
