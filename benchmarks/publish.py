"""Says what benchmarks/publish.py is called now."""

import sys

if __name__ == "__main__":
    sys.stderr.write("benchmarks/publish.py is now called tools/docs.py\n")
    sys.exit(2)
