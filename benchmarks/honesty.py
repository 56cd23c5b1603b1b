"""Says what benchmarks/honesty.py is called now."""

import sys

if __name__ == "__main__":
    sys.stderr.write("benchmarks/honesty.py is now called tools/honesty.py\n")
    sys.exit(2)
