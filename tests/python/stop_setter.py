"""A process that shares a byte with its parent, and sets it when it is told to.

python stop_setter.py <file>. Each line on stdin is a number of seconds, and perhaps the number of a
signal that the parent is sent shortly before the byte is set.
"""

import mmap
import os
import sys
import time
from pathlib import Path


def main(path: Path) -> None:
    """Obey each line."""
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 1) as memory:
        for line in sys.stdin:
            wait, *number = line.split()
            time.sleep(float(wait))
            if number:
                os.kill(os.getppid(), int(number[0]))
                time.sleep(0.005)
            memory[0] = 1


main(Path(sys.argv[1]))
