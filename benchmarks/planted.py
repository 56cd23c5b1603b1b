"""Says what benchmarks/planted.py is called now."""

import sys

if __name__ == "__main__":
    sys.stderr.write("benchmarks/planted.py is now called tools/planted.py\n")
    sys.exit(2)
