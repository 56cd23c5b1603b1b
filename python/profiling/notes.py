"""Says what `python -m notes` is called now."""

import sys

if __name__ == "__main__":
    sys.exit("python -m notes is now called python -m claims; type it in python/, one folder up")
