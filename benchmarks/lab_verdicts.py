"""Says what benchmarks/lab_verdicts.py is called now."""

import sys

if __name__ == "__main__":
    sys.stderr.write("benchmarks/lab_verdicts.py is now called tools/lab_verdicts.py\n")
    sys.exit(2)
