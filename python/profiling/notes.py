"""Says what `python -m notes` is called now."""

import sys

if __name__ == "__main__":
    sys.stderr.write("python -m notes is now called python -m claims, in the folder above\n")
    sys.exit(2)
