"""Says what setup/offline.py is called now."""

import sys

if __name__ == "__main__":
    sys.stderr.write("setup/offline.py is now called tools/offline.py\n")
    sys.exit(2)
