"""Measures the size of a list with two tools: python measure_sizes.py N RESULT.json."""

import json
import sys
from pathlib import Path

from pympler import asizeof


def main(points: int, result: Path) -> None:
    """Measure the list itself, and with everything that it refers to."""
    numbers = [complex(k, -k) for k in range(points)]
    sizes = {
        "points": points,
        "getsizeof": sys.getsizeof(numbers),
        "asizeof": asizeof.asizeof(numbers),  # type: ignore[no-untyped-call]
        "one": sys.getsizeof(numbers[0]),
    }
    result.write_text(json.dumps(sizes))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
