"""Says what benchmarks/instructions.py is called now."""

import sys

if __name__ == "__main__":
    sys.stderr.write("benchmarks/instructions.py is now called tools/instructions.py\n")
    sys.exit(2)
